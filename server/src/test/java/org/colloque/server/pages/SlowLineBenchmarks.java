package org.colloque.server.pages;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.colloque.server.pages.WalkedHouse.Who;
import org.colloque.server.pages.view.Paths;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./walks slow}: when a phone on a line of 1 Mbit/s with a delay of 300 ms shows the
 * first words of a page and when all of it, for somebody who never was here and for somebody whose
 * browser has kept the styles and scripts.
 */
class SlowLineBenchmarks {
  private static final int BYTES_A_SECOND = 1_000_000 / 8;
  private static final int DELAY_MILLIS = 300;
  private static final int ROUNDS = 5;

  private static final String TIMES =
      """
      async () => {
        const painted = performance.getEntriesByName('first-contentful-paint')[0]
          ?? await new Promise(done => new PerformanceObserver(
            list => done(list.getEntriesByName('first-contentful-paint')[0]))
            .observe({ type: 'paint', buffered: true }));
        const whole = performance.getEntriesByType('navigation')[0];
        return [painted.startTime, whole.loadEventStart];
      }
      """;

  /** Milliseconds. */
  private record Times(double firstWords, double whole) {}

  @Test
  void pages() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | page | first visit: first words, s | all of it, s | later: first words, s | all of it, s |
            |---|--:|--:|--:|--:|
            """);
    try (Chromium chromium = Chromium.open();
        WalkedHouse house = new WalkedHouse()) {
      Tabs tabs = new Tabs(chromium, house);
      house.speak(Locale.FRENCH);
      Map<String, Who> paths = new LinkedHashMap<>();
      paths.put("/about", Who.STRANGER);
      paths.put(Paths.HOME, Who.DOCTOR);
      paths.put("/notifications", Who.DOCTOR);
      paths.put("/groups", Who.DOCTOR);
      paths.put(house.club().path(), Who.DOCTOR);
      paths.put(house.topic(), Who.DOCTOR);
      paths.forEach((path, who) -> table.append(row(tabs, who, path)));
    }
    System.out.println(table);
    Files.writeString(Path.of("target", "benchmarks-slow-line.md"), table);
  }

  private static String row(Tabs tabs, Who who, String path) {
    List<Times> first = new ArrayList<>();
    List<Times> later = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Page page = tabs.fresh(who, ServiceWorkerPolicy.BLOCK);
      slowly(page);
      Supplier<Times> visit = () -> visit(page, path);
      first.add(visit.get());
      page.navigate("about:blank");
      later.add(visit.get());
      page.context().close();
    }
    return "| `%s` | %.1f | %.1f | %.1f | %.1f |%n"
        .formatted(
            path.replaceAll("\\d{5,}", "…"),
            middle(first.stream().map(Times::firstWords).toList()),
            middle(first.stream().map(Times::whole).toList()),
            middle(later.stream().map(Times::firstWords).toList()),
            middle(later.stream().map(Times::whole).toList()));
  }

  private static void slowly(Page page) {
    page.setViewportSize(PageLook.NARROW, PageLook.HEIGHT);
    CDPSession devtools = page.context().newCDPSession(page);
    devtools.send("Network.enable");
    JsonObject line = new JsonObject();
    line.addProperty("offline", false);
    line.addProperty("latency", DELAY_MILLIS);
    line.addProperty("downloadThroughput", BYTES_A_SECOND);
    line.addProperty("uploadThroughput", BYTES_A_SECOND);
    devtools.send("Network.emulateNetworkConditions", line);
  }

  private static Times visit(Page page, String path) {
    page.navigate(path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
    List<?> times = (List<?>) page.evaluate(TIMES);
    return new Times(number(times.get(0)), number(times.get(1)));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /** Seconds. */
  private static double middle(List<Double> millis) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2) / 1_000;
  }
}
