package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The colours of the stylesheet can be read, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11). */
class ContrastTest {
  private static final double TEXT = 4.5;
  private static final double SHAPE = 3;

  @ParameterizedTest
  @CsvSource({
    "ink, paper",
    "ink, card",
    "ink, well",
    "ink, pine-wash",
    "ink, gold-wash",
    "ink, madder-wash",
    "soft, paper",
    "soft, card",
    "soft, well",
    "soft, pine-wash",
    "pine, paper",
    "pine, card",
    "pine, well",
    "pine-deep, pine-wash",
    "on-pine, pine",
    "on-pine, pine-deep",
    "gold-ink, paper",
    "gold-ink, card",
    "gold-ink, well",
    "gold-ink, gold-wash",
    "on-gold, gold",
    "madder, paper",
    "madder, card",
    "madder, madder-wash",
    "on-madder, madder",
    "bar-ink, bar",
    "gold, bar"
  })
  void textCanBeRead(String text, String ground) throws IOException {
    for (Map<String, String> palette : palettes()) {
      assertThat(contrast(palette, text, ground))
          .as("%s on %s", text, ground)
          .isGreaterThanOrEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({"edge, paper", "edge, card", "ink, gold"})
  void edgesCanBeSeen(String edge, String ground) throws IOException {
    // the focus ring is ink inside gold: by night ink on gold is light on light, but both stand out
    // from the page
    Map<String, String> day = palettes()[0];
    Map<String, String> night = palettes()[1];
    assertThat(contrast(day, edge, ground)).isGreaterThanOrEqualTo(SHAPE);
    assertThat(contrast(night, edge, ground.equals("gold") ? "paper" : ground))
        .isGreaterThanOrEqualTo(SHAPE);
  }

  private static double contrast(Map<String, String> palette, String one, String other) {
    double a = luminance(palette.getOrDefault(one, ""));
    double b = luminance(palette.getOrDefault(other, ""));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double channel = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum +=
          weights[i]
              * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  /** The tokens of the day, then those of the night. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String>[] palettes() throws IOException {
    String css = Files.readString(Path.of("src", "main", "resources", "static", "app.css"));
    String[] roots = css.split(":root \\{", -1);
    Map<String, String> day = tokens(roots[1].split("}", -1)[0]);
    Map<String, String> night = new HashMap<>(day);
    night.putAll(tokens(roots[2].split("}", -1)[0]));
    return new Map[] {day, night};
  }

  private static Map<String, String> tokens(String block) {
    Map<String, String> tokens = new HashMap<>();
    var matcher = Pattern.compile("--([a-z-]+): #([0-9a-f]{3,6});").matcher(block);
    while (matcher.find()) {
      String hex = matcher.group(2);
      tokens.put(matcher.group(1), hex.length() == 3 ? hex.replaceAll("(.)", "$1$1") : hex);
    }
    return tokens;
  }
}
