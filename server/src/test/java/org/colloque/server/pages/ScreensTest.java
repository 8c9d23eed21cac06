package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures of the main pages, half of them as on a phone. {@code ./mvnw test -pl server -am
 * -Dtest=ScreensTest -Dscreens=docs/screens -Dsurefire.failIfNoSpecifiedTests=false} renews those
 * in the documentation.
 */
class ScreensTest {
  private static final List<String> WIDE =
      List.of("landing", "home", "thread", "profile", "board-talk", "admin-storage");
  private static final List<String> NARROW =
      List.of(
          "compose-new",
          "notifications",
          "list-settings",
          "groups",
          "settings-mail",
          "search-found");

  /** Bytes of one picture. */
  private static final int MOST = 90_000;

  @TempDir Path folder;

  @Test
  void theMainPagesAreSmallPictures() throws IOException {
    String asked = System.getProperty("screens", "");
    Path pictures = asked.isEmpty() ? Path.of("target", "screens") : Path.of("..").resolve(asked);
    Files.createDirectories(pictures);
    PreviewTest.draw(folder);
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder.toRealPath(),
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    try (Chromium chromium = Chromium.open()) {
      String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/fr/";
      take(chromium.browser(), base, WIDE, 1280, 800, pictures);
      take(chromium.browser(), base, NARROW, 360, 720, pictures);
    } finally {
      server.stop(0);
    }
    for (List<String> names : List.of(WIDE, NARROW)) {
      for (String name : names) {
        assertThat(Files.size(pictures.resolve(name + ".webp")))
            .as(name)
            .isBetween(2_000L, (long) MOST);
      }
    }
  }

  private static void take(
      Browser browser, String base, List<String> names, int width, int height, Path pictures)
      throws IOException {
    var options =
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setServiceWorkers(ServiceWorkerPolicy.BLOCK);
    JsonObject how = new JsonObject();
    how.addProperty("format", "webp");
    how.addProperty("quality", 70);
    try (BrowserContext context = browser.newContext(options)) {
      Page page = context.newPage();
      var session = context.newCDPSession(page);
      for (String name : names) {
        page.navigate(base + name + ".html");
        String data = session.send("Page.captureScreenshot", how).get("data").getAsString();
        Files.write(pictures.resolve(name + ".webp"), Base64.getDecoder().decode(data));
      }
    }
  }
}
