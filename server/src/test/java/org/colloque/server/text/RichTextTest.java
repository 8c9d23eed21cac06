package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextTest {
  private static final MentionResolver KARIM =
      mention ->
          mention.username().equals("karim")
              ? Optional.of(
                  new MentionResolver.Target("https://here.example/@karim", "karim", "karim"))
              : Optional.empty();

  private static String html(String markdown) {
    return RichText.parse(markdown).html(KARIM);
  }

  @Test
  void formatsAndKeepsLines() {
    assertThat(html("**gras** et *italique*\nligne"))
        .isEqualTo("<p><strong>gras</strong> et <em>italique</em><br />ligne</p>");
    assertThat(html("- un\n- deux")).contains("<ul>").contains("<li>un</li>");
    assertThat(html("# Titre")).isEqualTo("<p><strong>Titre</strong></p>");
    assertThat(html("> cité")).contains("<blockquote>");
  }

  @Test
  void namesMembersAndNobodyElse() {
    assertThat(html("Merci @karim, @eve et @far@far.example"))
        .contains("<a href=\"https://here.example/@karim\" class=\"u-url mention\"")
        .contains(">@karim</a>, @eve et @far@far.example");
    assertThat(RichText.parse("@a `@b` [@c](https://x.example) \n\n    @d").mentions())
        .extracting(TextToken.Mention::username)
        .containsExactly("a");
  }

  @Test
  void addressesBecomeLinks() {
    assertThat(html("voir https://has-sante.example/a_b_c?x=1&y=2."))
        .contains("<a href=\"https://has-sante.example/a_b_c?x=1&amp;y=2\"")
        .endsWith(".</p>");
    assertThat(html("`https://code.example`")).doesNotContain("<a ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://elsewhere.example/pixel.gif)",
        "<https://a.example/\" onmouseover=alert(1)>",
        "@karim<svg onload=alert(1)>"
      })
  void nothingRunsAndNothingIsLoaded(String hostile) {
    assertThat(html(hostile))
        .doesNotContain("<script", "<img", "<svg", "href=\"javascript", "href=\"data", "\" on");
  }

  @Test
  void deepNestingEnds() {
    assertThat(html(">".repeat(5_000) + " x")).isNotNull();
    assertThat(html("- ".repeat(5_000) + "x")).isNotNull();
    assertThat(html("*a ".repeat(3_000))).isNotNull();
    assertThat(html("[".repeat(5_000))).isNotNull();
  }
}
