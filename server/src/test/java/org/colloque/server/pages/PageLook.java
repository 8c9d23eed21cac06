package org.colloque.server.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is wrong with a page that a browser shows; an empty list for nothing. */
final class PageLook {
  /** Pixels: a small phone, and a desk. */
  static final int NARROW = 360;

  static final int WIDE = 1280;
  static final int HEIGHT = 800;

  /**
   * Run in each page before anything else: remembers what moved while it was loaded. Less than two
   * hundredths is nothing: a bar is drawn before its end has come (0.1 is called good).
   */
  static final String WATCH =
      """
      (() => {
        const moved = [];
        let sum = 0;
        const note = list => list.filter(e => !e.hadRecentInput).forEach(e => {
          sum += e.value;
          moved.push(e.value + e.sources.map(s => (s.node?.outerHTML ?? '').slice(0, 90)).join(' '));
        });
        const watcher = new PerformanceObserver(list => note(list.getEntries()));
        watcher.observe({ type: 'layout-shift', buffered: true });
        window.moved = () => { note(watcher.takeRecords()); return sum < 0.02 ? [] : moved; };
      })()
      """;

  /** Controls lower than a finger's width; links inside a text may be lower (WCAG 2.2, 2.5.8). */
  private static final String TOO_SMALL =
      """
      () => [...document.querySelectorAll('button, .button, summary, select, input, textarea, nav a')]
        .filter(e => e.checkVisibility() && !e.closest('.hidden, .skip'))
        .filter(e => !e.matches('.alt summary, .rows details summary'))
        .map(e => [e, e.matches('.check input') ? e.parentElement : e])
        .filter(([e, area]) => area.getBoundingClientRect().height < 44)
        .map(([e]) => 'has a small ' + e.outerHTML.slice(0, 120))
      """;

  /** Bytes over the wire without pictures, also of what the browser had kept. */
  private static final String WEIGHT =
      """
      () => performance.getEntriesByType('navigation')
        .concat(performance.getEntriesByType('resource').filter(e => e.initiatorType !== 'img'))
        .reduce((sum, e) => sum + e.encodedBodySize, 0)
      """;

  private static final int MAX_WEIGHT = 100_000;

  /**
   * What is open only after a press is looked at as well; of menus, which cover what is below them,
   * one at a time is open, and here none.
   */
  private static final String AXE =
      """
      async () => {
        document.querySelectorAll('details:not(.menu)').forEach(each => { each.open = true; });
        scrollTo(0, 0);
        const found = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations']
        });
        return found.violations.flatMap(rule => rule.nodes.map(node =>
          rule.id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary.slice(0, 240)));
      }
      """;

  private static final String AXE_SOURCE = source();

  private PageLook() {}

  private static String source() {
    try (InputStream file =
        Objects.requireNonNull(PageLook.class.getResourceAsStream("/axe.min.js"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Too wide at either width. Leaves the page at {@code width}. */
  static List<String> fits(Page page, int width) {
    List<String> faults = new ArrayList<>();
    for (int each : new int[] {width == NARROW ? WIDE : NARROW, width}) {
      page.setViewportSize(each, HEIGHT);
      int wide = (int) page.evaluate("document.documentElement.scrollWidth");
      if (wide > each) {
        faults.add("is " + wide + " wide at " + each);
      }
    }
    return faults;
  }

  static List<String> canBePressed(Page page) {
    return texts(page.evaluate(TOO_SMALL));
  }

  /** What moved, of a page that has {@link #WATCH}. */
  static List<String> stands(Page page) {
    // by the next frame everything has its place
    return texts(
            page.evaluate(
                "async () => { await new Promise(requestAnimationFrame); return moved(); }"))
        .stream()
        .map(moved -> "moves " + moved)
        .toList();
  }

  static List<String> isLight(Page page) {
    int weight = ((Number) page.evaluate(WEIGHT)).intValue();
    return weight == 0 || weight > MAX_WEIGHT ? List.of("weighs " + weight + " bytes") : List.of();
  }

  /** What axe finds (WCAG 2.2, levels A and AA). */
  static List<String> isAccessible(Page page) {
    page.evaluate(AXE_SOURCE);
    return texts(page.evaluate(AXE));
  }

  private static List<String> texts(Object found) {
    return ((List<?>) found).stream().map(Object::toString).toList();
  }

  /** A size and a theme to look at a page in, and a language. */
  record Light(boolean french, boolean narrow, boolean dark) {
    /** Eight in a row are all there are. */
    static Light of(int round) {
      return new Light((round & 1) == 0, (round & 2) == 0, (round & 4) == 0);
    }

    int width() {
      return narrow ? NARROW : WIDE;
    }

    Page.EmulateMediaOptions media() {
      return new Page.EmulateMediaOptions()
          .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT);
    }

    Map<String, String> headers() {
      return Map.of("Accept-Language", french ? "fr" : "en");
    }
  }
}
