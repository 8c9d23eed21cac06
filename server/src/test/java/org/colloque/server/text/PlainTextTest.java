package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void paragraphsLinesAndEntities() {
    assertThat(PlainText.of("<p>un<br>deux</p><p>l&#39;été &amp; &lt;b&gt;</p>"))
        .isEqualTo("un\ndeux\n\nl'été & <b>");
    assertThat(PlainText.of("<p>a</p><ul><li>b</li><li>c</li></ul>d"))
        .isEqualTo("a\n- b\n- c\n\nd");
    assertThat(PlainText.of("<ul><li><p>a -</p><p>b</p></li></ul>")).isEqualTo("- a -\n\nb");
    assertThat(PlainText.of("")).isEmpty();
    assertThat(PlainText.of("<script>alert(1)</script>")).isEmpty();
  }

  @Test
  void linksShowTheirWholeText() {
    assertThat(
            PlainText.of(
                StatusText.parse("voir https://far.example/" + "a".repeat(40))
                    .format(MentionResolver.NOBODY, tag -> "x")))
        .isEqualTo("voir https://far.example/" + "a".repeat(40));
  }

  @Test
  void lineIsCutAtACharacterAsReadersSeeIt() {
    assertThat(PlainText.line("<p>a\nb</p><p>c</p>", 10)).isEqualTo("a b c");
    assertThat(PlainText.cut("abc", 3)).isEqualTo("abc");
    assertThat(PlainText.cut("abcd", 3)).isEqualTo("ab…");
    assertThat(PlainText.cut("👩‍⚕️👩‍⚕️👩‍⚕️", 2)).isEqualTo("👩‍⚕️…");
  }
}
