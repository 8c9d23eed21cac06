package org.colloque.server.leaks;

import java.util.ArrayList;
import java.util.List;

/** What can be asked without knowing a number of a group. */
final class Questions {
  private static final List<String> OF_ALL =
      List.of(
          "/api/v1/timelines/public?limit=40",
          "/api/v1/timelines/tag/medicine?limit=40",
          "/api/v1/timelines/home?limit=40",
          "/api/v1/trends/tags",
          "/api/v1/trends/statuses",
          "/api/v1/trends/links",
          "/api/v1/directory?limit=80",
          "/api/v2/suggestions",
          "/api/v1/lists",
          "/api/colloque/v1/groups",
          "/api/colloque/v1/groups/listed",
          "/groups",
          "/lists",
          "/notifications",
          "/api/v1/notifications?limit=80",
          "/api/v2/notifications",
          "/api/v1/bookmarks",
          "/api/v1/favourites",
          "/api/v1/conversations",
          "/api/v1/admin/reports",
          "/home",
          "/local",
          "/metrics",
          "/nodeinfo/2.1",
          "/api/v2/instance",
          "/tags/medicine/feed.atom");

  private Questions() {}

  /** Of everybody, of who writes in the group, and of what a group could be named by. */
  static List<String> after(Life life) {
    String author = life.author().username();
    String account = life.author().account().toString();
    List<String> questions = new ArrayList<>(OF_ALL);
    for (String path :
        List.of(
            "/api/v2/search?q=",
            "/api/v1/accounts/search?q=",
            "/search?q=",
            "/api/v1/peers/search?q=")) {
      questions.add(path + Canaries.BEGINNING);
      questions.add(path + life.name());
    }
    questions.addAll(
        List.of(
            "/.well-known/webfinger?resource=acct:" + life.name() + "@localhost",
            "/api/v1/accounts/lookup?acct=" + life.name(),
            "/api/oembed?url=/groups/" + life.id(),
            "/@" + author,
            "/@" + author + "/feed.atom",
            "/users/" + author,
            "/users/" + author + "/outbox?page=true",
            "/users/" + author + "/followers?page=1",
            "/users/" + author + "/collections/featured",
            "/users/" + author + "/collections/tags",
            "/api/v1/accounts/" + account,
            "/api/v1/accounts/" + account + "/statuses?limit=40",
            "/api/v1/accounts/" + account + "/statuses?only_media=true",
            "/api/v1/accounts/" + account + "/featured_tags",
            "/api/v1/accounts/" + account + "/lists",
            "/api/v1/accounts/relationships?id[]=" + account));
    return questions;
  }
}
