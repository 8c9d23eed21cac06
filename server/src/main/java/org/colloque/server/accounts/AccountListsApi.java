package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.MUTES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/** A member's own lists: whom they block, mute and endorse, and who asks to follow. */
public final class AccountListsApi {
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;

  private final Kit kit;
  private final AccountEntities entities;

  public AccountListsApi(Kit kit, AccountEntities entities) {
    this.kit = kit;
    this.entities = entities;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/blocks",
            Access.user("read", "read:blocks"),
            request ->
                list(
                    request, (tx, paging) -> AccountQueries.blocks(tx.sql(), me(request), paging))),
        Route.get("/api/v1/mutes", Access.user("read", "read:mutes"), this::mutes),
        Route.get(
            "/api/v1/follow_requests",
            Access.user("read", "read:follows"),
            request ->
                list(
                    request,
                    (tx, paging) -> AccountQueries.requests(tx.sql(), me(request), paging))),
        Route.get(
            "/api/v1/endorsements",
            Access.user("read", "read:accounts"),
            request ->
                list(
                    request,
                    (tx, paging) -> AccountQueries.endorsements(tx.sql(), me(request), paging))));
  }

  private Reply list(Request request, BiFunction<Tx, Paging, AccountQueries.Page> query) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            Viewer.of(me(request)),
            tx -> {
              AccountQueries.Page page = query.apply(tx, paging);
              Reply reply = Reply.json(entities.list(tx.sql(), page.accounts()));
              return paging.linkUntilLast(reply, kit.urls(), page.cursors());
            });
  }

  private Reply mutes(Request request) {
    AccountId me = me(request);
    Instant now = kit.now();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              AccountQueries.Page page = AccountQueries.mutes(tx.sql(), me, now, paging);
              Reply reply = Reply.json(muted(tx, page));
              return paging.linkUntilLast(reply, kit.urls(), page.cursors());
            });
  }

  /** Accounts with the end of the mute (entity MutedAccount). */
  private List<ObjectNode> muted(Tx tx, AccountQueries.Page page) {
    Map<Long, RawJson> accounts = entities.byIds(tx.sql(), page.accounts());
    Map<Long, OffsetDateTime> ends =
        tx.sql()
            .select(MUTES.TARGET_ACCOUNT_ID, MUTES.EXPIRES_AT)
            .from(MUTES)
            .where(MUTES.ID.in(page.cursors()))
            .and(MUTES.EXPIRES_AT.isNotNull())
            .fetchMap(MUTES.TARGET_ACCOUNT_ID, MUTES.EXPIRES_AT);
    List<ObjectNode> muted = new ArrayList<>();
    for (long id : page.accounts()) {
      @Nullable RawJson account = accounts.get(id);
      if (account != null) {
        @Nullable OffsetDateTime end = ends.get(id);
        ObjectNode entity = (ObjectNode) Json.read(account.bytes());
        entity.put("mute_expires_at", end == null ? null : Json.moment(end.toInstant()));
        muted.add(entity);
      }
    }
    return muted;
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }
}
