package org.colloque.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all server processes on one database what has been committed: PostgreSQL's LISTEN and
 * NOTIFY. A signal is sent in the transaction and heard only when it commits, by this process too.
 * A process that was cut off tells its listeners that it may have missed some.
 */
public final class Signals implements AutoCloseable {
  /** PostgreSQL takes 8000 bytes; longer matters are sent as identifiers. */
  public static final int MAX_PAYLOAD_CHARACTERS = 1800;

  /** Between the payloads of one notification; no payload contains it. */
  private static final char BETWEEN = '\n';

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final String CHANNEL = "colloque";
  private static final String SEND =
      "SELECT pg_notify('" + CHANNEL + "', signal) FROM unnest(?::text[]) signal";
  private static final int WAIT_MILLIS = 500;
  private static final long RECONNECT_MILLIS = 500;

  private final Database database;
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
  private final List<Runnable> missed = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  public Signals(Database database) {
    this.database = database;
    this.thread = Thread.ofPlatform().daemon().name("signals").unstarted(this::run);
  }

  /** Begins to listen. Listeners are registered before. */
  public void start() {
    thread.start();
  }

  /** Calls {@code listener} with the payload of every signal on {@code topic}. Must be quick. */
  public void on(String topic, Consumer<String> listener) {
    listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /** Calls {@code action} when signals may have been missed: caches must be emptied then. */
  public void onMissed(Runnable action) {
    missed.add(action);
  }

  /** Sends when {@code tx} commits. */
  public void send(Tx tx, String topic, String payload) {
    sendAll(tx, topic, List.of(payload));
  }

  /** Sends many at once, in their order: as few notifications as hold them. */
  public void sendAll(Tx tx, String topic, List<String> payloads) {
    List<String> notifications = new ArrayList<>();
    StringBuilder next = new StringBuilder();
    for (String payload : payloads) {
      if (payload.length() > MAX_PAYLOAD_CHARACTERS || payload.indexOf(BETWEEN) >= 0) {
        throw new IllegalArgumentException("a signal of " + payload.length() + " characters");
      }
      if (next.length() + payload.length() >= MAX_PAYLOAD_CHARACTERS && !next.isEmpty()) {
        notifications.add(topic + next);
        next.setLength(0);
      }
      next.append(next.isEmpty() ? ' ' : BETWEEN).append(payload);
    }
    if (!next.isEmpty()) {
      notifications.add(topic + next);
    }
    Batch.query(tx.sql(), SEND, row -> "", (Object) notifications.toArray(String[]::new));
  }

  private void run() {
    while (!closed) {
      try (Connection connection = database.connection()) {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
          statement.execute("LISTEN " + CHANNEL);
        }
        missed.forEach(Runnable::run);
        listen(connection.unwrap(PGConnection.class));
        try (Statement statement = connection.createStatement()) {
          statement.execute("UNLISTEN " + CHANNEL);
        }
      } catch (SQLException failure) {
        database.lost(failure);
        if (!closed) {
          LOG.warn("the listener lost its connection: {}", failure.getMessage());
          pause();
        }
      }
    }
  }

  private void listen(PGConnection connection) throws SQLException {
    while (!closed) {
      PGNotification[] notifications = connection.getNotifications(WAIT_MILLIS);
      if (notifications != null) {
        for (PGNotification notification : notifications) {
          tell(notification.getParameter());
        }
      }
    }
  }

  private void tell(String parameter) {
    int space = parameter.indexOf(' ');
    String topic = parameter.substring(0, Math.max(space, 0));
    List<Consumer<String>> told = listeners.getOrDefault(topic, List.of());
    if (told.isEmpty()) {
      return;
    }
    for (String payload : parameter.substring(space + 1).split(String.valueOf(BETWEEN), -1)) {
      for (Consumer<String> listener : told) {
        try {
          listener.accept(payload);
        } catch (RuntimeException failure) {
          LOG.error("a listener to {} failed", topic, failure);
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RECONNECT_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(2L * WAIT_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
