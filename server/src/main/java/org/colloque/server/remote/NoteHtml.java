package org.colloque.server.remote;

import org.colloque.federation.vocabulary.Note;
import org.colloque.server.text.HtmlSanitizer;

/** What of a note is shown as its text. */
final class NoteHtml {
  private NoteHtml() {}

  /**
   * Sanitised HTML. An article, event or video has its title before and its address after the text,
   * so that nothing of it is missing here.
   */
  static String of(Note note) {
    String content =
        note.text().markdown()
            ? "<p>" + escaped(note.text().content()).replace("\n", "<br>") + "</p>"
            : note.text().content();
    if (!isTitled(note)) {
      return HtmlSanitizer.sanitize(content);
    }
    String name = note.text().name();
    String summary = note.text().summary();
    StringBuilder html = new StringBuilder();
    if (name != null && !name.isBlank()) {
      html.append("<p><strong>").append(escaped(name)).append("</strong></p>");
    }
    html.append(content.isBlank() && summary != null ? summary : content);
    String page = note.url() == null ? note.id() : note.url();
    String address = escaped(page == null ? "" : page);
    html.append("<p><a href=\"").append(address).append("\">").append(address).append("</a></p>");
    return HtmlSanitizer.sanitize(html.toString());
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
