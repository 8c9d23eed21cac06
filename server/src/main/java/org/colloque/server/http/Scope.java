package org.colloque.server.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OAuth scopes as Mastodon has them (semantics.md, section 6): checked here and nowhere else. */
public final class Scope {
  /** What an app gets that asks for nothing. */
  public static final String DEFAULT = "read";

  private static final List<String> AREAS_READ =
      List.of(
          "accounts",
          "blocks",
          "bookmarks",
          "collections",
          "favourites",
          "filters",
          "follows",
          "groups",
          "lists",
          "mutes",
          "notifications",
          "search",
          "statuses");
  private static final List<String> AREAS_WRITE =
      List.of(
          "accounts",
          "blocks",
          "bookmarks",
          "collections",
          "conversations",
          "favourites",
          "filters",
          "follows",
          "groups",
          "lists",
          "media",
          "mutes",
          "notifications",
          "reports",
          "statuses");
  private static final List<String> AREAS_ADMIN =
      List.of(
          "accounts",
          "reports",
          "domain_allows",
          "domain_blocks",
          "ip_blocks",
          "email_domain_blocks",
          "canonical_email_blocks");
  private static final Set<String> FOLLOW_AREAS = Set.of("blocks", "follows", "mutes");

  /** Every scope that can be asked for. */
  public static final Set<String> ALL =
      Stream.of(
              Stream.of("read", "write", "follow", "push", "profile", "admin:read", "admin:write"),
              AREAS_READ.stream().map(area -> "read:" + area),
              AREAS_WRITE.stream().map(area -> "write:" + area),
              AREAS_ADMIN.stream().map(area -> "admin:read:" + area),
              AREAS_ADMIN.stream().map(area -> "admin:write:" + area))
          .flatMap(stream -> stream)
          .collect(Collectors.toUnmodifiableSet());

  private Scope() {}

  /** Splits at white space; the order is kept, repetitions are not. */
  public static List<String> split(String scopes) {
    return Arrays.stream(scopes.trim().split("[\\s+]+"))
        .filter(scope -> !scope.isEmpty())
        .distinct()
        .toList();
  }

  /** Whether one of the {@code held} scopes grants one of the {@code needed}. */
  public static boolean grantsOneOf(Collection<String> held, Collection<String> needed) {
    return needed.isEmpty() || needed.stream().anyMatch(scope -> grants(held, scope));
  }

  /** Whether {@code held} grants {@code scope}, by itself or through a wider one. */
  public static boolean grants(Collection<String> held, String scope) {
    if (held.contains(scope)) {
      return true;
    }
    for (String wide : List.of("admin:read", "admin:write", "read", "write")) {
      if (scope.startsWith(wide + ":") && held.contains(wide)) {
        return true;
      }
    }
    int colon = scope.indexOf(':');
    return colon > 0
        && (scope.startsWith("read:") || scope.startsWith("write:"))
        && FOLLOW_AREAS.contains(scope.substring(colon + 1))
        && held.contains("follow");
  }

  /** Whether every one of {@code asked} is granted by {@code registered}. */
  public static boolean within(Collection<String> asked, Collection<String> registered) {
    return asked.stream().allMatch(scope -> grants(registered, scope));
  }
}
