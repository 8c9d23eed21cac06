package org.colloque.server.text;

/** Text made safe for HTML content and for attribute values in double quotes. */
public final class Escape {
  private Escape() {}

  /** Escapes {@code & < > " '}. */
  public static String html(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    append(out, text, 0, text.length());
    return out.toString();
  }

  static void append(StringBuilder out, String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
