package org.colloque.server.groups;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON in the one form of RFC 8785, as far as the log needs it: objects, texts and whole numbers
 * that a double holds exactly.
 */
final class CanonicalJson {
  /** Whole numbers up to here are written by RFC 8785 as they are (section 3.2.2.3). */
  private static final long EXACT = 1L << 53;

  private CanonicalJson() {}

  /**
   * @param object values are {@code String}, {@code Long} or a map of texts
   */
  static String of(Map<String, ?> object) {
    StringBuilder json = new StringBuilder(256);
    write(json, object);
    return json.toString();
  }

  private static void write(StringBuilder json, Object value) {
    switch (value) {
      case String text -> quote(json, text);
      case Long number -> number(json, number);
      case Map<?, ?> map -> object(json, map);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void number(StringBuilder json, long number) {
    if (Math.abs(number) > EXACT) {
      throw new IllegalArgumentException("a number that JSON does not hold exactly");
    }
    json.append(number);
  }

  /** Names in the order of their UTF-16 units (section 3.2.3), as Java compares texts. */
  private static void object(StringBuilder json, Map<?, ?> map) {
    SortedMap<String, Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put((String) name, value));
    json.append('{');
    sorted.forEach((name, value) -> {
      if (json.charAt(json.length() - 1) != '{') {
        json.append(',');
      }
      quote(json, name);
      json.append(':');
      write(json, value);
    });
    json.append('}');
  }

  /** Section 3.2.2.2: escapes what must be escaped, in the shortest way, and nothing else. */
  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (c < ' ') {
            json.append("\\u00").append(Character.forDigit(c >> 4, 16));
            json.append(Character.forDigit(c & 15, 16));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
