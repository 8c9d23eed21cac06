package org.colloque.server.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes a calendar (RFC 5545). Times are in UTC, so that no zone has to be told. */
final class CalendarWriter {
  /** Octets of a line without its end (RFC 5545, section 3.1). */
  private static final int LINE = 75;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private CalendarWriter() {}

  static byte[] calendar(
      String name, String host, Instant now, List<CalendarEntries.Entry> entries) {
    StringBuilder out = new StringBuilder(512 + entries.size() * 320);
    line(out, "BEGIN:VCALENDAR");
    line(out, "VERSION:2.0");
    line(out, "PRODID:-//Colloque//Calendar//EN");
    line(out, "CALSCALE:GREGORIAN");
    line(out, "METHOD:PUBLISH");
    line(out, "NAME:" + text(name));
    line(out, "X-WR-CALNAME:" + text(name));
    line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT4H");
    line(out, "X-PUBLISHED-TTL:PT4H");
    entries.forEach(entry -> entry(out, host, now, entry));
    line(out, "END:VCALENDAR");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void entry(
      StringBuilder out, String host, Instant now, CalendarEntries.Entry entry) {
    String kind = entry.task() ? "VTODO" : "VEVENT";
    line(out, "BEGIN:" + kind);
    line(out, "UID:" + entry.id() + "@" + host);
    line(out, "DTSTAMP:" + TIME.format(now));
    line(out, (entry.task() ? "DUE:" : "DTSTART:") + TIME.format(entry.at()));
    line(out, "SEQUENCE:" + entry.changes());
    line(out, "SUMMARY:" + text(entry.title()));
    line(out, "URL:" + entry.link());
    if (entry.cancelled()) {
      line(out, "STATUS:CANCELLED");
    }
    line(out, "END:" + kind);
  }

  /** Section 3.3.11. */
  private static String text(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r", "")
        .replace("\n", "\\n");
  }

  /** Folded after 75 octets, never within a character. */
  private static void line(StringBuilder out, String content) {
    int octets = 0;
    for (int at = 0; at < content.length(); ) {
      int point = content.codePointAt(at);
      int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE) {
        out.append("\r\n ");
        octets = 1;
      }
      out.appendCodePoint(point);
      octets += size;
      at += Character.charCount(point);
    }
    out.append("\r\n");
  }
}
