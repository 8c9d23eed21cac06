package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.server.pages.words.Messages;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every page must keep: no inline code or style, a name for every control, one heading. */
class PageRulesTest {
  private static final int PAGE_LIMIT = 100_000;
  private static final Pages PAGES = Pages.precompiled();

  static Stream<Arguments> pages() {
    return Messages.LOCALES.stream()
        .flatMap(locale ->
            Samples.in(locale).entrySet().stream()
                .map(entry -> Arguments.of(locale, entry.getKey(), entry.getValue())));
  }

  private static Document draw(Samples.Sample sample) {
    byte[] html = PAGES.render(sample.page(), sample.screen());
    return Jsoup.parse(new String(html, StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void nothingIsInline(Locale locale, String name, Samples.Sample sample) {
    Document page = draw(sample);
    assertThat(page.select("style, script:not([src]), [style], iframe, object, base")).isEmpty();
    for (Element element : page.getAllElements()) {
      assertThat(element.attributes())
          .as("attributes of %s", element.tagName())
          .noneMatch(attribute -> attribute.getKey().startsWith("on"));
    }
    assertThat(page.select("a[href^=javascript]")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void everyFormCanBeTrusted(Locale locale, String name, Samples.Sample sample) {
    Document page = draw(sample);
    for (Element form : page.select("form")) {
      if (form.attr("method").equals("post")) {
        assertThat(form.select("input[type=hidden][name=csrf]").eachAttr("value"))
            .as("CSRF field of %s", form.attr("action"))
            .containsExactly("csrf-token");
      } else {
        assertThat(form.attr("role")).as("a form by GET").isEqualTo("search");
      }
      boolean files = !form.select("input[type=file]").isEmpty();
      assertThat(form.attr("enctype").equals("multipart/form-data"))
          .as("a form with files is multipart")
          .isEqualTo(files);
    }
    assertThat(page.select("button:not([type])")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void everythingHasAName(Locale locale, String name, Samples.Sample sample) {
    Document page = draw(sample);
    assertThat(page.select("html").attr("lang")).isEqualTo(locale.getLanguage());
    assertThat(page.title()).contains("Colloque Lyon");
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("main")).hasSize(1);
    assertThat(page.select("img:not([alt])")).isEmpty();
    for (Element control : page.select("input:not([type=hidden], [hidden]), select, textarea")) {
      assertThat(page.select("label[for=" + control.id() + "]"))
          .as("label of %s", control.attr("name"))
          .hasSize(1);
    }
    for (Element control : page.select("a, button, summary")) {
      String words = control.text() + control.attr("aria-label");
      String pictures = String.join("", control.select("img").eachAttr("alt"));
      assertThat(words + pictures).as(control.outerHtml()).isNotBlank();
    }
    for (Element named : page.select("[aria-describedby], [aria-labelledby]")) {
      String ids = named.attr("aria-describedby") + " " + named.attr("aria-labelledby");
      for (String id : ids.strip().split(" +", -1)) {
        assertThat(page.getElementById(id)).as("element %s", id).isNotNull();
      }
    }
    assertThat(page.select("[role=img]:not([aria-label])")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void idsAreUnique(Locale locale, String name, Samples.Sample sample) {
    Document page = draw(sample);
    Set<String> seen = new HashSet<>();
    assertThat(page.select("[id]").eachAttr("id")).allMatch(seen::add);
    for (Element link : page.select("a[href^=#]")) {
      assertThat(page.getElementById(link.attr("href").substring(1)))
          .as("target of %s", link.attr("href"))
          .isNotNull();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void everyErrorStandsBesideItsField(Locale locale, String name, Samples.Sample sample) {
    Document page = draw(sample);
    for (Element wrong : page.select("[aria-invalid]")) {
      assertThat(wrong.attr("aria-describedby")).contains(wrong.id() + "-error");
    }
    for (Element summary : page.select(".flash.problem[role=alert] li")) {
      assertThat(page.select(".field .error, .choices .error").eachText()).contains(summary.text());
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void pagesAreLight(Locale locale, String name, Samples.Sample sample) {
    assertThat(PAGES.render(sample.page(), sample.screen()).length).isLessThan(PAGE_LIMIT);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pages")
  void whatPeopleTypeIsEscaped(Locale locale, String name, Samples.Sample sample) {
    // one sample searches for <b>xyz</b>, and no template writes a b element around text
    assertThat(draw(sample).select("b:not(.badge)")).isEmpty();
  }
}
