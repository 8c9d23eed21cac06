package org.colloque.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to PostgreSQL. Who finds none waits for one; but once PostgreSQL is known to be
 * away, everybody is told so at once until it is back.
 */
final class Pool implements AutoCloseable {
  /** Who asks within this time after PostgreSQL went away waits whether it comes back. */
  static final Duration SHORT_RESTART = Duration.ofSeconds(1);

  /** So often one waits for {@link #SHORT_RESTART} while all connections are in use. */
  private static final int WAITS = 5;

  private final Connecting connecting;
  private final HikariDataSource connections;

  Pool(DatabaseSettings settings, LongSupplier nanoTime) {
    connecting = new Connecting(settings, nanoTime);
    HikariConfig config = new HikariConfig();
    config.setDataSource(connecting);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(SHORT_RESTART.toMillis());
    config.setAutoCommit(false);
    config.setPoolName("colloque");
    connections = new HikariDataSource(config);
  }

  /** PostgreSQL was away already when somebody asked for a connection: no news. */
  static final class StillAwayException extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1;

    StillAwayException() {
      super("PostgreSQL has been away for a while", "08001");
    }
  }

  /**
   * A connection, which goes back when it is closed.
   *
   * @throws StillAwayException at once, when PostgreSQL is known to be away
   */
  Connection take() throws SQLException {
    for (int wait = 1; ; wait++) {
      if (isAway()) {
        throw new StillAwayException();
      }
      try {
        return connections.getConnection();
      } catch (SQLTransientConnectionException none) {
        if (wait == WAITS) {
          throw none;
        }
      }
    }
  }

  /** Connections may outlive the moment at which no new ones are made: these are used up. */
  private boolean isAway() {
    return connecting.isAwayFor(SHORT_RESTART)
        && connections.getHikariPoolMXBean().getIdleConnections() == 0;
  }

  /** One connection was lost: the others that were made before it have most likely gone too. */
  void lost(@Nullable String state) {
    if (Connecting.isGone(state)) {
      connections.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** For the migrations and for figures. */
  HikariDataSource connections() {
    return connections;
  }

  @Override
  public void close() {
    connecting.close();
    connections.close();
  }
}
