package org.colloque.server.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.colloque.server.rig.AtOnce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path folder;

  @Test
  void theKeyIsMadeOnceHoweverManyStartInTheSameMoment() throws Exception {
    Path file = folder.resolve("keys").resolve("secret.key");
    Callable<String> start = () -> Secrets.fromFile(file).sign("test", "text");
    List<String> signatures = AtOnce.all(Collections.nCopies(16, start));
    assertThat(new HashSet<>(signatures)).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.resolveSibling("."))) {
      assertThat(files.map(Path::getFileName)).containsExactly(file.getFileName());
    }
  }

  @Test
  void aFileThatHoldsNoKeyIsNamed() throws IOException {
    Path file = folder.resolve("secret.key");
    for (String text : List.of("", "c2hvcnQ=", "not base 64")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Secrets.fromFile(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(file.toString());
    }
  }
}
