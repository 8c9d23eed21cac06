package org.colloque.server.tags;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.HashtagName;

/** Hashtags in the client API (Mastodon 4.6, methods/tags and methods/followed_tags). */
public final class TagsApi {
  private static final Access WRITE = Access.user("write", "write:follows");
  private static final Access PROFILE = Access.user("write", "write:accounts");
  private static final int LIMIT = 100;
  private static final int MAX_LIMIT = 200;

  /** Longest name that is looked at, in UTF-16 units. */
  static final int MAX_NAME = 500;

  private final Kit kit;
  private final FollowTag follow;
  private final FeatureTag feature;
  private final TagEntities entities;

  public TagsApi(Kit kit, FollowTag follow, FeatureTag feature, TagEntities entities) {
    this.kit = kit;
    this.follow = follow;
    this.feature = feature;
    this.entities = entities;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/tags/:name", Access.api(), this::show),
        Route.post("/api/v1/tags/:name/follow", WRITE, this::follow),
        Route.post("/api/v1/tags/:name/unfollow", WRITE, this::unfollow),
        Route.post("/api/v1/tags/:name/feature", PROFILE, this::feature),
        Route.post("/api/v1/tags/:name/unfeature", PROFILE, this::unfeature),
        Route.get("/api/v1/followed_tags", Access.user("read", "read:follows"), this::followed));
  }

  private Reply show(Request request) {
    String written = written(request);
    return kit.db()
        .as(request.caller().viewer(), tx -> Reply.json(entity(tx, request.caller(), written)));
  }

  private Reply follow(Request request) {
    return change(
        request,
        (tx, me, written) -> follow.follow(tx, me, HashtagName.normalize(written), written));
  }

  private Reply unfollow(Request request) {
    return change(
        request, (tx, me, written) -> follow.unfollow(tx, me, HashtagName.normalize(written)));
  }

  @FunctionalInterface
  private interface Change {
    void make(Tx tx, AccountId me, String written);
  }

  private Reply change(Request request, Change change) {
    String written = written(request);
    AccountId me = request.caller().required().account();
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              change.make(tx, me, written);
              return Reply.json(entity(tx, request.caller(), written));
            });
  }

  private Reply feature(Request request) {
    return change(request, (tx, me, written) -> feature.feature(tx, me, written));
  }

  private Reply unfeature(Request request) {
    return change(request, (tx, me, written) -> feature.unfeature(tx, me, written));
  }

  private Reply followed(Request request) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              List<TagQueries.Followed> page = TagQueries.followedBy(tx.sql(), me, paging);
              List<TagQueries.Tag> tags = page.stream().map(TagQueries.Followed::tag).toList();
              Reply reply = Reply.json(entities.list(tx.sql(), Viewer.of(me), tags));
              return paging.linkUntilLast(
                  reply, kit.urls(), page.stream().map(TagQueries.Followed::cursor).toList());
            });
  }

  private TagEntity entity(Tx tx, Caller caller, String written) {
    String name = HashtagName.normalize(written);
    return TagQueries.known(tx.sql(), name, caller.account())
        .map(tag -> entities.list(tx.sql(), caller.viewer(), List.of(tag)).getFirst())
        .orElseGet(() -> entities.unknown(caller.viewer(), name, written));
  }

  /** The name as it was asked for: 404 when it cannot be a hashtag. */
  private static String written(Request request) {
    String name = request.pathParameter("name");
    if (!isName(name)) {
      throw ProblemException.notFound();
    }
    return name;
  }

  /** Whether it may be the name of a hashtag, without its sign. */
  static boolean isName(String name) {
    return name.length() <= MAX_NAME && HashtagName.isValid(name);
  }
}
