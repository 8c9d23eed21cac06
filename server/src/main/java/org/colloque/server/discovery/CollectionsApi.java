package org.colloque.server.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.CollectionWriter;
import org.colloque.federation.json.CollectionWriter.Item;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.FollowersByServer;
import org.colloque.server.outbox.LocalActor;
import org.colloque.server.outbox.LocalActors;
import org.colloque.server.outbox.LocalPost;
import org.colloque.server.outbox.LocalPosts;
import org.colloque.server.remote.KnownActor;
import org.jspecify.annotations.Nullable;

/** Outbox, followers, following and pins of people: what everybody may see of them. */
final class CollectionsApi {
  /** Posts on a page of an outbox. */
  static final int POSTS = 20;

  /** People on a page. */
  static final int PEOPLE = 50;

  /** Pins of one account (semantics.md: at most five). */
  static final int PINS = 5;

  /** Hashtags that one may show on the profile, as in Mastodon. */
  static final int TAGS = 10;

  private final Kit kit;
  private final LocalActors actors;
  private final LocalPosts posts;
  private final Admission admission;

  CollectionsApi(Kit kit, LocalActors actors, LocalPosts posts, Admission admission) {
    this.kit = kit;
    this.actors = actors;
    this.posts = posts;
    this.admission = admission;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/users/:name/outbox", Access.anyone(), of(this::outbox)),
        Route.get("/users/:name/followers", Access.anyone(), of(this::followers)),
        Route.get("/users/:name/following", Access.anyone(), of(this::following)),
        Route.get("/users/:name/collections/featured", Access.anyone(), of(this::featured)),
        Route.get("/users/:name/collections/tags", Access.anyone(), of(this::featuredTags)),
        Route.get("/users/:name/followers_synchronization", Access.server(), this::synchronization),
        Route.get("/actor/outbox", Access.anyone(), this::outboxOfInstance));
  }

  @FunctionalInterface
  private interface Collection {
    byte[] write(Tx tx, LocalActor actor, Request request);
  }

  private org.colloque.server.http.Handler of(Collection collection) {
    return request -> {
      Optional<KnownActor> reader = admission.check(request);
      byte[] document =
          kit.db()
              .as(
                  Viewer.stranger(),
                  tx -> collection.write(tx, actorFor(tx, reader, request), request));
      return admission.answer(request, document);
    };
  }

  /** Whom they block finds nothing of theirs, pins neither (security row 23). */
  private LocalActor actorFor(Tx tx, Optional<KnownActor> reader, Request request) {
    LocalActor actor = actor(tx, request);
    if (reader.isPresent() && ReaderQueries.blocks(tx.sql(), actor.account(), reader.get().id())) {
      throw ProblemException.notFound();
    }
    return actor;
  }

  private LocalActor actor(Tx tx, Request request) {
    LocalActor actor =
        actors
            .byUsername(tx.sql(), request.pathParameter("name"))
            .orElseThrow(ProblemException::notFound);
    if (actor.gone()) {
      throw ProblemException.of(410, "Gone");
    }
    if (actor.actor().flags().suspended()) {
      throw ProblemException.notFound();
    }
    return actor;
  }

  private byte[] outbox(Tx tx, LocalActor actor, Request request) {
    String id = actor.actor().id() + "/outbox";
    if (!isPage(request)) {
      long size = CollectionQueries.outboxSize(tx.sql(), actor.account());
      return CollectionWriter.collection(id, size, page(id, null), null);
    }
    List<Long> ids = CollectionQueries.outbox(tx.sql(), actor.account(), maxId(request), POSTS);
    List<Item> items = new ArrayList<>();
    posts.list(tx.sql(), ids).forEach(post -> add(items, post));
    String next = ids.size() < POSTS ? null : page(id, ids.getLast());
    return CollectionWriter.page(here(id, request), id, null, next, null, items);
  }

  private static void add(List<Item> items, LocalPost post) {
    LocalPost.Envelope envelope = post.envelope();
    switch (post) {
      case LocalPost.Written written ->
          items.add(new Item.Created(envelope.activity(), written.note(), envelope.published()));
      case LocalPost.Shared shared ->
          items.add(
              new Item.Announced(
                  envelope.activity(),
                  envelope.actor(),
                  shared.original(),
                  envelope.recipients(),
                  envelope.published()));
      case LocalPost.Deleted _ -> {
        // gone between the two statements
      }
    }
  }

  private byte[] followers(Tx tx, LocalActor actor, Request request) {
    return people(
        request,
        actor,
        "/followers",
        actor.followers(),
        maxId -> CollectionQueries.followers(tx.sql(), actor.account(), maxId, PEOPLE));
  }

  private byte[] following(Tx tx, LocalActor actor, Request request) {
    return people(
        request,
        actor,
        "/following",
        actor.following(),
        maxId -> CollectionQueries.following(tx.sql(), actor.account(), maxId, PEOPLE));
  }

  @FunctionalInterface
  private interface People {
    List<CollectionQueries.Entry> before(long maxId);
  }

  /** Who hides their followers shows the number only. */
  private static byte[] people(
      Request request, LocalActor actor, String path, long size, People people) {
    String id = actor.actor().id() + path;
    if (!isPage(request)) {
      String first = actor.hidesCollections() ? null : page(id, null);
      return CollectionWriter.collection(id, size, first, null);
    }
    if (actor.hidesCollections()) {
      throw ProblemException.notFound();
    }
    List<CollectionQueries.Entry> entries = people.before(maxId(request));
    List<Item> items = new ArrayList<>();
    entries.forEach(entry -> items.add(new Item.Id(entry.uri())));
    String next = entries.size() < PEOPLE ? null : page(id, entries.getLast().cursor());
    return CollectionWriter.page(here(id, request), id, size, next, null, items);
  }

  private byte[] featured(Tx tx, LocalActor actor, Request request) {
    List<Item> items = new ArrayList<>();
    for (LocalPost post :
        posts.list(tx.sql(), CollectionQueries.pinned(tx.sql(), actor.account(), PINS))) {
      if (post instanceof LocalPost.Written written) {
        items.add(new Item.Post(written.note()));
      }
    }
    return CollectionWriter.whole(actor.actor().id() + "/collections/featured", items);
  }

  private byte[] featuredTags(Tx tx, LocalActor actor, Request request) {
    List<Item> items = new ArrayList<>();
    for (String tag : CollectionQueries.featuredTags(tx.sql(), actor.account(), TAGS)) {
      items.add(new Item.Hashtag(new Tag.Hashtag(kit.urls().tag(tag), tag)));
    }
    return CollectionWriter.whole(kit.urls().featuredTags(actor.username()), items);
  }

  /** To a signed request the followers on its own server, and no others (FEP-8fcf). */
  private Reply synchronization(Request request) {
    KnownActor reader = admission.require(request);
    byte[] document =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  LocalActor actor = actor(tx, request);
                  List<Item> items = new ArrayList<>();
                  Origin.of(reader.uri())
                      .ifPresent(origin ->
                          FollowersByServer.of(tx.sql(), actor.account(), origin)
                              .forEach(uri -> items.add(new Item.Id(uri))));
                  return CollectionWriter.whole(
                      kit.urls().followersSynchronization(actor.username()), items);
                });
    return Answers.personal(document);
  }

  private Reply outboxOfInstance(Request request) {
    byte[] empty = CollectionWriter.whole(kit.urls().instanceActor() + "/outbox", List.of());
    return Answers.unlessKnown(request, Answers.shared(Answers.ACTIVITY, empty));
  }

  private static boolean isPage(Request request) {
    return request.parameters().flag("page", false);
  }

  private static long maxId(Request request) {
    return request.parameters().id("max_id").orElse(Long.MAX_VALUE);
  }

  private static String page(String id, @Nullable Long maxId) {
    return id + "?page=true" + (maxId == null ? "" : "&max_id=" + maxId);
  }

  private static String here(String id, Request request) {
    return page(id, request.parameters().id("max_id").orElse(null));
  }
}
