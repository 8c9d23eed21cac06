package org.colloque.server.collections;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.colloque.migrations.tables.records.CollectionItemsRecord;
import org.colloque.migrations.tables.records.CollectionsRecord;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.collections.CollectionEntities.CollectionEntity;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** Collections in the client API; the addresses of the preview of 4.6 lead here too. */
public final class CollectionsApi {
  private static final Access READ = Access.api("read", "read:collections");
  private static final Access READ_OWN = Access.user("read", "read:collections");
  private static final Access WRITE = Access.user("write", "write:collections");
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 100;

  /** Pages beyond are empty. */
  private static final int MAX_OFFSET = 10_000;

  /** Since then the addresses of the preview are deprecated (semantics.md, section 1). */
  private static final Instant DEPRECATED =
      LocalDate.of(2026, 6, 10).atStartOfDay().toInstant(ZoneOffset.UTC);

  private final Kit kit;
  private final AccountEntities accounts;
  private final ChangeCollections change;

  public CollectionsApi(Kit kit, AccountEntities accounts) {
    this.kit = kit;
    this.accounts = accounts;
    this.change = new ChangeCollections(kit);
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(routes("/api/v1"));
    for (Route route : routes("/api/v1_alpha")) {
      routes.add(
          new Route(
              route.method(),
              route.pattern(),
              route.access(),
              route.limits(),
              request ->
                  route
                      .handler()
                      .handle(request)
                      .with("deprecation", "@" + DEPRECATED.getEpochSecond())));
    }
    return routes;
  }

  private List<Route> routes(String root) {
    String path = root + "/collections";
    return List.of(
        Route.get(root + "/accounts/:id/collections", READ, this::ofAccount),
        Route.get(root + "/accounts/:id/in_collections", READ_OWN, this::withMe),
        Route.post(path, WRITE, this::create),
        Route.get(path + "/:id", READ, this::show),
        Route.patch(path + "/:id", WRITE, this::edit),
        Route.put(path + "/:id", WRITE, this::edit),
        Route.delete(path + "/:id", WRITE, this::delete),
        Route.post(path + "/:id/items", WRITE, this::add),
        Route.delete(path + "/:id/items/:item", WRITE, this::remove),
        Route.post(path + "/:id/items/:item/revoke", WRITE, this::revoke));
  }

  private Reply ofAccount(Request request) {
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            viewer,
            tx -> {
              AccountId account =
                  AccountId.parse(request.pathParameter("id"))
                      .filter(id -> CollectionQueries.exists(tx.sql(), id))
                      .orElseThrow(ProblemException::notFound);
              return list(
                  tx,
                  viewer,
                  CollectionQueries.of(tx.sql(), viewer, account, offset(request), paging.rows()));
            });
  }

  /** Only who is in them asks where. */
  private Reply withMe(Request request) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    if (!request.pathParameter("id").equals(me.toString())) {
      throw ProblemException.notFound();
    }
    return kit.db()
        .as(
            Viewer.of(me),
            tx ->
                list(
                    tx,
                    Viewer.of(me),
                    CollectionQueries.with(tx.sql(), me, offset(request), paging.rows())));
  }

  private static int offset(Request request) {
    return Math.clamp(request.parameters().integer("offset").orElse(0), 0, MAX_OFFSET);
  }

  private Reply list(Tx tx, Viewer viewer, List<CollectionsRecord> rows) {
    return Reply.json(Map.of("collections", entities(tx, viewer, rows)));
  }

  private List<CollectionEntity> entities(Tx tx, Viewer viewer, List<CollectionsRecord> rows) {
    Map<Long, List<CollectionItemsRecord>> items = CollectionQueries.items(tx.sql(), viewer, rows);
    return rows.stream().map(row -> CollectionEntities.of(kit.urls(), row, items)).toList();
  }

  private Reply show(Request request) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              CollectionsRecord row = readable(tx, viewer, request);
              CollectionEntity entity = entities(tx, viewer, List.of(row)).getFirst();
              List<Long> people = new ArrayList<>(List.of(row.getAccountId()));
              entity.items().stream()
                  .map(CollectionEntities.ItemEntity::accountId)
                  .filter(Objects::nonNull)
                  .flatMap(id -> Decimal.parse(id).stream())
                  .forEach(people::add);
              return Reply.json(
                  Map.of(
                      "accounts",
                      accounts.list(tx.sql(), people.stream().distinct().toList()),
                      "collection",
                      entity));
            });
  }

  private Reply create(Request request) {
    return asMember(
        request, (tx, me) -> wrapped(tx, me, change.create(tx, me, request.parameters())));
  }

  private Reply edit(Request request) {
    return asMember(
        request,
        (tx, me) -> {
          CollectionsRecord row = own(tx, me, request);
          change.change(row, request.parameters());
          return wrapped(tx, me, row);
        });
  }

  private Reply delete(Request request) {
    return asMember(
        request,
        (tx, me) -> {
          own(tx, me, request).delete();
          return Reply.empty(200);
        });
  }

  private Reply add(Request request) {
    return asMember(
        request,
        (tx, me) -> {
          CollectionItemsRecord item =
              change.add(tx, me, own(tx, me, request), request.parameters().required("account_id"));
          return Reply.json(Json.object().putPOJO("collection_item", CollectionEntities.of(item)));
        });
  }

  private Reply remove(Request request) {
    return asMember(
        request,
        (tx, me) -> {
          change.remove(tx, own(tx, me, request), request.pathParameter("item"));
          return Reply.empty(200);
        });
  }

  private Reply revoke(Request request) {
    return asMember(
        request,
        (tx, me) -> {
          change.revoke(tx, me, request.pathParameter("id"), request.pathParameter("item"));
          return Reply.empty(200);
        });
  }

  private Reply wrapped(Tx tx, AccountId me, CollectionsRecord row) {
    return Reply.json(Map.of("collection", entities(tx, Viewer.of(me), List.of(row)).getFirst()));
  }

  private static CollectionsRecord readable(Tx tx, Viewer viewer, Request request) {
    return Decimal.parse(request.pathParameter("id"))
        .flatMap(id -> CollectionQueries.one(tx.sql(), viewer, id))
        .orElseThrow(ProblemException::notFound);
  }

  /**
   * @throws ProblemException 404 where there is none, 403 for another's, which everybody may read
   */
  private static CollectionsRecord own(Tx tx, AccountId me, Request request) {
    CollectionsRecord row = readable(tx, Viewer.of(me), request);
    if (row.getAccountId() != me.value()) {
      throw ProblemException.forbidden();
    }
    return row;
  }

  private Reply asMember(
      Request request, java.util.function.BiFunction<Tx, AccountId, Reply> work) {
    AccountId me = request.caller().required().account();
    return kit.db().as(Viewer.of(me), tx -> work.apply(tx, me));
  }
}
