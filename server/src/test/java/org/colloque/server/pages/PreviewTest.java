package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.server.pages.view.Screen;
import org.colloque.server.pages.words.Messages;
import org.junit.jupiter.api.Test;

/**
 * Draws every page in both languages into {@code target/preview}, to be opened in a browser: {@code
 * jwebserver -d server/target/preview}.
 */
class PreviewTest {
  static final Path FOLDER = Path.of("target", "preview").toAbsolutePath();

  @Test
  void everyPageIsDrawnInBothLanguages() throws IOException {
    assertThat(draw(FOLDER)).isGreaterThan(2 * 50);
  }

  @Test
  void everyTemplateHasASample() throws IOException {
    Path templates = Path.of("src", "main", "jte");
    try (Stream<Path> files = Files.walk(templates)) {
      var pages =
          files
              .filter(file -> file.toString().endsWith(".jte"))
              .map(file -> templates.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.startsWith("part/") && !name.startsWith("layout/"))
              .collect(Collectors.toCollection(TreeSet::new));
      var drawn =
          Samples.in(Messages.LOCALES.getFirst()).values().stream()
              .map(Samples.Sample::screen)
              .map(Screen::template)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(drawn).isEqualTo(pages);
    }
  }

  /** Writes all pages and their pictures; returns how many pages. */
  static int draw(Path folder) throws IOException {
    Pages pages = Pages.precompiled();
    int count = 0;
    for (var locale : Messages.LOCALES) {
      Path language = Files.createDirectories(folder.resolve(locale.getLanguage()));
      for (Map.Entry<String, Samples.Sample> entry : Samples.in(locale).entrySet()) {
        byte[] html = pages.render(entry.getValue().page(), entry.getValue().screen());
        Files.write(language.resolve(entry.getKey() + ".html"), html);
        count++;
      }
    }
    for (String name : Assets.NAMES) {
      Assets.Asset asset = java.util.Objects.requireNonNull(Assets.at(Assets.url(name)));
      Path file = folder.resolve(asset.path().substring(1));
      Files.createDirectories(file.getParent());
      Files.write(file, asset.bytes());
    }
    // what a browser asks for beside the page
    Files.write(folder.resolve("sw.js"), new byte[0]);
    Files.writeString(folder.resolve("manifest.webmanifest"), "{}");
    pictures(folder);
    return count;
  }

  private static void pictures(Path folder) throws IOException {
    String[] hues = {"#2f6b59", "#b0653a", "#56508f", "#8f3a55"};
    for (int i = 1; i <= 4; i++) {
      String hue = hues[i - 1];
      write(
          folder,
          "avatar-" + i + ".svg",
          100,
          100,
          hue,
          "<circle cx='50' cy='40' r='18' fill='#fff'/><circle cx='50' cy='95' r='34' fill='#fff'/>");
      write(
          folder,
          "photo-" + i + ".svg",
          640,
          400,
          "#cfe0ea",
          "<path d='M0 400 200 150 330 300 450 180 640 400z' fill='"
              + hue
              + "'/><circle cx='500' cy='90' r='40' fill='#f5bd3d'/>");
    }
    write(
        folder,
        "cover.svg",
        1500,
        500,
        "#3d7a67",
        "<path d='M0 500 500 180 900 420 1200 260 1500 500z' fill='#14503f'/>");
  }

  private static void write(
      Path folder, String name, int width, int height, String ground, String drawing)
      throws IOException {
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'><rect width='100%%' height='100%%' fill='%s'/>%s</svg>"
            .formatted(width, height, width, height, ground, drawing);
    Files.write(folder.resolve(name), svg.getBytes(StandardCharsets.UTF_8));
  }
}
