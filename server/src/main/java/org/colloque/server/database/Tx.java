package org.colloque.server.database;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * A transaction that is open: its SQL, and what shall happen once it is committed. Who holds one
 * does not touch the network.
 */
public final class Tx {
  private final DSLContext sql;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean seesAll;

  Tx(DSLContext sql, boolean seesAll) {
    this.sql = sql;
    this.seesAll = seesAll;
  }

  public DSLContext sql() {
    return sql;
  }

  /** Runs {@code action} after the commit, never when the transaction fails. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /**
   * Waits until no other transaction holds the lock of this name, and holds it until the end: for
   * what two must not do at once and no row stands for yet.
   */
  public void lock(String name) {
    sql.query("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name).execute();
  }

  /** As {@link #lock}, but does not wait; false when another transaction holds it. */
  public boolean tryLock(String name) {
    Boolean held =
        sql.resultQuery("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))", name)
            .fetchSingle(0, Boolean.class);
    return Boolean.TRUE.equals(held);
  }

  /**
   * For the statements of {@code work} row-level security hides nothing and lets everything be
   * written; afterwards the viewer is as before. For what somebody who may do it does to rows that
   * no viewer can write by themselves; a test lists who may call it.
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T seeingAll(
      Function<DSLContext, T> work) {
    if (seesAll) {
      return work.apply(sql);
    }
    seeAll(true);
    try {
      T result = work.apply(sql);
      seeAll(false);
      return result;
    } catch (RuntimeException failure) {
      try {
        seeAll(false);
      } catch (DataAccessException broken) {
        // PostgreSQL takes nothing more in this transaction, and the setting ends with it
        failure.addSuppressed(broken);
      }
      throw failure;
    }
  }

  private void seeAll(boolean on) {
    sql.query("SELECT set_config('colloque.sees_all', ?, true)", on ? "on" : "").execute();
    seesAll = on;
  }

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }
}
