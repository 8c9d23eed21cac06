package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.util.List;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.jooq.DSLContext;

/** The followers of an account that live on one server. */
public final class FollowersByServer {
  /** Of one server; an account with more is not compared. */
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
}
