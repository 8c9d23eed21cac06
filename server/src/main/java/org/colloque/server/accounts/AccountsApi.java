package org.colloque.server.accounts;

import java.util.List;
import java.util.function.BiFunction;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** Reading accounts in the client API (Mastodon 4.6, methods/accounts). */
public final class AccountsApi {
  private static final Access READ = Access.api("read", "read:accounts");
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;

  private final Kit kit;
  private final AccountEntities entities;
  private final Sightings sightings;

  public AccountsApi(Kit kit, AccountEntities entities, Sightings sightings) {
    this.kit = kit;
    this.entities = entities;
    this.sightings = sightings;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/accounts", READ, this::several),
        Route.get("/api/v1/accounts/:id", READ, this::show),
        Route.get("/api/v1/accounts/lookup", READ, this::lookup),
        Route.get(
            "/api/v1/accounts/familiar_followers",
            Access.user("read", "read:follows"),
            this::familiar),
        Route.get("/api/v1/accounts/:id/followers", READ, this::followers),
        Route.get("/api/v1/accounts/:id/following", READ, this::following),
        Route.get("/api/v1/accounts/:id/endorsements", READ, this::endorsements),
        Route.get(
            "/api/v1/accounts/:id/identity_proofs",
            Access.user(),
            request -> nothingOf(request).with("deprecation", "@1651708800")));
  }

  private Reply show(Request request) {
    return read(
        request,
        tx -> {
          AccountId id = face(tx, request).id();
          RawJson account = entities.one(tx.sql(), id);
          if (account == null) {
            throw ProblemException.notFound();
          }
          sightings.seen(request.caller().viewer(), id);
          return Reply.jsonBytes(account.bytes());
        });
  }

  private Reply several(Request request) {
    List<Long> ids = RelationsApi.ids(request.parameters());
    return read(
        request, tx -> Reply.json(entities.list(tx.sql(), AccountQueries.shown(tx.sql(), ids))));
  }

  /** Only what is known here: nobody else is asked. */
  private Reply lookup(Request request) {
    Acct handle =
        Acct.parse(request.parameters().required("acct"), kit.urls().host())
            .orElseThrow(ProblemException::notFound);
    return read(
        request,
        tx -> {
          AccountId id =
              AccountQueries.byHandle(tx.sql(), handle.username(), handle.domain())
                  .orElseThrow(ProblemException::notFound);
          RawJson account = entities.one(tx.sql(), id);
          if (account == null) {
            throw ProblemException.notFound();
          }
          return Reply.jsonBytes(account.bytes());
        });
  }

  private Reply familiar(Request request) {
    AccountId me = request.caller().required().account();
    List<Long> ids = RelationsApi.ids(request.parameters());
    return read(request, tx -> Reply.json(FamiliarFollowers.list(tx.sql(), entities, me, ids)));
  }

  /** A page of somebody's relations, as far as they may be seen. */
  @FunctionalInterface
  private interface Listing {
    AccountQueries.Page page(Tx tx, Viewer viewer, AccountId account, Paging paging);
  }

  private Reply followers(Request request) {
    return collection(
        request,
        (tx, viewer, account, paging) ->
            AccountQueries.followers(tx.sql(), viewer, account, paging));
  }

  private Reply following(Request request) {
    return collection(
        request,
        (tx, viewer, account, paging) ->
            AccountQueries.following(tx.sql(), viewer, account, paging));
  }

  private Reply collection(Request request, Listing listing) {
    return paged(
        request,
        (tx, paging) -> {
          AccountQueries.Face face = face(tx, request);
          return mayList(tx, request, face)
              ? listing.page(tx, request.caller().viewer(), face.id(), paging)
              : new AccountQueries.Page(List.of(), List.of());
        });
  }

  private Reply endorsements(Request request) {
    return paged(
        request,
        (tx, paging) -> AccountQueries.endorsements(tx.sql(), face(tx, request).id(), paging));
  }

  private Reply paged(Request request, BiFunction<Tx, Paging, AccountQueries.Page> query) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return read(
        request,
        tx -> {
          AccountQueries.Page page = query.apply(tx, paging);
          Reply reply = Reply.json(entities.list(tx.sql(), page.accounts()));
          return paging.linkUntilLast(reply, kit.urls(), page.cursors());
        });
  }

  /** Who hides their lists, or has blocked the viewer, shows nothing. */
  private static boolean mayList(Tx tx, Request request, AccountQueries.Face face) {
    return switch (request.caller().viewer()) {
      case Viewer.Stranger _ -> !face.suspended() && !face.hidesCollections();
      case Viewer.Member me ->
          me.account().equals(face.id())
              || !face.suspended()
                  && !face.hidesCollections()
                  && !AccountQueries.hasBlocked(tx.sql(), face.id(), me.account());
    };
  }

  /** Members have none of these yet, but whoever is asked about must exist. */
  private Reply nothingOf(Request request) {
    return read(
        request,
        tx -> {
          face(tx, request);
          return Reply.json(List.of());
        });
  }

  private Reply read(Request request, java.util.function.Function<Tx, Reply> work) {
    return kit.db().as(request.caller().viewer(), work);
  }

  private static AccountQueries.Face face(Tx tx, Request request) {
    return AccountId.parse(request.pathParameter("id"))
        .flatMap(id -> AccountQueries.face(tx.sql(), id))
        .orElseThrow(ProblemException::notFound);
  }
}
