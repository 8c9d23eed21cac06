package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.text.MentionResolver.Target;
import org.junit.jupiter.api.Test;

class TextHtmlTest {
  private static final Map<String, Target> PEOPLE =
      Map.of(
          "alice", new Target("https://home.example/@alice", "alice", "alice"),
          "alice@far.example",
              new Target("https://far.example/@alice", "alice", "alice@far.example"),
          "bob@far.example", new Target("https://far.example/@bob", "bob", "bob@far.example"));

  private static Optional<Target> person(TextToken.Mention mention) {
    return Optional.ofNullable(
        PEOPLE.get(mention.username() + mention.domain().map(d -> "@" + d).orElse("")));
  }

  private static String tagUrl(String name) {
    return "https://home.example/tags/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String html(String text) {
    return StatusText.parse(text).format(TextHtmlTest::person, TextHtmlTest::tagUrl);
  }

  @Test
  void paragraphsAndLines() {
    assertThat(html("un\ndeux\n\ntrois\r\n\r\n\r\nquatre\n"))
        .isEqualTo("<p>un<br />deux</p><p>trois</p><p>quatre</p>");
    assertThat(html("")).isEmpty();
    assertThat(html(" \n\n ")).isEmpty();
  }

  @Test
  void escapesEverything() {
    assertThat(html("<b>\"l'été\" & 1 < 2</b>"))
        .isEqualTo("<p>&lt;b&gt;&quot;l&#39;été&quot; &amp; 1 &lt; 2&lt;/b&gt;</p>");
  }

  @Test
  void mentionHasTheShapeClientsKnow() {
    assertThat(html("@bob@far.example oui"))
        .isEqualTo(
            "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://far.example/@bob\""
                + " class=\"u-url mention\">@<span>bob</span></a></span> oui</p>");
  }

  @Test
  void twoPeopleOfOneNameShowTheirDomains() {
    assertThat(html("@alice @alice@far.example"))
        .contains("@<span>alice</span>")
        .contains("@<span>alice@far.example</span>");
    assertThat(html("@alice@far.example")).contains("@<span>alice</span>");
  }

  @Test
  void unknownPeopleStayText() {
    assertThat(html("@nobody@far.example")).isEqualTo("<p>@nobody@far.example</p>");
  }

  @Test
  void hashtagHasTheShapeClientsKnow() {
    assertThat(html("#Santé"))
        .isEqualTo(
            "<p><a href=\"https://home.example/tags/sante\" class=\"mention hashtag\""
                + " rel=\"tag\">#<span>Santé</span></a></p>");
  }

  @Test
  void linkHasTheShapeClientsKnow() {
    assertThat(html("https://www.far.example/a?b=1&c='"))
        .isEqualTo(
            "<p><a href=\"https://www.far.example/a?b=1&amp;c=\" target=\"_blank\""
                + " rel=\"nofollow noopener\" translate=\"no\">"
                + "<span class=\"invisible\">https://www.</span>"
                + "<span class=\"\">far.example/a?b=1&amp;c=</span>"
                + "<span class=\"invisible\"></span></a>&#39;</p>");
  }

  @Test
  void longLinkIsShownByItsFirstThirtyCharacters() {
    String shown = "far.example/" + "a".repeat(18);
    assertThat(html("https://" + shown)).contains("<span class=\"\">" + shown + "</span>");
    assertThat(html("https://" + shown + "b"))
        .contains(
            "<span class=\"ellipsis\">" + shown + "</span><span class=\"invisible\">b</span>");
    assertThat(html("https://far.example/" + "😀".repeat(19)))
        .contains("😀".repeat(18) + "</span><span class=\"invisible\">😀<");
  }

  @Test
  void emojiCodesStay() {
    assertThat(html(":blob: ok")).isEqualTo("<p>:blob: ok</p>");
  }

  @Test
  void profileFieldIsOneLineWithRelMe() {
    assertThat(
            ProfileText.field(
                " https://far.example\n@alice@far.example ",
                TextHtmlTest::person,
                TextHtmlTest::tagUrl))
        .startsWith("<a href=\"https://far.example\"")
        .contains("rel=\"me nofollow noopener noreferrer\"")
        .contains("@<span>alice@far.example</span>")
        .doesNotContain("<p>")
        .doesNotContain("\n");
    assertThat(ProfileText.bio("un\n\n#deux", TextHtmlTest::person, TextHtmlTest::tagUrl))
        .startsWith("<p>un</p><p><a href");
  }

  @Test
  void ourHtmlSurvivesTheSanitizerOfOthers() {
    String ours = html("@alice #tag https://far.example/" + "a".repeat(40));
    assertThat(HostileHtml.fault(HtmlSanitizer.sanitize(ours))).isEmpty();
    assertThat(HtmlSanitizer.sanitize(ours))
        .contains("class=\"u-url mention\"")
        .contains("class=\"mention hashtag\"")
        .contains("class=\"ellipsis\"")
        .contains("class=\"h-card\" translate=\"no\"");
  }
}
