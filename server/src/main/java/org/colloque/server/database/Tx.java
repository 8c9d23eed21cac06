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

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }
}
