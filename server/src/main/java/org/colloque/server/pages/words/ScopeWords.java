package org.colloque.server.pages.words;

import java.util.Collection;
import java.util.List;

/**
 * What an OAuth scope of the Mastodon API (spec/mastodon/semantics.md) lets an app do, in words for
 * the consent page.
 */
public final class ScopeWords {
  private ScopeWords() {}

  /** One sentence for each scope, those that change something last. */
  public static List<String> of(Collection<String> scopes, Messages messages) {
    return scopes.stream()
        .distinct()
        .sorted(java.util.Comparator.comparingInt(ScopeWords::weight).thenComparing(scope -> scope))
        .map(scope -> words(scope, messages))
        .toList();
  }

  private static int weight(String scope) {
    if (scope.startsWith("admin")) {
      return 3;
    }
    return scope.startsWith("write") || scope.equals("follow") ? 2 : 1;
  }

  private static String words(String scope, Messages messages) {
    int colon = scope.indexOf(':');
    String verb = colon < 0 ? scope : scope.substring(0, colon);
    String object = colon < 0 ? "" : object(scope.substring(colon + 1), messages);
    return switch (verb) {
      case "profile" -> messages.get("scope.profile");
      case "push" -> messages.get("scope.push");
      case "follow" -> messages.get("scope.follow");
      case "read" ->
          object.isEmpty() ? messages.get("scope.read.all") : messages.get("scope.read", object);
      case "write" ->
          object.isEmpty() ? messages.get("scope.write.all") : messages.get("scope.write", object);
      case "admin" -> messages.get("scope.admin");
      default -> scope;
    };
  }

  private static String object(String name, Messages messages) {
    return switch (name) {
      case "accounts" -> messages.get("scope.of.accounts");
      case "blocks" -> messages.get("scope.of.blocks");
      case "bookmarks" -> messages.get("scope.of.bookmarks");
      case "conversations" -> messages.get("scope.of.conversations");
      case "favourites" -> messages.get("scope.of.favourites");
      case "filters" -> messages.get("scope.of.filters");
      case "follows" -> messages.get("scope.of.follows");
      case "groups" -> messages.get("scope.of.groups");
      case "lists" -> messages.get("scope.of.lists");
      case "media" -> messages.get("scope.of.media");
      case "mutes" -> messages.get("scope.of.mutes");
      case "notifications" -> messages.get("scope.of.notifications");
      case "reports" -> messages.get("scope.of.reports");
      case "search" -> messages.get("scope.of.search");
      case "statuses" -> messages.get("scope.of.statuses");
      default -> name;
    };
  }
}
