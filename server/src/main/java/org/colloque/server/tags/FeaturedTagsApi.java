package org.colloque.server.tags;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.tags.FeaturedTagQueries.Featured;
import org.colloque.server.text.HashtagName;
import org.jooq.DSLContext;

/** Hashtags on profiles in the client API (Mastodon 4.6, methods/featured_tags). */
public final class FeaturedTagsApi {
  /** As many are suggested. */
  static final int SUGGESTED = 10;

  private static final Access READ = Access.user("read", "read:accounts");
  private static final Access WRITE = Access.user("write", "write:accounts");

  private final Kit kit;
  private final FeatureTag feature;
  private final TagEntities tags;

  public FeaturedTagsApi(Kit kit, FeatureTag feature, TagEntities tags) {
    this.kit = kit;
    this.feature = feature;
    this.tags = tags;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/featured_tags", READ, this::mine),
        Route.post("/api/v1/featured_tags", WRITE, this::add),
        Route.delete("/api/v1/featured_tags/:id", WRITE, this::remove),
        Route.get("/api/v1/featured_tags/suggestions", READ, this::suggestions),
        Route.get("/api/v1/accounts/:id/featured_tags", Access.api(), this::ofAccount));
  }

  private Reply mine(Request request) {
    AccountId me = request.caller().required().account();
    return kit.db().as(Viewer.of(me), tx -> Reply.json(list(tx.sql(), me)));
  }

  private Reply ofAccount(Request request) {
    return kit.db()
        .as(
            request.caller().viewer(),
            tx -> {
              AccountId id =
                  AccountId.parse(request.pathParameter("id"))
                      .filter(account -> FeaturedTagQueries.exists(tx.sql(), account))
                      .orElseThrow(ProblemException::notFound);
              return Reply.json(list(tx.sql(), id));
            });
  }

  private Reply add(Request request) {
    AccountId me = request.caller().required().account();
    String given = request.parameters().required("name").strip();
    String name = given.startsWith("#") ? given.substring(1) : given;
    if (!TagsApi.isName(name)) {
      throw ProblemException.invalid("Tag is invalid");
    }
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              feature.feature(tx, me, name);
              String stored = HashtagName.normalize(name);
              return FeaturedTagQueries.of(tx.sql(), me).stream()
                  .filter(featured -> featured.name().equals(stored))
                  .findFirst()
                  .map(featured -> Reply.json(entity(featured)))
                  .orElseThrow(ProblemException::notFound);
            });
  }

  private Reply remove(Request request) {
    AccountId me = request.caller().required().account();
    String id = request.pathParameter("id");
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              Featured featured =
                  FeaturedTagQueries.of(tx.sql(), me).stream()
                      .filter(one -> Long.toString(one.id()).equals(id))
                      .findFirst()
                      .orElseThrow(ProblemException::notFound);
              feature.unfeature(tx, me, featured.displayName());
              return Reply.json(Map.of());
            });
  }

  private Reply suggestions(Request request) {
    AccountId me = request.caller().required().account();
    return kit.db()
        .as(
            Viewer.of(me),
            tx ->
                Reply.json(
                    tags.list(
                        tx.sql(),
                        Viewer.of(me),
                        FeaturedTagQueries.suggested(tx.sql(), me, SUGGESTED))));
  }

  /** The hashtags on the profile of {@code account}. */
  public List<FeaturedTagEntity> list(DSLContext sql, AccountId account) {
    return FeaturedTagQueries.of(sql, account).stream().map(this::entity).toList();
  }

  private FeaturedTagEntity entity(Featured featured) {
    return new FeaturedTagEntity(
        Long.toString(featured.id()),
        featured.displayName(),
        kit.urls().tag(featured.name()),
        Long.toString(featured.uses()),
        featured.lastUse());
  }
}
