package org.colloque.server.instance;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.colloque.server.text.Escape;

/** Plain texts of the owner as HTML. */
final class InstanceTexts {
  private InstanceTexts() {}

  /** Paragraphs are separated by empty lines; nothing but text gets through. */
  static String paragraphs(String text) {
    return Arrays.stream(text.strip().split("\\R\\s*\\R", -1))
        .filter(paragraph -> !paragraph.isBlank())
        .map(paragraph -> "<p>" + Escape.html(paragraph.strip()).replace("\n", "<br />") + "</p>")
        .collect(Collectors.joining());
  }
}
