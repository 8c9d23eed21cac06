package org.colloque.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCodeTest {
  @TempDir Path folder;

  @Test
  void withoutAnAddressTheArchiveOfTheBuildIsOffered() throws IOException {
    Path archive = Files.writeString(folder.resolve(SourceCode.ARCHIVE), "all of it");
    String classPath = folder.resolve("colloque-server.jar") + File.pathSeparator + "other.jar";
    assertThat(SourceCode.beside(classPath)).isEqualTo(archive);
    assertThat(SourceCode.beside("elsewhere/colloque-server.jar")).isNull();
    try (Rig rig = Rig.start()) {
      Settings settings = rig.instance().rooms().settings();
      var own = new SourceCode(settings, rig.kit().urls(), archive);
      assertThat(own.address(settings.current())).isEqualTo(rig.base() + "/source");
      Reply reply = own.download();
      assertThat(reply.body()).isEqualTo(new Reply.Body.File(archive, 9, false));
      assertThat(reply.headers())
          .contains(
              Map.entry("content-disposition", "attachment; filename=\"colloque-source.tar.gz\""));
      var none = new SourceCode(settings, rig.kit().urls(), null);
      assertThat(none.address(settings.current())).isEmpty();
      assertThatThrownBy(none::download).isInstanceOf(ProblemException.class);
      rig.kit()
          .db()
          .doAs(
              Viewer.stranger(),
              tx -> settings.change(tx, Map.of("source_url", "https://code.example/")));
      assertThat(own.address(settings.current())).isEqualTo("https://code.example/");
      assertThat(own.download().status()).isEqualTo(303);
      assertThat(rig.anonymous().get("/api/v2/instance").json().path("source_url").asText())
          .isEqualTo("https://code.example/");
    }
  }
}
