package org.colloque.server.database;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/**
 * A transaction that is open: its SQL, and what shall happen once it is committed. Who holds one
 * does not touch the network.
 */
public final class Tx {
  private final DSLContext sql;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(DSLContext sql) {
    this.sql = sql;
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

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }
}
