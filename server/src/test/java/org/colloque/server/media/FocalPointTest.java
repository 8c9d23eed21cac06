package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FocalPointTest {
  @Test
  void readsAndClamps() {
    assertThat(FocalPoint.parse("0.5,-0.25")).contains(new FocalPoint(0.5, -0.25));
    assertThat(FocalPoint.parse(" .5, 1.0 ")).contains(new FocalPoint(0.5, 1));
    assertThat(FocalPoint.parse("-3,7")).contains(new FocalPoint(-1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "1", "1,2,3", "a,b", "NaN,0", "1e9,0", ".,.", "Infinity,0", "0x1,0"})
  void refusesOthers(String text) {
    assertThat(FocalPoint.parse(text)).isEmpty();
  }

  @Test
  void becomesAPositionInCss() {
    assertThat(FocalPoint.CENTER.objectPosition()).isEqualTo("50.0% 50.0%");
    assertThat(new FocalPoint(-1, 1).objectPosition()).isEqualTo("0.0% 0.0%");
    assertThat(new FocalPoint(1, -0.5).objectPosition()).isEqualTo("100.0% 75.0%");
  }
}
