package org.colloque.server.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.text.Csv;

/** Reads a table that somebody brings along, with a first line of names or without. */
final class CsvLines {
  /** Lines of one table at most, as in Mastodon. */
  static final int MOST = 20_000;

  /** Characters of one field that are kept: longer ones name nothing. */
  private static final int LONGEST = 2_000;

  private CsvLines() {}

  /**
   * The lines, each with the columns of {@code kind} in their order; what is not there is empty.
   *
   * @return empty when this is another table, holds nothing, or has too many lines
   */
  static Optional<List<List<String>>> of(CsvKind kind, String text) {
    List<List<String>> lines = Csv.read(text.startsWith("\ufeff") ? text.substring(1) : text);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    boolean named = isHeading(lines.getFirst());
    List<String> order = named ? lines.getFirst() : kind.columns();
    List<List<String>> rest = named ? lines.subList(1, lines.size()) : lines;
    if (!order.containsAll(kind.columns().subList(0, kind.needed())) || rest.size() > MOST) {
      return Optional.empty();
    }
    List<List<String>> read =
        rest.stream()
            .map(line -> fields(kind, order, line))
            .filter(fields -> fields.stream().limit(kind.needed()).noneMatch(String::isBlank))
            .toList();
    return read.isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private static boolean isHeading(List<String> first) {
    return Stream.of(CsvKind.values())
        .anyMatch(kind -> kind.columns().getFirst().equals(first.getFirst()));
  }

  private static List<String> fields(CsvKind kind, List<String> order, List<String> line) {
    List<String> fields = new ArrayList<>();
    for (String column : kind.columns()) {
      int at = order.indexOf(column);
      String field = at < 0 || at >= line.size() ? "" : line.get(at);
      fields.add(field.substring(0, Math.min(field.length(), LONGEST)));
    }
    return fields;
  }
}
