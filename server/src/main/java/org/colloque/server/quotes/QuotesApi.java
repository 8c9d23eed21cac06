package org.colloque.server.quotes;

import java.util.List;
import org.colloque.server.accounts.AccountId;
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
import org.colloque.server.statuses.QuotePolicy;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;

/** Who quotes a status, and who may (Mastodon 4.6, methods/statuses). */
public final class QuotesApi {
  private static final Access READ = Access.user("read", "read:statuses");
  private static final Access WRITE = Access.user("write", "write:statuses");
  private static final int LIMIT = 20;
  private static final int MAX_LIMIT = 40;

  private final Kit kit;
  private final QuoteStatus verb;
  private final StatusEntities statuses;

  public QuotesApi(Kit kit, QuoteStatus verb, StatusEntities statuses) {
    this.kit = kit;
    this.verb = verb;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/statuses/:id/quotes", READ, this::quotes),
        Route.post("/api/v1/statuses/:id/quotes/:quoting_status_id/revoke", WRITE, this::revoke),
        Route.put("/api/v1/statuses/:id/interaction_policy", WRITE, this::policy),
        Route.patch("/api/v1/statuses/:id/interaction_policy", WRITE, this::policy));
  }

  private Reply quotes(Request request) {
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            viewer,
            tx -> {
              long quoted = ReadStatus.readable(tx.sql(), viewer, id(request, "id")).getId();
              List<Long> page =
                  paging.newestFirst(
                      QuoteLists.page(tx.sql(), viewer, quoted, paging, QuoteState.ACCEPTED));
              return paging.linkUntilLast(
                  Reply.jsonBytes(RawJson.array(statuses.list(tx.sql(), viewer, page))),
                  kit.urls(),
                  page);
            });
  }

  private Reply revoke(Request request) {
    AccountId me = request.caller().required().account();
    return kit.db()
        .as(
            Viewer.of(me),
            tx ->
                entity(
                    tx,
                    me,
                    verb.revoke(tx, me, id(request, "id"), id(request, "quoting_status_id"))));
  }

  private Reply policy(Request request) {
    AccountId me = request.caller().required().account();
    StatusId id = id(request, "id");
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              ReadStatus.own(tx.sql(), me, id);
              QuotePolicy policy =
                  QuotePolicy.asked(request.parameters())
                      .orElseThrow(
                          () -> ProblemException.invalid("quote_approval_policy is missing"));
              verb.change(tx, me, id, policy);
              return entity(tx, me, id);
            });
  }

  private Reply entity(Tx tx, AccountId me, StatusId id) {
    return Reply.jsonBytes(
        statuses.one(tx.sql(), Viewer.of(me), id).orElseThrow(ProblemException::notFound).bytes());
  }

  private static StatusId id(Request request, String name) {
    return StatusId.parse(request.pathParameter(name)).orElseThrow(ProblemException::notFound);
  }
}
