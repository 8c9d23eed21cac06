package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** {@code docs/routes.md} says which routes there are. */
class RoutesTableTest {
  private static final Path DOCUMENT = Path.of("../docs/routes.md");
  private static final Path WRITTEN = Path.of("target/routes.md");

  @Test
  void theDocumentListsTheRoutes() throws IOException {
    String table;
    try (Rig rig = Rig.start()) {
      table = RoutesTable.of(rig.instance().rooms().routes());
    }
    Files.writeString(WRITTEN, table);
    assertThat(Files.readString(DOCUMENT))
        .as("docs/routes.md is behind: cp server/target/routes.md docs/routes.md")
        .isEqualTo(table);
  }
}
