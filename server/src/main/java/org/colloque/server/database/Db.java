package org.colloque.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one opener of transactions. Each tells PostgreSQL who looks, so that row-level security hides
 * what the viewer may not know of; without a viewer it is a stranger's.
 */
public final class Db {
  /** How often a transaction that lost a deadlock or a serialisation race is tried in all. */
  public static final int ATTEMPTS = 4;

  /**
   * How long one statement may take while somebody waits for the answer (reliability.md, C44): what
   * a stranger can ask for must not hold a connection for longer. The default of every connection,
   * so that nothing is forgotten; migrations lift it for themselves.
   */
  public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

  /** The same for work that nobody waits for. */
  public static final Duration WORK_TIMEOUT = Duration.ofMinutes(5);

  /** Of a hundred connections, those that strangers may use at once: the others are for members. */
  static final int PERCENT_FOR_STRANGERS = 50;

  /** A stranger waits so long for one of them. */
  static final Duration STRANGERS_WAIT = Duration.ofSeconds(3);

  private static final ScopedValue<Boolean> IN_REQUEST = ScopedValue.newInstance();
  private static final ScopedValue<Boolean> FOR_STRANGER = ScopedValue.newInstance();
  private static final ScopedValue<Boolean> HAS_TURN = ScopedValue.newInstance();

  private static final Logger LOG = LoggerFactory.getLogger(Db.class);
  private static final String SET_VIEWER =
      "SELECT set_config('colloque.viewer', ?, true), set_config('colloque.sees_all', ?, true)";

  private static final String SET_WORKER =
      SET_VIEWER + ", set_config('statement_timeout', '" + WORK_TIMEOUT.toMillis() + "', true)";

  private final Pool pool;
  private final Configuration configuration;
  private final Turns turns;

  /**
   * @param connections how many {@code pool} may have
   */
  Db(Pool pool, int connections) {
    this.pool = pool;
    this.turns =
        new Turns(
            placesOfStrangers(connections),
            Runtime.getRuntime().availableProcessors(),
            System::nanoTime);
    this.configuration =
        new DefaultConfiguration()
            .set(SQLDialect.POSTGRES)
            .set(
                new Settings()
                    .withExecuteLogging(false)
                    .withRenderSchema(false)
                    .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                    // counts rows of IN lists up to powers of two, so that plans are shared
                    .withInListPadding(true));
  }

  /** Transactions of strangers at once, of {@code connections} in all. */
  static int placesOfStrangers(int connections) {
    return Math.max(1, connections * PERCENT_FOR_STRANGERS / 100);
  }

  /**
   * Runs {@code work} in one transaction that sees what {@code viewer} may see. The work may run
   * more than once when it loses a race in the database, so it must have no other effect than
   * through the transaction.
   *
   * @throws DatabaseUnavailableException when PostgreSQL cannot be reached
   * @throws SlowStatementException when a statement took too long
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T as(
      Viewer viewer, Function<Tx, T> work) {
    return run(viewer.setting(), false, work);
  }

  /**
   * Runs {@code work} for somebody who waits: each statement in it may take {@link
   * #REQUEST_TIMEOUT}, elsewhere {@link #WORK_TIMEOUT}.
   */
  public static <T> T inRequest(Supplier<T> work) {
    return ScopedValue.where(IN_REQUEST, true).call(work::get);
  }

  /**
   * Runs {@code work} with the patience of work that nobody waits for, also within a request: for
   * what a moderator starts and is told to wait for.
   */
  public static <T> T inWork(Supplier<T> work) {
    return ScopedValue.where(IN_REQUEST, false).call(work::get);
  }

  /**
   * Runs {@code work} for somebody who has not signed in: however many of them ask at once, members
   * find connections free (reliability.md, C39).
   */
  public static <T> T forStranger(Supplier<T> work) {
    return ScopedValue.where(FOR_STRANGER, true).call(work::get);
  }

  /** {@link #as} without a result. */
  public void doAs(Viewer viewer, Consumer<Tx> work) {
    Db.<@org.jspecify.annotations.Nullable Object>discard(
        run(
            viewer.setting(),
            false,
            tx -> {
              work.accept(tx);
              return "";
            }));
  }

  /**
   * Runs {@code work} in a transaction that sees every row, private groups' too. Only for work that
   * must (retention, deletion, export); a test lists who may call it.
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T seeingAll(Function<Tx, T> work) {
    return run("", true, work);
  }

  /** Makes a value of the present row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Runs one query in a transaction of its own that sees what {@code viewer} may see, in a single
   * round trip: both statements go out together, and up to the end of their exchange PostgreSQL
   * takes them as one transaction (PostgreSQL, "Pipelining"), with which the viewer ends. For the
   * hottest reads only; all else goes through {@link #as}.
   *
   * @param query one SELECT with question marks
   * @param parameters numbers, by position
   * @throws DatabaseUnavailableException when PostgreSQL cannot be reached
   * @throws SlowStatementException when it takes longer than {@link #REQUEST_TIMEOUT}
   */
  public <T> List<T> read(Viewer viewer, String query, List<Long> parameters, RowReader<T> reader) {
    return inTurn(() -> readNow(viewer, query, parameters, reader));
  }

  private <T> List<T> readNow(
      Viewer viewer, String query, List<Long> parameters, RowReader<T> reader) {
    try (Connection connection = pool.take()) {
      connection.setAutoCommit(true);
      try (PreparedStatement statement = connection.prepareStatement(SET_VIEWER + ";" + query)) {
        statement.setString(1, viewer.setting());
        statement.setString(2, "");
        for (int i = 0; i < parameters.size(); i++) {
          statement.setLong(i + 3, parameters.get(i));
        }
        statement.execute();
        statement.getMoreResults();
        List<T> rows = new ArrayList<>();
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            rows.add(reader.read(result));
          }
        }
        return rows;
      }
    } catch (SQLException failure) {
      if (tookTooLong(failure.getSQLState())) {
        throw new SlowStatementException(failure);
      }
      pool.lost(failure.getSQLState());
      if (unavailable(failure.getSQLState()) || failure instanceof SQLTransientException) {
        throw new DatabaseUnavailableException(failure);
      }
      throw new DataAccessException(query, failure);
    }
  }

  private static <T extends @org.jspecify.annotations.Nullable Object> void discard(T ignored) {}

  private <T extends @org.jspecify.annotations.Nullable Object> T run(
      String viewer, boolean seesAll, Function<Tx, T> work) {
    return inTurn(() -> runNow(viewer, seesAll, work));
  }

  /** Strangers wait for their turn; who has a connection and asks for another one does not. */
  private <T extends @org.jspecify.annotations.Nullable Object> T inTurn(Supplier<T> work) {
    if (HAS_TURN.orElse(false) || !IN_REQUEST.orElse(false) && !FOR_STRANGER.orElse(false)) {
      return work.get();
    }
    if (FOR_STRANGER.orElse(false)) {
      return inTurnOfStranger(work);
    }
    turns.memberBegins();
    return work.get();
  }

  private <T extends @org.jspecify.annotations.Nullable Object> T inTurnOfStranger(
      Supplier<T> work) {
    try {
      if (!turns.strangerBegins(STRANGERS_WAIT)) {
        throw new DatabaseUnavailableException(
            new SQLTransientException("too many strangers ask at once"));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException(interrupted);
    }
    try {
      return ScopedValue.where(HAS_TURN, true).call(work::get);
    } finally {
      turns.strangerEnds();
    }
  }

  private <T extends @org.jspecify.annotations.Nullable Object> T runNow(
      String viewer, boolean seesAll, Function<Tx, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(viewer, seesAll, work);
      } catch (DataAccessException failure) {
        if (tookTooLong(failure.sqlState())) {
          throw new SlowStatementException(failure);
        }
        pool.lost(failure.sqlState());
        if (attempt >= ATTEMPTS || !lostRace(failure.sqlState())) {
          throw unavailable(failure.sqlState())
              ? new DatabaseUnavailableException(failure)
              : failure;
        }
        LOG.debug("transaction lost a race, tried again", failure);
      } catch (SQLException failure) {
        pool.lost(failure.getSQLState());
        if (attempt >= ATTEMPTS || !lostRace(failure.getSQLState())) {
          throw new DatabaseUnavailableException(failure);
        }
      }
    }
  }

  private <T extends @org.jspecify.annotations.Nullable Object> T once(
      String viewer, boolean seesAll, Function<Tx, T> work) throws SQLException {
    Tx tx;
    T result;
    try (Connection connection = pool.take()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      String setting = IN_REQUEST.orElse(false) ? SET_VIEWER : SET_WORKER;
      try {
        try (PreparedStatement statement = connection.prepareStatement(setting)) {
          statement.setString(1, viewer);
          statement.setString(2, seesAll ? "on" : "");
          statement.execute();
        }
        tx = new Tx(DSL.using(configuration.derive(connection)), seesAll);
        result = work.apply(tx);
        connection.commit();
        committed = true;
      } finally {
        if (!committed) {
          rollback(connection);
        }
      }
    }
    for (Runnable action : tx.actionsAfterCommit()) {
      action.run();
    }
    return result;
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException failure) {
      // the connection is lost, and with it the transaction: nothing was kept
      LOG.debug("rollback failed", failure);
    }
  }

  /** Deadlock or serialisation failure (PostgreSQL, appendix A, class 40). */
  private static boolean lostRace(@org.jspecify.annotations.Nullable String state) {
    return state != null && (state.equals("40P01") || state.equals("40001"));
  }

  /** Cancelled, which only the timeout does here (PostgreSQL, appendix A). */
  private static boolean tookTooLong(@org.jspecify.annotations.Nullable String state) {
    return "57014".equals(state);
  }

  /** Connection lost, server shutting down, out of resources (classes 08, 57P, 53). */
  private static boolean unavailable(@org.jspecify.annotations.Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
  }
}
