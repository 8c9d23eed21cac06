package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;

/** The followers of an account that live on one server. */
public final class FollowersByServer {
  /** An account with more is not compared. */
  public static final int MOST = 25_000;

  private FollowersByServer() {}

  /** Their ActivityPub ids. */
  public static List<String> of(DSLContext sql, AccountId account, Origin server) {
    return sql.select(ACCOUNTS.URI)
        .from(FOLLOWS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
        .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(account.value()))
        .and(ACCOUNTS.DOMAIN.isNotNull())
        .and(ACCOUNTS.URI.startsWith(server + "/"))
        .and(ACCOUNTS.DELETED_AT.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .orderBy(FOLLOWS.ID)
        .limit(MOST)
        .fetch(ACCOUNTS.URI);
  }

  /** All of them, by the server on which they live; none when there are more than {@link #MOST}. */
  public static Map<Origin, List<String>> all(DSLContext sql, AccountId account) {
    List<String> uris =
        sql.select(ACCOUNTS.URI)
            .from(FOLLOWS)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
            .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(account.value()))
            .and(ACCOUNTS.DOMAIN.isNotNull())
            .and(ACCOUNTS.DELETED_AT.isNull())
            .and(ACCOUNTS.SUSPENDED_AT.isNull())
            .limit(MOST + 1)
            .fetch(ACCOUNTS.URI);
    Map<Origin, List<String>> byServer = new HashMap<>();
    if (uris.size() <= MOST) {
      for (String uri : uris) {
        Origin.of(uri)
            .ifPresent(server -> byServer.computeIfAbsent(server, _ -> new ArrayList<>()).add(uri));
      }
    }
    return byServer;
  }
}
