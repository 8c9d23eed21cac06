package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private static final int STYLESHEET_LIMIT = 30_000;
  private static final int SCRIPT_LIMIT = 8_000;
  private static final int FIRST_PAGE_LIMIT = 100_000;

  private static Assets.Asset asset(String name) {
    return Objects.requireNonNull(Assets.at(Assets.url(name)));
  }

  @Test
  void everyFileOfTheFolderIsServedAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "static"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Assets.NAMES);
    }
  }

  @Test
  void theAddressHoldsAHashOfTheContent() {
    assertThat(Assets.url("app.css")).matches("/static/app-[0-9a-f]{12}\\.css");
    assertThat(Assets.at("/static/app-000000000000.css")).isNull();
    assertThat(Assets.at("/static/app.css")).isNull();
    assertThat(Assets.at("/static/../messages_fr.properties")).isNull();
    assertThatThrownBy(() -> Assets.url("nothing.css"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCompressedBytesAreTheSameFile() throws IOException {
    Assets.Asset css = asset("app.css");
    byte[] gzip = Objects.requireNonNull(css.gzip());
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      assertThat(plain.readAllBytes()).isEqualTo(css.bytes());
    }
    assertThat(css.contentType()).isEqualTo("text/css; charset=utf-8");
    assertThat(css.etag()).matches("\"[0-9a-f]{12}\"");
  }

  @Test
  void theFirstPageIsLight() {
    assertThat(asset("app.css").bytes().length).isLessThanOrEqualTo(STYLESHEET_LIMIT);
    assertThat(asset("app.js").bytes().length).isLessThanOrEqualTo(SCRIPT_LIMIT);
    Samples.Sample landing = Objects.requireNonNull(Samples.in(Locale.FRENCH).get("landing"));
    int total = Pages.precompiled().render(landing.page(), landing.screen()).length;
    for (String name : new String[] {"app.css", "app.js", "favicon.svg", "icons.svg"}) {
      total += asset(name).bytes().length;
    }
    assertThat(total).isLessThanOrEqualTo(FIRST_PAGE_LIMIT);
  }
}
