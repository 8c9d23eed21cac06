package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Sightings;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.SignedMedia;
import org.colloque.server.quotes.Quote;
import org.colloque.server.quotes.QuotesApi;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Table;

/** Statuses in the client API (Mastodon 4.6, methods/statuses). */
public final class StatusesApi {
  private static final Access READ = Access.api("read", "read:statuses");
  private static final Access PEOPLE = Access.api("read", "read:accounts");
  private static final Access READ_OWN = Access.user("read", "read:statuses");
  private static final Access WRITE = Access.user("write", "write:statuses");
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;
  private static final int MAX_STATUSES_AT_ONCE = 20;

  private final Kit kit;
  private final StatusVerbs verbs;
  private final StatusEntities entities;
  private final AccountEntities accounts;
  private final Sightings sightings;
  private final Later later;

  /** Keeps a post that is to come out later; empty for one that comes out now. */
  @FunctionalInterface
  public interface Later {
    Optional<Reply> keep(Request request, PostStatus.Context context);
  }

  public StatusesApi(
      Kit kit,
      StatusVerbs verbs,
      StatusEntities entities,
      AccountEntities accounts,
      Sightings sightings,
      Later later) {
    this.kit = kit;
    this.verbs = verbs;
    this.entities = entities;
    this.accounts = accounts;
    this.sightings = sightings;
    this.later = later;
  }

  public List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            List.of(
                Route.post("/api/v1/statuses", WRITE, this::post),
                Route.get("/api/v1/statuses", READ, this::several),
                Route.get("/api/v1/statuses/:id", READ, this::show),
                Route.put("/api/v1/statuses/:id", WRITE, this::edit),
                Route.patch("/api/v1/statuses/:id", WRITE, this::edit),
                Route.delete("/api/v1/statuses/:id", WRITE, this::delete),
                Route.get("/api/v1/statuses/:id/context", READ, this::context),
                Route.get("/api/v1/statuses/:id/source", READ_OWN, this::source),
                Route.get("/api/v1/statuses/:id/history", READ, this::history),
                Route.get("/api/v1/statuses/:id/favourited_by", PEOPLE, this::favouritedBy),
                Route.get("/api/v1/statuses/:id/reblogged_by", PEOPLE, this::rebloggedBy),
                Route.get("/api/v1/statuses/:id/card", READ, this::card),
                Route.post("/api/v1/statuses/:id/translate", READ_OWN, this::translate),
                Route.post("/api/v1/statuses/:id/reblog", WRITE, this::reblog)));
    mark(routes, "unreblog", WRITE, _ -> verbs.reblog()::unreblog);
    Access favourite = Access.user("write", "write:favourites");
    mark(routes, "favourite", favourite, _ -> verbs.favourite()::favourite);
    mark(routes, "unfavourite", favourite, _ -> verbs.favourite()::unfavourite);
    Access bookmark = Access.user("write", "write:bookmarks");
    mark(routes, "bookmark", bookmark, _ -> verbs.marks()::bookmark);
    mark(routes, "unbookmark", bookmark, _ -> verbs.marks()::unbookmark);
    Access pin = Access.user("write", "write:accounts");
    mark(routes, "pin", pin, _ -> verbs.marks()::pin);
    mark(routes, "unpin", pin, _ -> verbs.marks()::unpin);
    Access mute = Access.user("write", "write:mutes");
    mark(routes, "mute", mute, _ -> verbs.marks()::mute);
    mark(routes, "unmute", mute, _ -> verbs.marks()::unmute);
    routes.addAll(new QuotesApi(kit, verbs.quotes(), entities).routes());
    return routes;
  }

  /** A verb that sets or takes a mark and answers the status that carries it. */
  @FunctionalInterface
  private interface Mark {
    StatusId set(Tx tx, AccountId account, StatusId id);
  }

  private void mark(
      List<Route> routes, String name, Access access, java.util.function.Function<Kit, Mark> verb) {
    Mark mark = verb.apply(kit);
    routes.add(
        Route.post(
            "/api/v1/statuses/:id/" + name,
            access,
            request ->
                asMember(
                    request,
                    (tx, account) -> entity(tx, request, mark.set(tx, account, id(request))))));
  }

  private Reply post(Request request) {
    Caller caller = request.caller();
    AccountId author = caller.required().account();
    Optional<String> key = request.header("idempotency-key").filter(k -> !k.isBlank());
    if (key.isPresent() && key.get().length() > PostStatus.MAX_KEY_CHARACTERS) {
      throw ProblemException.invalid("The Idempotency-Key is too long");
    }
    Long app = caller.token() == null ? null : caller.token().appId();
    PostStatus.Context context = new PostStatus.Context(author, app, key);
    return later
        .keep(request, context)
        .orElseGet(() -> {
          StatusId id = verbs.post().post(context, Draft.of(request.parameters()));
          return asMember(request, (tx, _) -> entity(tx, request, id));
        });
  }

  private Reply edit(Request request) {
    AccountId author = request.caller().required().account();
    StatusId id = id(request);
    verbs.edit().edit(author, id, Draft.of(request.parameters()));
    return asMember(request, (tx, _) -> entity(tx, request, id));
  }

  private Reply delete(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          StatusId id = id(request);
          StatusesRecord status = ReadStatus.own(tx.sql(), account, id);
          RawJson before =
              entities
                  .one(tx.sql(), Viewer.of(account), id)
                  .orElseThrow(ProblemException::notFound);
          ObjectNode redraft = (ObjectNode) Json.read(before.bytes());
          redraft.remove("content");
          redraft.put("text", status.getText());
          showQuoted(tx, account, redraft, id);
          verbs.delete().delete(tx, account, id);
          // what was attached is their own now and nobody else's
          return Reply.jsonBytes(new SignedMedia(kit).sign(Json.write(redraft), account));
        });
  }

  /** Who writes it again quotes the same, whatever the author said (entity Quote, 4.5.7). */
  private void showQuoted(Tx tx, AccountId account, ObjectNode redraft, StatusId id) {
    if (redraft.path("quote") instanceof ObjectNode quote && quote.path("quoted_status").isNull()) {
      verbs
          .keepQuotes()
          .of(tx, id)
          .map(Quote::quoted)
          .flatMap(quoted -> readable(tx, account, quoted))
          .ifPresent(quoted -> quote.set("quoted_status", Json.read(quoted.bytes())));
    }
  }

  private Optional<RawJson> readable(Tx tx, AccountId account, StatusId id) {
    var s = STATUSES.as("s");
    Viewer viewer = Viewer.of(account);
    return tx.sql().fetchExists(s, s.ID.eq(id.value()).and(Visible.to(viewer, s)))
        ? entities.one(tx.sql(), viewer, id)
        : Optional.empty();
  }

  private Reply reblog(Request request) {
    Visibility visibility =
        request
            .parameters()
            .text("visibility")
            .map(wire ->
                Visibility.parse(wire)
                    .orElseThrow(
                        () -> ProblemException.invalid("Visibility is not included in the list")))
            .orElse(Visibility.PUBLIC);
    return asMember(
        request,
        (tx, account) ->
            entity(tx, request, verbs.reblog().reblog(tx, account, id(request), visibility)));
  }

  private Reply show(Request request) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              StatusId id = id(request);
              ReadStatus.readable(tx.sql(), viewer, id);
              RawJson shown =
                  entities.one(tx.sql(), viewer, id).orElseThrow(ProblemException::notFound);
              if (StatusEntities.hasPoll(shown)) {
                PollQueries.look(tx.sql(), id, kit.now());
              }
              return Reply.jsonBytes(shown.bytes());
            });
  }

  private Reply several(Request request) {
    Viewer viewer = request.caller().viewer();
    List<Long> ids =
        request.parameters().ids("id").stream().distinct().limit(MAX_STATUSES_AT_ONCE).toList();
    var s = STATUSES.as("s");
    return kit.db()
        .as(
            viewer,
            tx -> {
              List<Long> readable =
                  tx.sql()
                      .select(s.ID)
                      .from(s)
                      .where(s.ID.in(ids))
                      .and(Visible.to(viewer, s))
                      .fetch(s.ID);
              List<Long> inOrder = ids.stream().filter(readable::contains).toList();
              return Reply.jsonBytes(RawJson.array(entities.list(tx.sql(), viewer, inOrder)));
            });
  }

  private Reply context(Request request) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              StatusesRecord status = ReadStatus.original(tx.sql(), viewer, id(request));
              StatusId id = new StatusId(status.getId());
              sightings.opened(viewer, id);
              List<Long> before = Threads.ancestors(tx.sql(), viewer, id);
              List<Long> after = Threads.descendants(tx.sql(), viewer, id);
              ObjectNode context = Json.object();
              context.putPOJO("ancestors", entities.list(tx.sql(), viewer, before));
              context.putPOJO("descendants", entities.list(tx.sql(), viewer, after));
              return Reply.json(context);
            });
  }

  private Reply source(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          StatusesRecord status = ReadStatus.own(tx.sql(), account, id(request));
          return Reply.json(
              Json.object()
                  .put("id", Long.toString(status.getId()))
                  .put("text", status.getText())
                  .put("spoiler_text", status.getSpoilerText()));
        });
  }

  private Reply history(Request request) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              StatusesRecord status = ReadStatus.readable(tx.sql(), viewer, id(request));
              ArrayNode history = new StatusHistory(accounts).of(tx.sql(), status);
              return Reply.json(history);
            });
  }

  private Reply card(Request request) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              ReadStatus.readable(tx.sql(), viewer, id(request));
              return Reply.json(Json.object());
            });
  }

  /** As Mastodon answers where no service that translates is set up. */
  private Reply translate(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          ReadStatus.readable(tx.sql(), Viewer.of(account), id(request));
          throw ProblemException.of(503, "Service Unavailable");
        });
  }

  private Reply favouritedBy(Request request) {
    return people(
        request,
        FAVOURITES,
        FAVOURITES.ID,
        FAVOURITES.ACCOUNT_ID,
        status -> FAVOURITES.STATUS_ID.eq(status.getId()));
  }

  private Reply rebloggedBy(Request request) {
    var r = STATUSES.as("r");
    return people(
        request,
        r,
        r.ID,
        r.ACCOUNT_ID,
        status ->
            r.REBLOG_OF_ID
                .eq(status.getId())
                .and(r.DELETED_AT.isNull())
                .and(r.AUDIENCE.in("public", "unlisted")));
  }

  /** Who did something with a status, as far as the viewer wants to see them. */
  private Reply people(
      Request request,
      Table<?> from,
      Field<Long> cursor,
      Field<Long> account,
      Function<StatusesRecord, Condition> which) {
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            viewer,
            tx -> {
              StatusesRecord status = ReadStatus.original(tx.sql(), viewer, id(request));
              var rows =
                  paging.newestFirst(
                      tx.sql()
                          .select(cursor, account)
                          .from(from)
                          .where(which.apply(status))
                          .and(paging.condition(cursor))
                          .and(Visible.wanted(viewer, account))
                          .orderBy(paging.order(cursor))
                          .limit(paging.rows())
                          .fetch());
              List<Long> ids = rows.stream().map(Record2::value2).toList();
              return paging.linkUntilLast(
                  Reply.jsonBytes(RawJson.array(accounts.list(tx.sql(), ids))),
                  kit.urls(),
                  rows.stream().map(Record2::value1).toList());
            });
  }

  private Reply asMember(Request request, BiFunction<Tx, AccountId, Reply> work) {
    AccountId account = request.caller().required().account();
    return kit.db().as(Viewer.of(account), tx -> work.apply(tx, account));
  }

  private Reply entity(Tx tx, Request request, StatusId id) {
    return Reply.jsonBytes(
        entities
            .one(tx.sql(), request.caller().viewer(), id)
            .orElseThrow(ProblemException::notFound)
            .bytes());
  }

  private static StatusId id(Request request) {
    return StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
