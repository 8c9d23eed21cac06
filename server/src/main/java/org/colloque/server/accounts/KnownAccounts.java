package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.Locale;
import java.util.Optional;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Finds what the database knows already, and asks nobody else. */
public final class KnownAccounts implements Resolver {
  private final Kit kit;

  public KnownAccounts(Kit kit) {
    this.kit = kit;
  }

  @Override
  public Optional<AccountId> accountByHandle(String handle) {
    int at = handle.indexOf('@');
    String username = (at < 0 ? handle : handle.substring(0, at)).toLowerCase(Locale.ROOT);
    String domain = at < 0 ? "" : handle.substring(at + 1).toLowerCase(Locale.ROOT);
    String stored = domain.equals(kit.urls().host()) ? "" : domain;
    return account(
        DSL.lower(ACCOUNTS.USERNAME)
            .eq(username)
            .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(stored)));
  }

  @Override
  public Optional<AccountId> accountByUrl(String url) {
    return account(ACCOUNTS.URI.eq(url).or(ACCOUNTS.URL.eq(url)));
  }

  @Override
  public Optional<StatusId> statusByUrl(String url) {
    var s = STATUSES.as("s");
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(s.ID)
                    .from(s)
                    .where(s.URI.eq(url).or(s.URL.eq(url)))
                    .and(Visible.toAll(s))
                    .limit(1)
                    .fetchOptional(s.ID)
                    .map(StatusId::new));
  }

  private Optional<AccountId> account(Condition condition) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(ACCOUNTS.ID)
                    .from(ACCOUNTS)
                    .where(condition)
                    .and(ACCOUNTS.DELETED_AT.isNull())
                    .limit(1)
                    .fetchOptional(ACCOUNTS.ID)
                    .map(AccountId::new));
  }
}
