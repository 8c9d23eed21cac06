package org.colloque.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the connections of the {@link Pool}, on a thread of the pool's. When PostgreSQL goes away,
 * that thread knocks until it is back.
 */
final class Connecting extends PGSimpleDataSource implements AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);
  private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(100);
  private static final int SECONDS_TO_ANSWER = 5;

  private final transient LongSupplier nanoTime;
  private final transient CountDownLatch closed = new CountDownLatch(1);

  /** Whether it ever was there: a start with wrong settings fails at once. */
  private volatile boolean known;

  private volatile boolean away;
  private volatile long awaySince;

  Connecting(DatabaseSettings settings, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    setUrl(settings.url());
    setUser(settings.user());
    setPassword(settings.password());
    setApplicationName("colloque");
    super.setLoginTimeout(SECONDS_TO_ANSWER);
    setReWriteBatchedInserts(true);
    // after some uses a statement is planned once and kept: planning costs more than running
    setPrepareThreshold(3);
    setPreparedStatementCacheQueries(512);
    setOptions(
        "-c plan_cache_mode=force_generic_plan -c statement_timeout="
            + Db.REQUEST_TIMEOUT.toMillis());
  }

  /** Whether there has been nobody to connect to for {@code time} at least. */
  boolean isAwayFor(Duration time) {
    return away && nanoTime.getAsLong() - awaySince >= time.toNanos();
  }

  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        Connection connection = super.getConnection();
        known = true;
        if (away) {
          away = false;
          LOG.info("PostgreSQL is back");
        }
        return connection;
      } catch (SQLException failure) {
        if (!known || !isGone(failure.getSQLState()) || waitedForTheEnd(failure)) {
          throw failure;
        }
        if (!away) {
          awaySince = nanoTime.getAsLong();
          away = true;
          LOG.error("PostgreSQL is away", failure);
        }
      }
    }
  }

  /** The pool would wait no longer than its own clients do. */
  @Override
  public void setLoginTimeout(int seconds) {}

  /** No connection, or none yet (PostgreSQL, appendix A): too many are no reason. */
  static boolean isGone(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private boolean waitedForTheEnd(SQLException failure) {
    try {
      return closed.await(BETWEEN_KNOCKS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(interrupted);
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
