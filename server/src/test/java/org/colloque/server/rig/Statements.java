package org.colloque.server.rig;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts the statements that this process sends to PostgreSQL, as its driver logs them. */
public final class Statements implements AutoCloseable {
  private final Logger driver = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
  private final AtomicInteger sent = new AtomicInteger();
  private final Handler handler = new Counter();

  public Statements() {
    driver.setLevel(Level.FINEST);
    driver.setUseParentHandlers(false);
    driver.addHandler(handler);
  }

  /** How many were sent so far. */
  public int sent() {
    return sent.get();
  }

  private final class Counter extends Handler {
    @Override
    public void publish(LogRecord message) {
      String text = message.getMessage();
      if (text.contains("FE=> Execute") || text.contains("FE=> SimpleQuery")) {
        sent.incrementAndGet();
      }
    }

    @Override
    public void flush() {
      // nothing is kept
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  @Override
  public void close() {
    driver.removeHandler(handler);
    driver.setUseParentHandlers(true);
    driver.setLevel(null);
  }
}
