package org.colloque.server.remote;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.colloque.federation.vocabulary.Note;
import org.colloque.server.text.HtmlSanitizer;
import org.colloque.server.text.Markdown;

/** What of a note is shown as its text. */
final class NoteHtml {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private NoteHtml() {}

  /**
   * Sanitised HTML. An article, event or video has its title before and its address after the text,
   * an event its time and place, a page what it links to, so that nothing of it is missing here.
   * Markdown (PeerTube, federation.md quirk 64) is rendered first.
   */
  static String of(Note note) {
    String content =
        note.text().markdown() ? Markdown.html(note.text().content()) : note.text().content();
    if (!isTitled(note)) {
      return HtmlSanitizer.sanitize(content);
    }
    String name = note.text().name();
    StringBuilder html = new StringBuilder();
    if (name != null && !name.isBlank()) {
      html.append("<p><strong>").append(escaped(name)).append("</strong></p>");
    }
    Note.Event event = note.details().event();
    html.append(event == null ? "" : occasion(event)).append(body(note, content));
    String page = note.url() == null ? note.id() : note.url();
    note.details().links().stream()
        .filter(link -> !link.equals(page) && !content.contains(escaped(link)))
        .forEach(link -> html.append(link(link)));
    return HtmlSanitizer.sanitize(html.append(link(page)).toString());
  }

  /** The text, else its short form (FEP-b2b8), else the summary. */
  private static String body(Note note, String content) {
    String preview = note.details().preview();
    String summary = note.text().summary();
    if (!content.isBlank()) {
      return content;
    }
    if (preview != null && !preview.isBlank()) {
      return preview;
    }
    return summary == null ? "" : summary;
  }

  /** When and where, without words: it is read in every language. */
  private static String occasion(Note.Event event) {
    StringBuilder text = new StringBuilder();
    Instant start = event.start();
    Instant end = event.end();
    if (start != null) {
      text.append(TIME.format(start)).append(end == null ? "" : " – " + TIME.format(end));
      text.append(" UTC");
    }
    String place = event.place();
    if (place != null) {
      text.append(text.isEmpty() ? "" : "<br>").append(escaped(place));
    }
    return text.isEmpty() ? "" : "<p>" + text + "</p>";
  }

  private static String link(String address) {
    String escaped = escaped(address);
    return "<p><a href=\"" + escaped + "\">" + escaped + "</a></p>";
  }

  /** A kind with a title and without a content warning. */
  static boolean isTitled(Note note) {
    return switch (note.kind()) {
      case NOTE, QUESTION -> false;
      case ARTICLE, PAGE, EVENT, VIDEO, AUDIO, IMAGE, PLACE, DOCUMENT -> true;
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
