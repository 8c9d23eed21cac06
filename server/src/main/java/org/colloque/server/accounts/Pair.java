package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.util.List;
import java.util.Map;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Two accounts whose relation is about to change, their rows locked until the transaction ends. So
 * changes between the same two wait for each other, counters are exact, and because everybody locks
 * in the same order nobody waits for ever.
 */
record Pair(Side from, Side to) {
  /** What the rules look at. */
  record Side(
      AccountId id,
      boolean local,
      boolean locked,
      boolean limited,
      boolean gone,
      int followingCount) {}

  /**
   * @throws ProblemException 404 when one of them does not exist
   */
  static Pair lock(Tx tx, AccountId from, AccountId to) {
    Map<Long, Side> sides =
        tx.sql()
            .select(
                ACCOUNTS.ID,
                ACCOUNTS.DOMAIN,
                ACCOUNTS.LOCKED,
                ACCOUNTS.SILENCED_AT,
                ACCOUNTS.SUSPENDED_AT,
                ACCOUNTS.DELETED_AT,
                ACCOUNTS.FOLLOWING_COUNT)
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.in(List.of(from.value(), to.value())))
            .orderBy(ACCOUNTS.ID)
            .forNoKeyUpdate()
            .fetchMap(
                ACCOUNTS.ID,
                row ->
                    new Side(
                        new AccountId(row.get(ACCOUNTS.ID)),
                        row.get(ACCOUNTS.DOMAIN) == null,
                        row.get(ACCOUNTS.LOCKED),
                        row.get(ACCOUNTS.SILENCED_AT) != null,
                        row.get(ACCOUNTS.SUSPENDED_AT) != null
                            || row.get(ACCOUNTS.DELETED_AT) != null,
                        row.get(ACCOUNTS.FOLLOWING_COUNT)));
    @Nullable Side first = sides.get(from.value());
    @Nullable Side second = sides.get(to.value());
    if (first == null || second == null) {
      throw ProblemException.notFound();
    }
    return new Pair(first, second);
  }

  /** The same two, looked at from the other side. */
  Pair reversed() {
    return new Pair(to, from);
  }
}
