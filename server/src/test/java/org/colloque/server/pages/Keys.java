package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** Somebody who has a keyboard and no mouse, and looks where the focus is at each step. */
final class Keys {
  /** Stops until something must have come. */
  private static final int MOST_STOPS = 150;

  /**
   * What has the focus and cannot be seen: without a place, outside of the window, below something
   * else, or without a mark of the focus (WCAG 2.2, 2.4.7 and 2.4.11).
   */
  private static final String UNSEEN =
      """
      () => {
        const at = document.activeElement;
        if (at === document.body) return '';
        const say = why => why + ': ' + at.outerHTML.slice(0, 160);
        const box = at.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) return say('has no place');
        const x = Math.min(Math.max(box.left + Math.min(box.width, 24) / 2, 0), innerWidth - 1);
        const y = Math.min(Math.max(box.top + Math.min(box.height, 24) / 2, 0), innerHeight - 1);
        if (box.bottom <= 0 || box.top >= innerHeight) return say('is outside');
        const top = document.elementFromPoint(x, y);
        if (!top || !(at.contains(top) || top.contains(at) || top.closest('label')?.control === at)) {
          return say('is covered by ' + top?.outerHTML.slice(0, 80));
        }
        const style = getComputedStyle(at);
        return style.outlineStyle === 'none' && style.boxShadow === 'none' ? say('is not marked') : '';
      }
      """;

  private final Page page;
  private final List<String> unseen = new ArrayList<>();
  private int loads;

  Keys(Page page) {
    this.page = page;
    page.onLoad(_ -> loads++);
  }

  /** By the tabulator to the first that matches; it must be there. */
  Keys to(String selector) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      page.keyboard().press("Tab");
      String fault = (String) page.evaluate(UNSEEN);
      if (!fault.isEmpty()) {
        unseen.add(page.url() + ": " + fault);
      }
      if ((boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", selector)) {
        return this;
      }
    }
    throw new AssertionError(selector + " is not reached on " + page.url());
  }

  Keys type(String text) {
    page.keyboard().insertText(text);
    return this;
  }

  Keys press(String key) {
    page.keyboard().press(key);
    return this;
  }

  /** Presses Enter, which leads to another page. */
  Keys go() {
    return go("Enter");
  }

  Keys go(String key) {
    int before = loads;
    page.keyboard().press(key);
    page.waitForCondition(() -> loads > before);
    return this;
  }

  boolean focused(String selector) {
    return (boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", selector);
  }

  /** The focus was seen all the time. */
  void sawTheFocus() {
    assertThat(unseen).isEmpty();
  }
}
