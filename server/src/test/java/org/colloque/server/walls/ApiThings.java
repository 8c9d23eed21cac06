package org.colloque.server.walls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.walls.Things.Kind;

/** The part of {@link Things} that members keep with their apps. */
final class ApiThings {
  private ApiThings() {}

  static void add(Map<String, Kind> all) {
    filters(all);
    waiting(all);
    recommended().forEach(route -> all.put(route, Kind.OPEN));
    all.put("DELETE /oauth/authorized_applications/:id", Kind.APP);
  }

  private static void filters(Map<String, Kind> all) {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      all.put(method + " /api/v2/filters/:id", Kind.FILTER);
      all.put(method + " /api/v2/filters/keywords/:id", Kind.KEYWORD);
      all.put(method + " /api/v1/filters/:id", Kind.KEYWORD);
    }
    for (String method : List.of("GET", "POST")) {
      all.put(method + " /api/v2/filters/:filter_id/keywords", Kind.FILTER);
      all.put(method + " /api/v2/filters/:filter_id/statuses", Kind.FILTER);
      all.put(method + " /settings/filters/:id", Kind.FILTER);
    }
    all.put("POST /settings/filters/:id/delete", Kind.FILTER);
    all.put("POST /settings/filters/:id/posts", Kind.FILTER);
    all.put("GET /api/v2/filters/statuses/:id", Kind.FILTERED);
    all.put("DELETE /api/v2/filters/statuses/:id", Kind.FILTERED);
  }

  private static void waiting(Map<String, Kind> all) {
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      all.put(method + " /api/v1/scheduled_statuses/:id", Kind.SCHEDULED);
    }
    all.put("DELETE /api/v1/conversations/:id", Kind.CONVERSATION);
    all.put("POST /api/v1/conversations/:id/read", Kind.CONVERSATION);
    all.put("POST /api/v1/conversations/:id/unread", Kind.CONVERSATION);
  }

  /** Collections are for everybody to read; who may change them is looked at by CollectionsTest. */
  private static List<String> recommended() {
    List<String> routes = new ArrayList<>();
    for (String root : List.of("/api/v1", "/api/v1_alpha")) {
      routes.add("GET " + root + "/accounts/:id/collections");
      routes.add("GET " + root + "/accounts/:id/in_collections");
      for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
        routes.add(method + " " + root + "/collections/:id");
      }
      routes.add("POST " + root + "/collections/:id/items");
      routes.add("DELETE " + root + "/collections/:id/items/:item");
      routes.add("POST " + root + "/collections/:id/items/:item/revoke");
    }
    routes.add("POST /api/v1/annual_reports/:year/generate");
    routes.add("POST /api/v1/annual_reports/:year/read");
    routes.add("GET /api/v1_alpha/async_refreshes/:id");
    routes.add("POST /api/v1/accounts/:id/email_subscriptions");
    // by a code that cannot be guessed
    routes.add("GET /invite/:code");
    return routes;
  }
}
