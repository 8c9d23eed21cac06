package org.colloque.server.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.colloque.server.text.Csv;
import org.jspecify.annotations.Nullable;

/**
 * A list of rules as instances hand them on: Mastodon's CSV, a plain list of domains, or JSON as
 * {@code /api/v1/instance/domain_blocks} and others give it.
 *
 * @param rules one for each domain, in the order of the list
 * @param unreadable lines that name no domain, or one that no rule can be about
 */
record RuleList(List<DomainRule> rules, List<String> unreadable) {
  /** Rules of one list at most. */
  static final int MOST = 10_000;

  /** Characters of one list at most. */
  static final int LONGEST = 1024 * 1024;

  private static final List<String> COLUMNS =
      List.of(
          "domain", "severity", "reject_media", "reject_reports", "public_comment", "obfuscate");

  /** Lines told back when they cannot be read. */
  private static final int SHOWN = 20;

  /**
   * Reads Mastodon's CSV, with its first line or without.
   *
   * @param domain the one spelling of a domain; empty when no rule can be about it
   */
  static RuleList csv(String text, Function<String, Optional<String>> domain) {
    List<List<String>> lines = Csv.read(text.startsWith("\ufeff") ? text.substring(1) : text);
    Map<String, Integer> columns = columns(lines);
    Collector collector = new Collector(domain);
    for (List<String> line :
        columns.isEmpty() || lines.isEmpty() ? lines : lines.subList(1, lines.size())) {
      collector.add(name -> {
        int column = columns.isEmpty() ? COLUMNS.indexOf(name) : columns.getOrDefault(name, -1);
        return column >= 0 && column < line.size() ? line.get(column) : "";
      });
    }
    return collector.list();
  }

  /** Reads a JSON array of names or of objects with a {@code domain}. */
  static RuleList json(JsonNode array, Function<String, Optional<String>> domain) {
    Collector collector = new Collector(domain);
    for (JsonNode each : array) {
      collector.add(
          each.isTextual()
              ? name -> name.equals("domain") ? each.asText() : ""
              : name ->
                  each.path(name.equals("public_comment") && !each.has(name) ? "comment" : name)
                      .asText(""));
    }
    return collector.list();
  }

  /** The list as Mastodon exports it. */
  static String toCsv(List<DomainRule> rules) {
    StringBuilder csv = new StringBuilder();
    csv.append(String.join(",", COLUMNS.stream().map(name -> "#" + name).toList())).append("\r\n");
    for (DomainRule rule : rules) {
      csv.append(
          Csv.line(
              List.of(
                  rule.domain(),
                  rule.severity().wire(),
                  flag(rule.rejectMedia()),
                  flag(rule.rejectReports()),
                  rule.publicComment(),
                  flag(rule.obfuscate()))));
    }
    return csv.toString();
  }

  private static String flag(boolean value) {
    return value ? "true" : "false";
  }

  /** Where which column stands; empty when the first line is not a line of names. */
  private static Map<String, Integer> columns(List<List<String>> lines) {
    Map<String, Integer> columns = new HashMap<>();
    List<String> first = lines.isEmpty() ? List.of() : lines.getFirst();
    for (int i = 0; i < first.size(); i++) {
      String name = first.get(i).toLowerCase(Locale.ROOT);
      columns.putIfAbsent(name.startsWith("#") ? name.substring(1) : name, i);
    }
    return columns.containsKey("domain") ? columns : Map.of();
  }

  private static final class Collector {
    private final Function<String, Optional<String>> domain;
    private final Map<String, DomainRule> rules = new LinkedHashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    Collector(Function<String, Optional<String>> domain) {
      this.domain = domain;
    }

    void add(Function<String, String> column) {
      String typed = column.apply("domain");
      @Nullable String name = domain.apply(typed).orElse(null);
      String severity = column.apply("severity").toLowerCase(Locale.ROOT);
      @Nullable Severity read =
          severity.isEmpty() ? Severity.SUSPEND : Severity.parse(severity).orElse(null);
      if (name == null || read == null || rules.size() >= MOST) {
        if (unreadable.size() < SHOWN) {
          unreadable.add(typed.substring(0, Math.min(typed.length(), 100)));
        }
        return;
      }
      String comment = column.apply("public_comment");
      rules.put(
          name,
          new DomainRule(
              name,
              read,
              isTrue(column.apply("reject_media")),
              isTrue(column.apply("reject_reports")),
              "",
              comment.substring(0, Math.min(comment.length(), DomainRule.MAX_COMMENT)),
              isTrue(column.apply("obfuscate"))));
    }

    RuleList list() {
      return new RuleList(List.copyOf(rules.values()), List.copyOf(unreadable));
    }

    private static boolean isTrue(String text) {
      return text.equalsIgnoreCase("true") || text.equals("1");
    }
  }
}
