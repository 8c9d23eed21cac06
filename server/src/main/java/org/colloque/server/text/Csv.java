package org.colloque.server.text;

import java.util.ArrayList;
import java.util.List;

/** Tables as text (RFC 4180), read from strangers and written for spreadsheets. */
public final class Csv {
  /** What a spreadsheet takes for a formula (check C64). */
  private static final String FORMULAS = "=+-@\t\r";

  private Csv() {}

  /** The lines of the table; empty ones are left out. */
  public static List<List<String>> read(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        line.add(harmless(field));
      } else if (c == '\n' || c == '\r') {
        end(lines, line, field);
        line = new ArrayList<>();
      } else {
        field.append(c);
      }
    }
    end(lines, line, field);
    return lines;
  }

  private static void end(List<List<String>> lines, List<String> line, StringBuilder field) {
    if (line.isEmpty() && field.toString().isBlank()) {
      field.setLength(0);
      return;
    }
    line.add(harmless(field));
    lines.add(List.copyOf(line));
  }

  /** Takes the sign off again that {@link #line} puts before a formula. */
  private static String harmless(StringBuilder field) {
    String text = field.toString().strip();
    field.setLength(0);
    return text.length() > 1 && text.charAt(0) == '\'' && isFormula(text.substring(1))
        ? text.substring(1)
        : text;
  }

  /** One line with its end; what a spreadsheet would compute is made plain text. */
  public static String line(List<String> fields) {
    return String.join(",", fields.stream().map(Csv::field).toList()) + "\r\n";
  }

  private static String field(String text) {
    String plain = isFormula(text) ? "'" + text : text;
    boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
  }
}
