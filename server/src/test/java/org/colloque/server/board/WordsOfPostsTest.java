package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles and reactions: what may be one. */
class WordsOfPostsTest {
  @Test
  void theFirstLineIsTheTitle() {
    assertThat(Titles.split("  Un  titre \n\n Un texte\nsuite "))
        .isEqualTo(new Titles.Split("Un titre", "Un texte\nsuite"));
    assertThat(Titles.split("Seul")).isEqualTo(new Titles.Split("Seul", ""));
    assertThat(Titles.split(" ")).isEqualTo(new Titles.Split("", ""));
  }

  @Test
  void aFirstLineThatIsTooLongStaysInTheText() {
    String most = "é".repeat(Titles.MAX);
    assertThat(Titles.split(most + "\nx")).isEqualTo(new Titles.Split(most, "x"));
    Titles.Split cut = Titles.split(most + "é\nx");
    assertThat(cut.title()).endsWith("…");
    assertThat(Titles.isTooLong(cut.title())).isFalse();
    assertThat(cut.body()).isEqualTo(most + "é\nx");
  }

  @Test
  void theTitleIsShownAsTextAndTakenOffAgain() {
    String html = Titles.html("<script>&") + "<p>x</p>";
    assertThat(html).startsWith("<p><strong>&lt;script&gt;&amp;</strong></p>");
    assertThat(Titles.withoutTitle(html, "<script>&")).isEqualTo("<p>x</p>");
    assertThat(Titles.withoutTitle(html, "other")).isEqualTo(html);
  }

  @ParameterizedTest
  @ValueSource(strings = {"👍", "❤️", "🙏🏽", "👩‍⚕️", "🇫🇷", "⚕️", "☕"})
  void oneEmojiIsAReaction(String emoji) {
    assertThat(ReactToPost.isEmoji(emoji)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1", "#", "👍👍", "👍a", "mots", "<b>", "é"})
  void nothingElseIs(String text) {
    assertThat(ReactToPost.isEmoji(text)).isFalse();
  }
}
