package org.colloque.server.walls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose the thing is that a route with a parameter is about: an entry for each such route. */
final class Things {
  /** What a parameter names. */
  enum Kind {
    /** A post that only its readers know of. */
    STATUS,
    /** An upload that was not posted yet. */
    MEDIA,
    /** Somebody who asks to follow. */
    REQUEST,
    NOTIFICATION,
    /** A post that comes out later. */
    SCHEDULED,
    /** Direct posts, as their owner has them. */
    CONVERSATION,
    /** Notifications by the key of their group. */
    GROUP,
    /** A private group, secret or listed. */
    CIRCLE,
    /** An invitation into one, by name. */
    CIRCLE_INVITATION,
    TAG,
    LIST,
    FILTER,
    /** A word of a filter. */
    KEYWORD,
    /** A post that a filter names. */
    FILTERED,
    /** Somebody whose notifications wait. */
    WAITING,
    SESSION,
    APP,
    /** A matter of those who run the instance: for everybody else the page is not there. */
    STAFF,
    /** The same by the client API, which says that it is not for them. */
    MODERATION,
    /** People, hashtags, files: everybody may name them, and acts for themselves only. */
    OPEN;

    boolean isPrivate() {
      return switch (this) {
        case STATUS,
            MEDIA,
            REQUEST,
            NOTIFICATION,
            SCHEDULED,
            CONVERSATION,
            GROUP,
            CIRCLE,
            CIRCLE_INVITATION,
            TAG,
            LIST,
            FILTER,
            KEYWORD,
            FILTERED,
            WAITING,
            SESSION,
            APP,
            STAFF,
            MODERATION ->
            true;
        case OPEN -> false;
      };
    }
  }

  static final Map<String, Kind> ALL = StaffThings.and(all());

  private Things() {}

  private static Map<String, Kind> all() {
    Map<String, Kind> all = new HashMap<>();
    statuses().forEach(route -> all.put(route, Kind.STATUS));
    people().forEach(route -> all.put(route, Kind.OPEN));
    said().forEach(route -> all.put(route, Kind.OPEN));
    collections().forEach(route -> all.put(route, Kind.OPEN));
    groups().forEach(route -> all.put(route, Kind.CIRCLE));
    boards().forEach(route -> all.put(route, Kind.CIRCLE));
    for (String route : List.of("GET ", "POST ")) {
      // by a secret that cannot be guessed
      all.put(route + "/groups/join/:token", Kind.OPEN);
    }
    all.put("GET /sign-in/guest/:host", Kind.OPEN);
    all.put("GET /groups/invitations/:invitation", Kind.CIRCLE_INVITATION);
    all.put("POST /groups/invitations/:invitation/accept", Kind.CIRCLE_INVITATION);
    all.put("POST /groups/invitations/:invitation/decline", Kind.CIRCLE_INVITATION);
    all.put("GET /api/v1/media/:id", Kind.MEDIA);
    all.put("PUT /api/v1/media/:id", Kind.MEDIA);
    all.put("DELETE /api/v1/media/:id", Kind.MEDIA);
    all.put("POST /api/v1/follow_requests/:id/authorize", Kind.REQUEST);
    all.put("POST /api/v1/follow_requests/:id/reject", Kind.REQUEST);
    all.put("POST /accounts/:id/accept", Kind.REQUEST);
    all.put("POST /accounts/:id/reject", Kind.REQUEST);
    all.put("GET /api/v1/notifications/:id", Kind.NOTIFICATION);
    all.put("POST /api/v1/notifications/:id/dismiss", Kind.NOTIFICATION);
    all.put("GET /api/v2/notifications/:group_key", Kind.GROUP);
    all.put("GET /api/v2/notifications/:group_key/accounts", Kind.GROUP);
    all.put("POST /api/v2/notifications/:group_key/dismiss", Kind.GROUP);
    all.put("DELETE /api/v1/featured_tags/:id", Kind.TAG);
    ApiThings.add(all);
    lists().forEach(route -> all.put(route, Kind.LIST));
    house(all);
    all.put("POST /settings/sessions/:id/revoke", Kind.SESSION);
    all.put("POST /settings/apps/:id/revoke", Kind.APP);
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      all.put(method + " /api/v1/admin/domain_blocks/:id", Kind.MODERATION);
    }
    all.put("GET /api/v1/admin/domain_allows/:id", Kind.MODERATION);
    all.put("GET /api/v1/admin/accounts/:id", Kind.MODERATION);
    for (String act : List.of("action", "enable", "unsilence", "unsuspend")) {
      all.put("POST /api/v1/admin/accounts/:id/" + act, Kind.MODERATION);
    }
    for (String method : List.of("GET", "PUT", "PATCH")) {
      all.put(method + " /api/v1/admin/reports/:id", Kind.MODERATION);
    }
    for (String act : List.of("assign_to_self", "reopen", "resolve", "unassign")) {
      all.put("POST /api/v1/admin/reports/:id/" + act, Kind.MODERATION);
    }
    all.put("POST /admin/accounts/:id/:action", Kind.STAFF);
    all.put("GET /admin/reports/:id", Kind.STAFF);
    all.put("POST /admin/reports/:id/resolve", Kind.STAFF);
    all.put("POST /admin/reports/:id/reopen", Kind.STAFF);
    all.put("GET /api/v1/admin/deliveries/posts/:id", Kind.MODERATION);
    all.put("GET /admin/federation/lists/:id", Kind.STAFF);
    for (String act : List.of("accept", "refuse", "leave")) {
      all.put("POST /admin/federation/lists/:id/" + act, Kind.STAFF);
    }
    all.put("DELETE /api/v1/admin/domain_allows/:id", Kind.MODERATION);
    return Map.copyOf(all);
  }

  private static void house(Map<String, Kind> all) {
    for (String act : List.of("enable", "disable", "delete")) {
      all.put("POST /admin/emojis/:id/" + act, Kind.STAFF);
    }
    all.put("POST /admin/announcements/:id/delete", Kind.STAFF);
    for (String action : List.of("approve", "confirm", "reject")) {
      all.put("POST /admin/registrations/:id/" + action, Kind.STAFF);
    }
    all.put("POST /admin/invitations/:id/revoke", Kind.STAFF);
  }

  private static List<String> lists() {
    List<String> routes = new ArrayList<>();
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      routes.add(method + " /api/v1/lists/:id");
    }
    for (String method : List.of("GET", "POST", "DELETE")) {
      routes.add(method + " /api/v1/lists/:id/accounts");
    }
    routes.add("GET /api/v1/timelines/list/:list_id");
    routes.add("GET /lists/:id");
    routes.add("GET /lists/:id/news");
    routes.add("GET /lists/:id/settings");
    for (String act : List.of("settings", "people", "remove", "delete")) {
      routes.add("POST /lists/:id/" + act);
    }
    return routes;
  }

  private static List<String> statuses() {
    List<String> routes = new ArrayList<>();
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      routes.add(method + " /api/v1/statuses/:id");
    }
    for (String part :
        List.of(
            "card", "context", "favourited_by", "history", "quotes", "reblogged_by", "source")) {
      routes.add("GET /api/v1/statuses/:id/" + part);
    }
    routes.add("POST /api/v1/statuses/:id/translate");
    for (String mark : List.of("bookmark", "favourite", "mute", "pin", "reblog")) {
      routes.add("POST /api/v1/statuses/:id/" + mark);
      routes.add("POST /api/v1/statuses/:id/un" + mark);
    }
    for (String mark : List.of("bookmark", "favourite", "pin", "reblog")) {
      routes.add("POST /statuses/:id/" + mark);
      routes.add("POST /statuses/:id/un" + mark);
    }
    routes.addAll(QuoteThings.ROUTES);
    routes.add("POST /statuses/:id/delete");
    routes.add("GET /api/v1/polls/:id");
    routes.add("POST /api/v1/polls/:id/votes");
    routes.add("POST /statuses/:id/vote");
    routes.add("GET /@:handle/:id");
    routes.add("GET /users/:name/statuses/:id");
    for (String part : List.of("activity", "replies", "likes", "shares")) {
      routes.add("GET /users/:name/statuses/:id/" + part);
    }
    return routes;
  }

  private static List<String> boards() {
    List<String> routes = new ArrayList<>(List.of("GET /groups/:id"));
    for (String page :
        List.of(
            "anonymous",
            "anonymous/trustees",
            "new",
            "posts/:post",
            "posts/:post/edit",
            "posts/:post/history",
            "posts/:post/reply",
            "search",
            "topics",
            "topics/:topic")) {
      routes.add("GET /groups/:id/" + page);
    }
    for (String act :
        List.of(
            "anonymous",
            "anonymous/:post/answers",
            "anonymous/:post/escrow",
            "anonymous/:post/hide",
            "anonymous/take-back",
            "anonymous/trustees",
            "categories/:category/followed",
            "categories/:category/muted",
            "categories/:category/normal",
            "posts/:post/delete",
            "posts/:post/edit",
            "posts/:post/react",
            "posts/:post/remove",
            "posts/:post/close",
            "topics",
            "topics/:topic/lock",
            "topics/:topic/pin",
            "topics/:topic/replies",
            "topics/:topic/unlock",
            "topics/:topic/unpin")) {
      routes.add("POST /groups/:id/" + act);
    }
    return routes;
  }

  private static List<String> groups() {
    List<String> routes = new ArrayList<>();
    for (String page :
        List.of("about", "members", "links", "settings", "log", "log.json", "export")) {
      routes.add("GET /groups/:id/" + page);
    }
    for (String act :
        List.of(
            "archive",
            "ask",
            "ask/withdraw",
            "delete",
            "invitations",
            "invitations/:invitation/withdraw",
            "keep",
            "leave",
            "links",
            "members/:account/remove",
            "members/:account/role",
            "reopen",
            "requests/:account/accept",
            "requests/:account/decline",
            "settings",
            "settings/categories",
            "settings/categories/:category/close",
            "settings/categories/:category/open")) {
      routes.add("POST /groups/:id/" + act);
    }
    for (String route :
        List.of(
            "GET :id",
            "PATCH :id",
            "GET :id/members",
            "PATCH :id/members/:account",
            "DELETE :id/members/:account",
            "GET :id/invites",
            "POST :id/invites",
            "DELETE :id/invites/:invite")) {
      routes.add(route.replace(" ", " /api/colloque/v1/groups/"));
    }
    return routes;
  }

  private static List<String> people() {
    List<String> routes = new ArrayList<>();
    for (String part :
        List.of(
            "",
            "/endorsements",
            "/featured_tags",
            "/followers",
            "/following",
            "/identity_proofs",
            "/lists",
            "/statuses")) {
      routes.add("GET /api/v1/accounts/:id" + part);
    }
    for (String act :
        List.of(
            "block",
            "endorse",
            "follow",
            "mute",
            "note",
            "pin",
            "remove_from_followers",
            "unblock",
            "unendorse",
            "unfollow",
            "unmute",
            "unpin")) {
      routes.add("POST /api/v1/accounts/:id/" + act);
    }
    for (String act : List.of("block", "follow", "mute", "unblock", "unfollow", "unmute")) {
      routes.add("POST /accounts/:id/" + act);
    }
    routes.addAll(
        List.of(
            "GET /@:handle",
            "GET /api/v1/annual_reports/:year",
            "GET /api/v1/annual_reports/:year/state",
            "GET /api/v1/streaming/*path",
            "GET /api/v1/tags/:name",
            "POST /api/v1/tags/:name/follow",
            "POST /api/v1/tags/:name/unfollow",
            "POST /api/v1/tags/:name/feature",
            "POST /api/v1/tags/:name/unfeature",
            "GET /api/v1/timelines/tag/:tag",
            "GET /api/v1/instance/terms_of_service/:date",
            "GET /avatars/:file",
            // threads that begin with an open post, and of those the open ones
            "GET /contexts/:id",
            // by a key that cannot be guessed, and only to who may see what it hangs on
            "GET /media/:key",
            "GET /setup/:token",
            "GET /static/*path",
            "GET /tags/:tag",
            "GET /users/:name",
            "POST /users/:name/inbox",
            "GET /users/:name/outbox"));
    return routes;
  }

  private static List<String> said() {
    return List.of(
        "GET /@:handle/feed.atom",
        "GET /tags/:tag/feed.atom",
        "POST /tags/:tag/follow",
        "POST /tags/:tag/unfollow",
        // one's own lists, with the account in them or not
        "GET /accounts/:id/lists",
        "POST /accounts/:id/lists",
        // said to all members
        "POST /announcements/:id/dismiss",
        "POST /announcements/:id/react",
        "POST /api/v1/announcements/:id/dismiss",
        "PUT /api/v1/announcements/:id/reactions/:name",
        "PATCH /api/v1/announcements/:id/reactions/:name",
        "DELETE /api/v1/announcements/:id/reactions/:name",
        // by a code that only this instance can make, and by a secret
        "GET /unsubscribe/:subscription/:code",
        "POST /unsubscribe/:subscription/:code",
        "GET /ics/:file");
  }

  private static List<String> collections() {
    List<String> routes = new ArrayList<>();
    for (String collection :
        List.of(
            "collections/featured",
            "collections/tags",
            "followers",
            "followers_synchronization",
            "following")) {
      routes.add("GET /users/:name/" + collection);
    }
    return routes;
  }
}
