package org.colloque.server.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.PageLook.Light;
import org.colloque.server.pages.WalkedHouse.Who;

/** A tab for everybody, each signed in, in one browser; hears what their pages complain about. */
final class Tabs {
  private static final int BROKEN = 500;

  /** Where service workers are kept out, on purpose. */
  private static final String NO_WORKER = "Service Worker registration blocked by Playwright";

  private final Map<Who, Page> pages = new EnumMap<>(Who.class);
  private final List<String> said = new ArrayList<>();
  private final Chromium chromium;
  private final WalkedHouse house;

  Tabs(Chromium chromium, WalkedHouse house) {
    this.chromium = chromium;
    this.house = house;
  }

  /** What scripts and policies said, by the address of the page. */
  List<String> said() {
    return said;
  }

  Page of(Who who) {
    return pages.computeIfAbsent(who, one -> fresh(one, ServiceWorkerPolicy.BLOCK));
  }

  /** The first tab of a window of its own. */
  Page fresh(Who who, ServiceWorkerPolicy workers) {
    BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(house.rig().base())
                    .setViewportSize(PageLook.WIDE, PageLook.HEIGHT)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setServiceWorkers(workers));
    String cookie = house.rig().sessionCookie();
    String session = house.browser(who).cookie(cookie);
    if (!session.isEmpty()) {
      context.addCookies(List.of(new Cookie(cookie, session).setUrl(house.rig().base())));
    }
    context.addInitScript(PageLook.WATCH);
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (!message.text().equals(NO_WORKER)) {
        said.add(page.url() + " says " + message.text());
      }
    });
    page.onPageError(error -> said.add(page.url() + " fails: " + error));
    return page;
  }

  /** Opens a page, and does not wait for it. */
  void begin(Who who, String path, Light light) {
    Page page = of(who);
    page.setViewportSize(light.width(), PageLook.HEIGHT);
    page.emulateMedia(light.media());
    page.setExtraHTTPHeaders(light.headers());
    Response response =
        page.navigate(path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    if (response.status() >= BROKEN) {
      said.add(path + " is answered " + response.status());
    }
  }
}
