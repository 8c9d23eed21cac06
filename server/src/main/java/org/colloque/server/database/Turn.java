package org.colloque.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of all server processes on one database, one at a time has the turn of a name: a lock of
 * PostgreSQL that ends with its connection. Whoever has it may keep in memory what it has claimed;
 * when it dies, another one begins at once and waits for no lease.
 */
public final class Turn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** The connection is looked at no more often. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final int SECONDS_TO_ANSWER = 2;

  private final DatabaseSettings settings;
  private final String name;
  private @Nullable Connection connection;
  private long lookedAt;
  private boolean closed;

  public Turn(DatabaseSettings settings, String name) {
    this.settings = settings;
    this.name = name;
  }

  /** Whether this process has it, taking it if nobody has. */
  public synchronized boolean isMine() {
    long now = System.nanoTime();
    if (closed || now - lookedAt < BETWEEN_LOOKS.toNanos() && lookedAt != 0) {
      return connection != null;
    }
    lookedAt = now;
    try {
      if (connection != null && !connection.isValid(SECONDS_TO_ANSWER)) {
        LOG.warn("the turn of {} is lost with its connection", name);
        letGo();
      }
      if (connection == null) {
        connection = take();
      }
    } catch (SQLException unreachable) {
      LOG.debug("the turn of {} cannot be asked for", name, unreachable);
      letGo();
    }
    return connection != null;
  }

  private @Nullable Connection take() throws SQLException {
    Connection asking =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    boolean mine = false;
    try (PreparedStatement statement =
        asking.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 0))")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        mine = row.next() && row.getBoolean(1);
      }
    } finally {
      if (!mine) {
        asking.close();
      }
    }
    return mine ? asking : null;
  }

  private void letGo() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException gone) {
      LOG.debug("the connection was lost before", gone);
    }
    connection = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    letGo();
  }
}
