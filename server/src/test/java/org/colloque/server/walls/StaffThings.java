package org.colloque.server.walls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.walls.Things.Kind;

/** Whose things filtered notifications, suggestions, trends, barriers and pictures are about. */
final class StaffThings {
  private StaffThings() {}

  /** Adds them to the others. */
  static Map<String, Kind> and(Map<String, Kind> others) {
    Map<String, Kind> all = new HashMap<>(others);
    all.put("GET /api/v1/notifications/requests/:id", Kind.WAITING);
    for (String act : List.of("accept", "dismiss")) {
      all.put("POST /api/v1/notifications/requests/:id/" + act, Kind.WAITING);
      all.put("POST /notifications/filtered/:id/" + act, Kind.WAITING);
    }
    // of what everybody may read, and by a code of ours
    all.put("GET /media_proxy/:id/*version", Kind.OPEN);
    all.put("GET /remote/:code/:address", Kind.OPEN);
    all.put("POST /explore/people/:id/dismiss", Kind.OPEN);
    all.put("DELETE /api/v1/suggestions/:account_id", Kind.OPEN);
    for (String kind : List.of("domain", "address", "network")) {
      all.put("POST /admin/barriers/" + kind + "/:id/lift", Kind.STAFF);
    }
    for (String kind :
        List.of("email_domain_blocks", "canonical_email_blocks", "ip_blocks", "accounts")) {
      all.put("GET /api/v1/admin/" + kind + "/:id", Kind.MODERATION);
      all.put("DELETE /api/v1/admin/" + kind + "/:id", Kind.MODERATION);
    }
    for (String act : List.of("approve", "reject", "unsensitive")) {
      all.put("POST /api/v1/admin/accounts/:id/" + act, Kind.MODERATION);
    }
    all.put("GET /api/v1/admin/tags/:id", Kind.MODERATION);
    for (String method : List.of("PUT", "PATCH")) {
      all.put(method + " /api/v1/admin/ip_blocks/:id", Kind.MODERATION);
      all.put(method + " /api/v1/admin/tags/:id", Kind.MODERATION);
    }
    for (String act : List.of("approve", "reject")) {
      for (String kind : List.of("tags", "statuses", "links", "links/publishers")) {
        all.put("POST /api/v1/admin/trends/" + kind + "/:id/" + act, Kind.MODERATION);
      }
      all.put("POST /admin/trends/tags/:id/" + act, Kind.STAFF);
      all.put("POST /admin/trends/posts/:id/" + act, Kind.STAFF);
    }
    return all;
  }
}
