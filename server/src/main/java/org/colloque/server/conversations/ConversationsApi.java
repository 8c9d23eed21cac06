package org.colloque.server.conversations;

import static org.colloque.migrations.Tables.ACCOUNT_CONVERSATIONS;

import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.AccountConversationsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** Conversations in the client API. */
public final class ConversationsApi {
  private static final String PATH = "/api/v1/conversations";
  private static final Access READ = Access.user("read", "read:statuses");
  private static final Access WRITE = Access.user("write", "write:conversations");
  private static final int LIMIT = 20;
  private static final int MAX_LIMIT = 40;

  private final Kit kit;
  private final ConversationEntities entities;

  public ConversationsApi(Kit kit, ConversationEntities entities) {
    this.kit = kit;
    this.entities = entities;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, READ, this::list),
        Route.delete(PATH + "/:id", WRITE, this::remove),
        Route.post(PATH + "/:id/read", WRITE, request -> mark(request, false)),
        Route.post(PATH + "/:id/unread", WRITE, request -> mark(request, true)));
  }

  /** By cursors of their last posts. */
  private Reply list(Request request) {
    AccountId me = request.caller().required().account();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              List<AccountConversationsRecord> rows =
                  paging.newestFirst(
                      tx.sql()
                          .selectFrom(ACCOUNT_CONVERSATIONS)
                          .where(ACCOUNT_CONVERSATIONS.ACCOUNT_ID.eq(me.value()))
                          .and(paging.condition(ACCOUNT_CONVERSATIONS.LAST_STATUS_ID))
                          .orderBy(paging.order(ACCOUNT_CONVERSATIONS.LAST_STATUS_ID))
                          .limit(paging.rows())
                          .fetch());
              return paging.linkUntilLast(
                  Reply.json(entities.list(tx.sql(), me, rows)),
                  kit.urls(),
                  rows.stream().map(AccountConversationsRecord::getLastStatusId).toList());
            });
  }

  private Reply mark(Request request, boolean unread) {
    AccountId me = request.caller().required().account();
    long id = id(request);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              tx.sql()
                  .update(ACCOUNT_CONVERSATIONS)
                  .set(ACCOUNT_CONVERSATIONS.UNREAD, unread)
                  .where(ACCOUNT_CONVERSATIONS.ID.eq(id))
                  .and(ACCOUNT_CONVERSATIONS.ACCOUNT_ID.eq(me.value()))
                  .execute();
              return entities
                  .one(tx.sql(), me, id)
                  .map(Reply::json)
                  .orElseThrow(ProblemException::notFound);
            });
  }

  /** The posts stay; with the next one the conversation is there again. */
  private Reply remove(Request request) {
    AccountId me = request.caller().required().account();
    long id = id(request);
    int removed =
        kit.db()
            .as(
                Viewer.of(me),
                tx ->
                    tx.sql()
                        .deleteFrom(ACCOUNT_CONVERSATIONS)
                        .where(ACCOUNT_CONVERSATIONS.ID.eq(id))
                        .and(ACCOUNT_CONVERSATIONS.ACCOUNT_ID.eq(me.value()))
                        .execute());
    if (removed == 0) {
      throw ProblemException.notFound();
    }
    return Reply.json(Map.of());
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
