package org.colloque.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;

/** The calendar of a member: at a secret address, with neutral titles, as RFC 5545 has it. */
class CalendarTest {
  @Test
  void theAddressIsMadeReadReplacedAndRemoved() {
    try (Rig rig = Rig.start()) {
      Person alice = rig.local("alice");
      alice
          .app()
          .json(
              "POST",
              "/api/v1/statuses",
              Map.of(
                  "status",
                  "canari-7f3a?",
                  "poll",
                  Map.of("options", List.of("canari-1", "canari-2"), "expires_in", 3600)));
      Browser browser = SignedIn.browser(rig, alice);
      String first = make(rig, browser);
      Browser.Answer calendar = rig.anonymous().get(first);
      assertThat(calendar.header("content-type")).startsWith("text/calendar");
      assertThat(calendar.header("cache-control")).isEqualTo("private, no-store");
      assertThat(calendar.text())
          .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
          .contains("SUMMARY:A poll ends\r\n")
          .contains("REFRESH-INTERVAL;VALUE=DURATION:PT4H")
          .doesNotContain("canari")
          .endsWith("END:VCALENDAR\r\n");
      assertThat(browser.get(Paths.SETTINGS_MAIL).text()).doesNotContain(first);
      String second = make(rig, browser);
      assertThat(rig.anonymous().get(first).status()).isEqualTo(404);
      assertThat(rig.anonymous().get(second).status()).isEqualTo(200);
      rig.clock().advance(Duration.ofDays(32));
      assertThat(rig.anonymous().get(second).text()).doesNotContain("VEVENT");
      Browser.Answer off =
          WebPage.open(browser, Paths.SETTINGS_MAIL).send(Paths.SETTINGS_CALENDAR_OFF, Map.of());
      assertThat(off.status()).isEqualTo(303);
      assertThat(rig.anonymous().get(second).status()).isEqualTo(404);
      assertThat(rig.anonymous().get("/ics/nothing.ics").status()).isEqualTo(404);
    }
  }

  private static String make(Rig rig, Browser browser) {
    Browser.Answer made =
        WebPage.open(browser, Paths.SETTINGS_MAIL).send(Paths.SETTINGS_CALENDAR, Map.of());
    assertThat(made.status()).isEqualTo(200);
    String address = WebPage.of(browser, made).document().select("#calendar").val();
    assertThat(address).startsWith(rig.base() + "/ics/");
    return address.substring(rig.base().length());
  }

  @Test
  void linesAreFoldedBetweenCharactersAndTextsEscaped() {
    byte[] written =
        CalendarWriter.calendar(
            "Né; à, l’hôpital\\\n" + "é".repeat(100),
            "example.org",
            Instant.parse("2026-11-23T08:00:00Z"),
            List.of(
                new CalendarEntries.Entry(
                    "duty-1",
                    "🩺".repeat(40),
                    Instant.parse("2026-12-01T08:00:00Z"),
                    "https://example.org/x",
                    3,
                    true,
                    true)));
    String text = new String(written, StandardCharsets.UTF_8);
    for (String line : text.split("\r\n", -1)) {
      assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
    }
    assertThat(text.replace("\r\n ", ""))
        .contains("NAME:Né\\; à\\, l’hôpital\\\\\\n" + "é".repeat(100))
        .contains("SUMMARY:" + "🩺".repeat(40))
        .contains("BEGIN:VTODO", "DUE:20261201T080000Z", "SEQUENCE:3", "STATUS:CANCELLED")
        .contains("UID:duty-1@example.org", "DTSTAMP:20261123T080000Z");
  }
}
