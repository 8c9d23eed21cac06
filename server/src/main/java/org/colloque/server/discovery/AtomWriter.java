package org.colloque.server.discovery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.colloque.server.text.Escape;
import org.colloque.server.text.PlainText;
import org.jspecify.annotations.Nullable;

/** Writes an Atom feed (RFC 4287). */
final class AtomWriter {
  private static final int TITLE_LENGTH = 100;

  private AtomWriter() {}

  /**
   * A post.
   *
   * @param spoiler its content warning, which keeps the text out; empty when there is none
   * @param html what it says, sanitised
   */
  record Entry(
      String id,
      @Nullable String url,
      String author,
      String authorUrl,
      Instant published,
      Instant updated,
      String spoiler,
      String html,
      @Nullable String language,
      List<String> tags) {}

  /**
   * @param now the time of the feed when it has no entry
   */
  static byte[] feed(String title, String page, String self, Instant now, List<Entry> entries) {
    Instant updated = entries.stream().map(Entry::updated).max(Instant::compareTo).orElse(now);
    StringBuilder xml = new StringBuilder(512 + entries.size() * 1024);
    xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.append("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    text(xml, "id", self);
    text(xml, "title", title);
    text(xml, "updated", time(updated));
    link(xml, "self", "application/atom+xml", self);
    link(xml, "alternate", "text/html", page);
    entries.forEach(entry -> entry(xml, entry));
    return xml.append("</feed>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void entry(StringBuilder xml, Entry entry) {
    boolean warned = !entry.spoiler().isEmpty();
    String line = warned ? entry.spoiler() : PlainText.line(entry.html(), TITLE_LENGTH);
    xml.append(entry.language() == null ? "<entry>\n" : "<entry xml:lang=\"");
    if (entry.language() != null) {
      xml.append(escaped(entry.language())).append("\">\n");
    }
    text(xml, "id", entry.id());
    text(xml, "title", line.isBlank() ? entry.author() : line);
    text(xml, "published", time(entry.published()));
    text(xml, "updated", time(entry.updated()));
    link(xml, "alternate", "text/html", entry.url() == null ? entry.id() : entry.url());
    xml.append("<author>");
    text(xml, "name", entry.author());
    text(xml, "uri", entry.authorUrl());
    xml.append("</author>\n");
    for (String tag : entry.tags()) {
      xml.append("<category term=\"").append(escaped(tag)).append("\"/>\n");
    }
    String content = warned ? "<p>" + Escape.html(entry.spoiler()) + "</p>" : entry.html();
    xml.append("<content type=\"html\">").append(escaped(content)).append("</content>\n");
    xml.append("</entry>\n");
  }

  private static void text(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>').append(escaped(text));
    xml.append("</").append(name).append(">\n");
  }

  private static void link(StringBuilder xml, String relation, String type, String address) {
    xml.append("<link rel=\"").append(relation).append("\" type=\"").append(type);
    xml.append("\" href=\"").append(escaped(address)).append("\"/>\n");
  }

  /** Characters that XML 1.0 cannot hold, not even escaped, are left out. */
  private static String escaped(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c ->
            c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000)
        .forEach(kept::appendCodePoint);
    return Escape.html(kept.toString());
  }

  private static String time(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time);
  }
}
