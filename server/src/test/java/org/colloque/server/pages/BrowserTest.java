package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloque.server.http.PagePolicy;
import org.colloque.server.pages.PageLook.Light;
import org.colloque.server.pages.words.Messages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages in a real Chromium, under their content security policy. Left out where Chromium or
 * Node (which Playwright needs) is not installed.
 */
class BrowserTest {
  @TempDir static Path folder;

  private static Chromium chromium;
  private static Browser browser;
  private static HttpServer server;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.open();
    browser = chromium.browser();
    PreviewTest.draw(folder);
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            0,
            "/",
            SimpleFileServer.createFileHandler(folder.toRealPath()),
            Filter.beforeHandler(
                "policy",
                exchange ->
                    exchange
                        .getResponseHeaders()
                        .set("Content-Security-Policy", PagePolicy.usual())));
    server.start();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
      server.stop(0);
    }
  }

  private static String address(String language, String name) {
    return "http://127.0.0.1:"
        + server.getAddress().getPort()
        + "/"
        + language
        + "/"
        + name
        + ".html";
  }

  private static BrowserContext context(int width, boolean scripts) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(width, 800)
            .setReducedMotion(ReducedMotion.REDUCE)
            .setJavaScriptEnabled(scripts));
  }

  /** Each page in both languages, at both sizes, by day or by night. */
  @Test
  void everyPageFitsBreaksNoRuleAndCanBePressedAndAxeFindsNothing() {
    List<String> faults = new ArrayList<>();
    try (BrowserContext context = context(PageLook.WIDE, true)) {
      Page page = context.newPage();
      page.onConsoleMessage(message -> faults.add(page.url() + " says " + message.text()));
      page.onPageError(error -> faults.add(page.url() + " fails: " + error));
      int round = 0;
      for (String name : Samples.in(Locale.FRENCH).keySet()) {
        Light light = Light.of(round++);
        page.emulateMedia(light.media());
        for (boolean french : new boolean[] {!light.french(), light.french()}) {
          page.navigate(address(french ? "fr" : "en", name));
          List<String> found = PageLook.fits(page, light.width());
          found.addAll(PageLook.canBePressed(page));
          if (french == light.french()) {
            found.addAll(PageLook.isAccessible(page));
          }
          found.forEach(fault -> faults.add(name + " in " + light + ": " + fault));
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void theKeyboardReachesTheContentFirst() {
    try (BrowserContext context = context(1280, true)) {
      Page page = context.newPage();
      page.navigate(address("fr", "home"));
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.textContent"))
          .isEqualTo(Messages.of(Locale.FRENCH).get("nav.skip"));
      page.keyboard().press("Enter");
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("status");
    }
  }

  @Test
  void withoutJavaScriptWarningsMenusAndPicturesOpen() {
    try (BrowserContext context = context(360, false)) {
      Page page = context.newPage();
      page.navigate(address("fr", "home"));
      assertThat(page.locator(".warned .content").first().isVisible()).isFalse();
      page.locator(".warned > summary").first().click();
      assertThat(page.locator(".warned .content").first().isVisible()).isTrue();
      page.locator(".rail .menu > summary").click();
      assertThat(page.locator(".rail .sheet button").isVisible()).isTrue();
      page.navigate(address("fr", "compose-new"));
      page.locator(".extra > summary").first().click();
      assertThat(page.locator("#image4").isVisible()).isTrue();
    }
  }

  @Test
  void aPhoneShowsWhatIsNewBeforeTheComposer() {
    try (BrowserContext context = context(360, false)) {
      Page page = context.newPage();
      page.navigate(address("fr", "home"));
      assertThat(page.locator(".composer").isVisible()).isFalse();
      assertThat(page.locator(".brief a").getAttribute("href")).isEqualTo("/compose");
      assertThat(page.locator(".feed").boundingBox().y).isLessThan(200);
      page.navigate(address("fr", "compose-new"));
      assertThat(page.locator(".composer").isVisible()).isTrue();
    }
  }

  @Test
  void aWideScreenShowsTheWholeMenu() {
    try (BrowserContext context = context(1280, false)) {
      Page page = context.newPage();
      page.navigate(address("fr", "settings-posting"));
      assertThat(page.locator(".rail .menu").isVisible()).isFalse();
      assertThat(page.locator(".rail .wide a[href='/settings/profile']").isVisible()).isTrue();
      assertThat(page.locator(".rail .wide [aria-current]").innerText()).isEqualTo("Réglages");
    }
  }

  @Test
  void theScriptCountsAnEmojiAsOneAndKeepsOnePictureLineAtATime() {
    try (BrowserContext context = context(1280, true)) {
      Page page = context.newPage();
      page.navigate(address("en", "home"));
      page.locator("#status").fill("👩🏽‍⚕️ hi");
      assertThat(page.locator("[data-left]").textContent()).startsWith("496 / 500");
      page.locator(".extra > summary").first().click();
      assertThat(page.locator("#image1").isVisible()).isTrue();
      assertThat(page.locator("#image2").isVisible()).isFalse();
    }
  }

  @Test
  void aRefusedFormIsReadFromItsErrors() {
    try (BrowserContext context = context(360, true)) {
      Page page = context.newPage();
      page.navigate(address("fr", "signup-approval"));
      assertThat(page.evaluate("document.activeElement.getAttribute('role')")).isEqualTo("alert");
      page.locator(".flash.problem a").first().click();
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("username");
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 'rgb(242, 244, 238)'", "dark, 'rgb(15, 22, 19)'"})
  void dayAndNightFollowTheSystem(String scheme, String expected) {
    var options =
        new Browser.NewContextOptions()
            .setColorScheme(
                com.microsoft.playwright.options.ColorScheme.valueOf(
                    scheme.toUpperCase(Locale.ROOT)));
    try (BrowserContext context = browser.newContext(options)) {
      Page page = context.newPage();
      page.navigate(address("fr", "landing"));
      assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo(expected);
    }
  }
}
