package org.colloque.server.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.flywaydb.core.Flyway;

/** The pool and what hangs on it: opened once at start, closed at stop. */
public final class Database implements AutoCloseable {
  /** Some at once: a connection costs more than a thousand identifiers. */
  private static final String NEXT_BLOCKS =
      "SELECT nextval('id_blocks') FROM generate_series(1, 8)";

  private final Pool pool;
  private final Db db;
  private final Ids ids;

  private Database(Pool pool, Db db, Ids ids) {
    this.pool = pool;
    this.db = db;
    this.ids = ids;
  }

  /**
   * Connects, migrates, and checks that row-level security binds this role.
   *
   * @throws IllegalStateException when the role could bypass row-level security
   */
  public static Database open(DatabaseSettings settings, java.time.Clock clock) {
    return open(settings, clock, System::nanoTime);
  }

  static Database open(DatabaseSettings settings, java.time.Clock clock, LongSupplier nanoTime) {
    Pool pool = new Pool(settings, nanoTime);
    try {
      Flyway.configure()
          .dataSource(pool.connections())
          .locations("classpath:db/migration")
          .load()
          .migrate();
      Db db = new Db(pool, settings.poolSize());
      refuseRoleAboveTheRules(db);
      return new Database(pool, db, new Ids(clock, blocks(settings)));
    } catch (RuntimeException failure) {
      pool.close();
      throw failure;
    }
  }

  public Db db() {
    return db;
  }

  public Ids ids() {
    return ids;
  }

  /** A connection outside the pool's own rules, for listening to notifications. */
  public java.sql.Connection connection() throws java.sql.SQLException {
    return pool.take();
  }

  /** A {@link #connection} was lost. */
  void lost(java.sql.SQLException failure) {
    pool.lost(failure.getSQLState());
  }

  /** Connections of the pool that somebody holds now, the listener's included. */
  public int connectionsInUse() {
    var bean = pool.connections().getHikariPoolMXBean();
    return bean == null ? 0 : bean.getActiveConnections();
  }

  /** Threads that wait for a connection now. */
  public int waitingForConnection() {
    var bean = pool.connections().getHikariPoolMXBean();
    return bean == null ? 0 : bean.getThreadsAwaitingConnection();
  }

  /** How many connections the pool may have. */
  public int maxConnections() {
    return pool.connections().getMaximumPoolSize();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static void refuseRoleAboveTheRules(Db db) {
    Boolean aboveTheRules =
        db.as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .resultQuery(
                        "SELECT bool_or(rolsuper OR rolbypassrls) FROM pg_roles"
                            + " WHERE rolname = current_user")
                    .fetchSingle(0, Boolean.class));
    if (!Boolean.FALSE.equals(aboveTheRules)) {
      throw new IllegalStateException(
          "The database role of Colloque must not be a superuser and must not have BYPASSRLS:"
              + " private groups are protected by row-level security, which such a role ignores."
              + " Create a plain role that owns the database, and set database.user to it.");
    }
  }

  /**
   * Over a connection of its own: whoever asks holds one of the pool, and if all waited for one
   * more, none would ever come back.
   */
  private static LongSupplier blocks(DatabaseSettings settings) {
    Queue<Long> left = new ArrayDeque<>();
    return () -> {
      if (left.isEmpty()) {
        left.addAll(nextBlocks(settings));
      }
      return left.remove();
    };
  }

  private static List<Long> nextBlocks(DatabaseSettings settings) {
    try (java.sql.Connection connection =
            java.sql.DriverManager.getConnection(
                settings.url(), settings.user(), settings.password());
        java.sql.Statement statement = connection.createStatement();
        java.sql.ResultSet rows = statement.executeQuery(NEXT_BLOCKS)) {
      List<Long> blocks = new ArrayList<>();
      while (rows.next()) {
        blocks.add(rows.getLong(1));
      }
      return blocks;
    } catch (java.sql.SQLException failure) {
      throw new DatabaseUnavailableException(failure);
    }
  }
}
