package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Texts in Markdown of other servers. */
class MarkdownTest {
  @Test
  void htmlInItIsText() {
    assertThat(Markdown.html("a <script>x</script> b"))
        .isEqualTo("<p>a &lt;script&gt;x&lt;/script&gt; b</p>\n");
  }

  @Test
  void whatIsTooLongIsShownAsItWasWritten() {
    String longest = "*" + "x".repeat(Markdown.MAX - 2) + "*";
    assertThat(Markdown.html(longest)).startsWith("<p><em>x");
    assertThat(Markdown.html(longest + "\n<")).startsWith("<p>*x").endsWith("*<br>&lt;</p>");
  }

  @Test
  void nothingOfAStrangerTakesTheServersTime() {
    for (String part : new String[] {"[", "![", "> ", "* ", "`", "*a_", "<", "[a](", "\n- "}) {
      String hostile = part.repeat(Markdown.MAX / part.length());
      assertThatCode(() -> HtmlSanitizer.sanitize(Markdown.html(hostile)))
          .as(part)
          .doesNotThrowAnyException();
    }
  }
}
