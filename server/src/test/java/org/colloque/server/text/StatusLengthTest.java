package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusLengthTest {
  private static int length(String text) {
    return StatusLength.of(StatusText.parse(text), "");
  }

  @ParameterizedTest
  @CsvSource({
    "abc,3",
    "été,3",
    "e\u0301te\u0301,3",
    "👩‍⚕️,1",
    "👨‍👩‍👧‍👦,1",
    "🇫🇷🇧🇪,2",
    "👍🏽,1",
    "한국어,3",
    "https://a.example,23",
    "voir https://far.example/a/very/long/path/that/goes/on,28",
    "@bob,4",
    "@bob@far.example,4",
    "#santé,6",
    ":blob:,6"
  })
  void countsLikeAReader(String text, int expected) {
    assertThat(length(text)).isEqualTo(expected);
  }

  @Test
  void limitIsExact() {
    StatusText full = StatusText.parse("é".repeat(StatusLength.MAX));
    assertThat(StatusLength.isTooLong(full, "")).isFalse();
    assertThat(StatusLength.isTooLong(full, "!")).isTrue();
    assertThat(StatusLength.isTooLong(StatusText.parse("é".repeat(StatusLength.MAX - 1)), "!"))
        .isFalse();
    assertThat(StatusLength.isTooLong(StatusText.parse("é".repeat(StatusLength.MAX + 1)), ""))
        .isTrue();
  }

  @Test
  void enormousTextIsTooLongWithoutBeingCounted() {
    assertThat(length("a".repeat(StatusLength.COUNTED_MAX))).isEqualTo(StatusLength.COUNTED_MAX);
    assertThat(length("a".repeat(StatusLength.COUNTED_MAX + 1))).isEqualTo(Integer.MAX_VALUE);
  }
}
