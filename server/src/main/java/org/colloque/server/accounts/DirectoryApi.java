package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.util.List;
import org.colloque.migrations.tables.Accounts;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/** People who want to be found (Mastodon 4.6, methods/directory). */
public final class DirectoryApi {
  /** Entries that can be skipped. */
  public static final int MAX_OFFSET = 10_000;

  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;
  private static final Accounts A = ACCOUNTS.as("a");

  private final Kit kit;
  private final AccountEntities entities;

  public DirectoryApi(Kit kit, AccountEntities entities) {
    this.kit = kit;
    this.entities = entities;
  }

  public List<Route> routes() {
    return List.of(Route.get("/api/v1/directory", Access.api(), this::list));
  }

  private Reply list(Request request) {
    Parameters parameters = request.parameters();
    int offset = parameters.integer("offset").orElse(0);
    if (offset < 0 || offset > MAX_OFFSET) {
      throw ProblemException.of(400, "The offset must be between 0 and " + MAX_OFFSET);
    }
    int limit = parameters.limit(LIMIT, MAX_LIMIT);
    Condition local = parameters.flag("local", false) ? A.DOMAIN.isNull() : DSL.noCondition();
    List<SortField<?>> order =
        parameters.text("order", "active").equals("new")
            ? List.of(A.ID.desc())
            : List.of(A.LAST_STATUS_ON.desc().nullsLast(), A.ID.desc());
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx ->
                Reply.json(
                    entities.list(
                        tx.sql(),
                        tx.sql()
                            .select(A.ID)
                            .from(A)
                            .where(A.DISCOVERABLE.isTrue())
                            .and(A.SUSPENDED_AT.isNull())
                            .and(A.SILENCED_AT.isNull())
                            .and(A.MOVED_TO_ID.isNull())
                            .and(AccountQueries.shown(A))
                            .and(Visible.wanted(viewer, A.ID))
                            .and(local)
                            .orderBy(order)
                            .limit(limit)
                            .offset(offset)
                            .fetch(A.ID))));
  }
}
