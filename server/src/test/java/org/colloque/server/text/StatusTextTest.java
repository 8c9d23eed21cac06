package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.colloque.server.text.TextToken.Hashtag;
import org.colloque.server.text.TextToken.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
  private static String mentions(String text) {
    return String.join(
        " ",
        StatusText.parse(text).mentions().stream()
            .map(m -> m.username() + m.domain().map(domain -> "@" + domain).orElse(""))
            .toList());
  }

  private static String tags(String text) {
    return String.join(" ", StatusText.parse(text).hashtags().stream().map(Hashtag::name).toList());
  }

  private static String links(String text) {
    return String.join(" ", StatusText.parse(text).links().stream().map(Link::url).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          @alice|alice
          bonjour @alice.|alice
          (@alice)|alice
          «@alice», dit-il|alice
          l'avis d'@alice|alice
          @alice@far.example|alice@far.example
          @Alice@FAR.example.|Alice@far.example
          @a.b-c_d|a.b-c_d
          @alice-|alice
          @alice..@bob|alice bob
          @alice @bob|alice bob
          @alice,@bob|alice bob
          @bob@b.localhost:8081|bob@b.localhost:8081
          @bob@localhost:8081: salut|bob@localhost:8081
          @bob@far.example:8081|bob@far.example
          @bob@münchen.example|bob@münchen.example
          @алиса|
          alice@far.example|
          écrivez à dr.house@clinique.example svp|
          https://far.example/@alice|
          /@alice|
          =@alice|
          @andré|
          @alice@far@example|
          @alice://x|
          @|
          @@alice|alice
          @ alice|
          é@alice|
          .@alice|alice
          """)
  void findsMentions(String text, String expected) {
    assertThat(mentions(text)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          #santé|santé
          #Santé.|Santé
          (#santé)|santé
          l'#hôpital|hôpital
          #l'hôpital|l
          #COVID19|COVID19
          #2026|
          #1er|1er
          #1_2|1_2
          #_a_|_a_
          #médecine·générale|médecine·générale
          #a·|a
          #·a|
          #日本語タグ|日本語タグ
          #עברית|עברית
          #العربية|العربية
          #हिन्दी|हिन्दी
          #می‌خواهم|می‌خواهم
          #a#b|a
          a#b|
          1#b|
          &#b|b
          https://far.example/#section|
          https://far.example/a#b|
          =#b|
          #🩺|
          #️⃣ touche|
          #|
          ##a|a
          #a-b|a
          #a_b|a_b
          #taghttps://far.example/|tag
          """)
  void findsHashtags(String text, String expected) {
    assertThat(tags(text)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          https://far.example|https://far.example
          voir https://far.example.|https://far.example
          (https://far.example/a)|https://far.example/a
          https://fr.far.example/wiki/Colloque_(réunion)|https://fr.far.example/wiki/Colloque_(réunion)
          (https://far.example/a_(b))|https://far.example/a_(b)
          https://far.example/a(b|https://far.example/a
          https://far.example/a((b)|https://far.example/a
          https://far.example/a?b=c&d=|https://far.example/a?b=c&d=
          https://far.example/a?|https://far.example/a
          https://far.example/a, puis|https://far.example/a
          https://far.example/a… puis|https://far.example/a
          « https://far.example/a »|https://far.example/a
          «https://far.example/a»|https://far.example/a
          https://far.example/l'été|https://far.example/l'été
          HTTPS://Far.example/A|HTTPS://Far.example/A
          http://localhost:8080/x|http://localhost:8080/x
          http://127.0.0.1/x|http://127.0.0.1/x
          https://münchen.example/ü|https://münchen.example/ü
          https://far.example:8443/a|https://far.example:8443/a
          https://far.example:8443|https://far.example:8443
          https://far.example: oui|https://far.example
          https://far.example/@alice/1|https://far.example/@alice/1
          https://far.example/#a|https://far.example/#a
          https://far.example?q=1|https://far.example?q=1
          https://a.example https://b.example|https://a.example https://b.example
          https://far.example/"onclick=x|https://far.example/
          https://far.example/<b>|https://far.example/
          https://user@far.example/|
          https://user:pass@far.example/|
          https://far.example:80@evil.example/|
          https://far|
          https://|
          https://.example|
          ftp://far.example|
          javascript:alert(1)|
          xhttps://far.example|
          @https://far.example|
          far.example|
          """)
  void findsLinks(String text, String expected) {
    assertThat(links(text)).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void addressIsCutAtItsLongest() {
    String start = "https://far.example/";
    String longest = start + "a".repeat(UrlGrammar.URL_MAX - start.length());
    assertThat(links(longest)).isEqualTo(longest);
    assertThat(links(longest + "b")).isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource({
    ":blob:,blob",
    "a :blob_cat: b,blob_cat",
    "(:ab:),ab",
    "12:30:45,''",
    ":a:,''",
    "a:blob:,''",
    ":blob:a,''",
    "::blob::,''",
    ":été:,''",
    "https://a.example/:blob:,''"
  })
  void findsEmojiCodes(String text, String expected) {
    assertThat(String.join(" ", StatusText.parse(text).emojiCodes())).isEqualTo(expected);
  }

  @Test
  void tokensComeInOrderAndDoNotOverlap() {
    StatusText parsed =
        StatusText.parse("@a #b https://c.example/@d#e :fg: @h@i.example #j :kl: x@y.example");
    assertThat(parsed.tokens()).hasSize(7);
    int end = 0;
    for (TextToken token : parsed.tokens()) {
      assertThat(token.start()).isGreaterThanOrEqualTo(end);
      end = token.end();
    }
    assertThat(parsed.tagNames()).containsExactly("b", "j");
  }

  @ParameterizedTest
  @CsvSource({
    "Été,ete",
    "ÉTÉ,ete",
    "Œdème,oedeme",
    "ＡＢＣ,abc",
    "Straße,strasse",
    "हिन्दी,हिन्दी",
    "한국어,한국어",
    "й,й"
  })
  void sameTagWithOrWithoutAccents(String name, String expected) {
    assertThat(HashtagName.normalize(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "a b", "a-b", "·a", "a·", "#a"})
  void refusesWhatIsNoTag(String name) {
    assertThat(HashtagName.isValid(name)).isFalse();
  }

  @Test
  void acceptsTags() {
    assertThat(List.of("a", "été", "covid19", "a·b", "1_2", "日本")).allMatch(HashtagName::isValid);
  }

  @Test
  void textIsCleaned() {
    assertThat(StatusText.parse("a\r\nb\rc\0\u0007\ud800d\te").text())
        .isEqualTo("a\nb\nc\ufffdd\te");
    assertThat(StatusText.parse(" \u00a0\n").isBlank()).isTrue();
    assertThat(StatusText.parse(" a").isBlank()).isFalse();
  }

  /** C43: quadratic work would take minutes here. */
  @Test
  @Timeout(20)
  void hostileTextIsReadInLinearTime() {
    for (String piece :
        List.of(
            "@",
            "@a",
            "@a@",
            "#",
            "#1",
            "#a·",
            ":",
            ":aa",
            "h",
            "http://",
            "https://a.b/(",
            "https://a.b/((",
            "https://a.b/a(b)(",
            ".-",
            "a.",
            "@a.",
            "@a@b.",
            "https://a.",
            "·")) {
      String text = piece.repeat(262_144 / piece.length());
      StatusText parsed = StatusText.parse(text);
      assertThat(parsed.text()).isEqualTo(text);
      assertThat(parsed.format(MentionResolver.NOBODY, tag -> "x")).isNotEmpty();
    }
  }
}
