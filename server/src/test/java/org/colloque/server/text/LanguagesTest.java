package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
  @ParameterizedTest
  @CsvSource({
    "fr,fr",
    "FR,fr",
    "fr-CA,fr",
    "fr_FR,fr",
    "fra,fr",
    "gsw,gsw",
    "zh-cn,zh-CN",
    "zh-TW,zh-TW",
    "zh-Hans,zh",
    "en-GB,en",
    "br,br"
  })
  void normalizes(String tag, String code) {
    assertThat(Languages.normalize(tag)).contains(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "français", "zzzz", "f r", "<b>", "xx", "-", "../fr"})
  void refusesOthers(String tag) {
    assertThat(Languages.normalize(tag)).isEmpty();
  }

  @Test
  void tagLengthIsLimited() {
    assertThat(Languages.normalize("fr-" + "a".repeat(Languages.TAG_MAX - 3))).contains("fr");
    assertThat(Languages.normalize("fr-" + "a".repeat(Languages.TAG_MAX - 2))).isEmpty();
  }

  @Test
  void namesInBothLanguages() {
    assertThat(Languages.displayName("fr", Locale.FRENCH)).isEqualTo("français");
    assertThat(Languages.displayName("fr", Locale.ENGLISH)).isEqualTo("French");
    assertThat(Languages.displayName("gsw", Locale.FRENCH)).isEqualTo("suisse allemand");
    assertThat(Languages.ownName("de")).isEqualTo("Deutsch");
  }

  @Test
  void twoLetterCodesAreSorted() {
    assertThat(Languages.twoLetterCodes()).contains("fr", "en", "de").isSorted();
  }
}
