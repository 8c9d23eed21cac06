package org.colloque.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlSanitizerTest {
  static Stream<String> corpus() {
    return HostileHtml.corpus().stream();
  }

  @Test
  void corpusIsLarge() {
    assertThat(HostileHtml.corpus()).hasSizeGreaterThanOrEqualTo(500);
  }

  @Test
  void judgeSeesFaults() {
    assertThat(HostileHtml.fault("<p>a</p><script>1</script>")).isEqualTo("element script");
    assertThat(HostileHtml.fault("<p onclick=1>a</p>")).isEqualTo("attribute onclick");
    assertThat(HostileHtml.fault("<a href='javascript:1'>a</a>")).isEqualTo("href javascript:1");
    assertThat(HostileHtml.fault("<p><!-- a --></p>")).isEqualTo("comment");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void hostileHtmlIsHarmless(String hostile) {
    String safe = HtmlSanitizer.sanitize(hostile);
    assertThat(HostileHtml.fault(safe)).as(safe).isEmpty();
    // a browser that reads, writes and reads again (mutation) must find nothing new
    String mutated = Jsoup.parseBodyFragment(safe).body().html();
    assertThat(HostileHtml.fault(mutated)).as(mutated).isEmpty();
    assertThat(safe).doesNotContain("\0").doesNotContain("\u0007");
    assertThat(HtmlSanitizer.sanitize(safe)).isEqualTo(safe);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void hostileTextIsHarmless(String hostile) {
    String safe =
        StatusText.parse(hostile).format(MentionResolver.NOBODY, tag -> "https://a.example/" + tag);
    assertThat(HostileHtml.fault(safe)).as(safe).isEmpty();
    assertThat(HostileHtml.fault("<p>" + Escape.html(PlainText.of(hostile)) + "</p>")).isEmpty();
  }

  @Test
  void splicedVectorsAreHarmless() {
    List<String> corpus = HostileHtml.corpus();
    Random random = new Random(43);
    for (int i = 0; i < 3_000; i++) {
      String first = corpus.get(random.nextInt(corpus.size()));
      String second = corpus.get(random.nextInt(corpus.size()));
      String spliced =
          first.substring(0, random.nextInt(first.length() + 1))
              + second.substring(random.nextInt(second.length() + 1));
      String safe = HtmlSanitizer.sanitize(spliced);
      assertThat(HostileHtml.fault(safe)).as("%s -> %s", spliced, safe).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
"""
<p>Bonjour <strong>à tous</strong><br>suite</p>|<p>Bonjour <strong>à tous</strong><br />suite</p>
<h1>Titre</h1><p>a</p>|<p><strong>Titre</strong></p><p>a</p>
<h6>t</h6>|<p><strong>t</strong></p>
<p lang="fr">a</p>|<p lang="fr">a</p>
<p>H<sub>2</sub>O</p>|<p>H<sub>2</sub>O</p>
<div>a</div><div>b</div>|a<br />b
<p>a</p><div>b</div>|<p>a</p>b
<p class="quote-inline">RE</p>|<p class="quote-inline">RE</p>
<script>x</script>a|a
<style>p{}</style>a|a
<a href="/x">a</a>|a
<a href="https://o.example/@u" class="u-url mention x">@<span>u</span></a>|<a href="https://o.example/@u" class="u-url mention" rel="nofollow noopener" target="_blank">@<span>u</span></a>
<a href="https://o.example/a&#xd83d;e">x</a>|<a href="https://o.example/ae" rel="nofollow noopener" target="_blank">x</a>
<a href="https://o.example/?a=1&amp;b=2">x</a>|<a href="https://o.example/?a=1&amp;b=2" rel="nofollow noopener" target="_blank">x</a>
<img src="https://o.example/a.png" alt="un chat">|<a href="https://o.example/a.png" rel="nofollow noopener" target="_blank">un chat</a>
<img src="https://o.example/a.png">|<a href="https://o.example/a.png" rel="nofollow noopener" target="_blank">https://o.example/a.png</a>
<a href="https://o.example/"><img src="https://o.example/a.png" alt="c"></a>|<a href="https://o.example/" rel="nofollow noopener" target="_blank">c</a>
<ol start="3" reversed><li value="5">a</li></ol>|<ol start="3" reversed="reversed"><li value="5">a</li></ol>
<span class="invisible">https://</span>|<span class="invisible">https://</span>
<span translate="no" class="h-card">x</span>|<span class="h-card" translate="no">x</span>
<p>1 < 2 &amp; l'été</p>|<p>1 &lt; 2 &amp; l&#39;été</p>
<p>👩‍⚕️ é שלום</p>|<p>👩‍⚕️ é שלום</p>
""")
  void ordinaryHtmlKeepsItsMeaning(String html, String expected) {
    assertThat(HtmlSanitizer.sanitize(html)).isEqualTo(expected);
  }

  /**
   * C43. Quadratic work on these takes many seconds; the limit only tells linear from quadratic,
   * and a busy machine does not reach it.
   */
  @Test
  @Timeout(20)
  void deepNestingIsLinearAndBounded() {
    for (String tag : List.of("<b>", "<div>", "<ul><li>", "<blockquote>", "<a href=https://a.b>")) {
      String deep = tag.repeat(65_536 / tag.length());
      String safe = HtmlSanitizer.sanitize("début" + deep + "fin");
      assertThat(safe).startsWith("début");
      assertThat(HostileHtml.fault(safe.substring(0, Math.min(4_000, safe.length())))).isEmpty();
      assertThat(PlainText.of("début" + deep)).startsWith("début");
    }
    for (String piece :
        List.of("<", "&", "&#", "</b>", "<!--", "<a <", "\"'", "<p title=\"", "<![")) {
      assertThat(HtmlSanitizer.sanitize(piece.repeat(65_536 / piece.length()))).isNotNull();
    }
  }

  /**
   * C43: lists in lists once took seconds. The limit only tells linear from quadratic, and a busy
   * machine does not reach it; {@code docs/reliability.md} says what was measured.
   */
  @Test
  @Timeout(20)
  void c43SixtyFourKilobytesOfAnyShapeAreReadAtOnce() {
    String open = "<b><i>".repeat(11);
    for (String piece :
        List.of("<b>", "<div>", "<ul><li>", "<", "&#", "<a <", "<p title=\"", "<p><li>", "<p>x")) {
      String hostile = piece.repeat(65_536 / piece.length());
      assertThat(HtmlSanitizer.sanitize(hostile)).isNotNull();
      assertThat(HtmlSanitizer.sanitize(open + hostile)).isNotNull();
    }
  }

  @Test
  void whatIsDeeperThanAnybodyWritesIsLeftOut() {
    int most = HtmlSanitizer.DEPTH_MAX;
    assertThat(HtmlSanitizer.sanitize("<b>".repeat(most) + "x")).contains("x");
    assertThat(HtmlSanitizer.sanitize("a" + "<b>".repeat(most + 1) + "x"))
        .startsWith("a")
        .doesNotContain("x");
    String flat = "<p>a<br>b<b>c</b><a href=\"https://a.example/\">d</a>".repeat(most + 1);
    assertThat(HtmlSanitizer.sanitize(flat + "x")).endsWith("x</p>");
  }

  @Test
  void aLongListWithoutEndTagsIsKeptWhole() {
    String safe = HtmlSanitizer.sanitize("<ul>" + "<li>a".repeat(100) + "</ul>");
    assertThat(safe).isEqualTo("<ul>" + "<li>a</li>".repeat(100) + "</ul>");
  }

  @Test
  void depthOfTheResultIsBounded() {
    String safe = HtmlSanitizer.sanitize("<b>".repeat(20_000) + "x");
    assertThat(safe.split("<b>", -1).length - 1).isLessThanOrEqualTo(256);
  }

  @Test
  void inputBeyondTheLimitIsLeftOut() {
    String atLimit = "a".repeat(HtmlSanitizer.INPUT_MAX);
    assertThat(HtmlSanitizer.sanitize(atLimit)).hasSize(HtmlSanitizer.INPUT_MAX);
    assertThat(HtmlSanitizer.sanitize(atLimit + "b")).hasSize(HtmlSanitizer.INPUT_MAX);
  }
}
