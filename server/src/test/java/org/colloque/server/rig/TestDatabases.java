package org.colloque.server.rig;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.server.database.Database;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.embedded.EmbeddedDatabase;

/** Databases for tests: migrated once into a template, cloned for each rig. */
final class TestDatabases {
  private static final String TEMPLATE = "template_colloque";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int POOL = 8;

  private TestDatabases() {}

  /** Where a rig has its rows. */
  sealed interface Place extends AutoCloseable {
    DatabaseSettings settings();

    @Override
    void close();
  }

  /** Not ours to drop. */
  record Lent(DatabaseSettings settings) implements Place {
    @Override
    public void close() {
      // its owner does
    }
  }

  /** One database, dropped when closed. */
  record Clone(String name, DatabaseSettings settings) implements Place {
    @Override
    public void close() {
      String drop = "DROP DATABASE IF EXISTS " + name;
      try {
        maintain(drop + " WITH (FORCE)");
      } catch (IllegalStateException refused) {
        // force needs rights over an autovacuum that is at work there; without it the server waits
        maintain(drop);
      }
    }
  }

  private static final class Template {
    static final EmbeddedDatabase SERVER = migrated();

    private static EmbeddedDatabase migrated() {
      EmbeddedDatabase server = EmbeddedDatabase.forTests();
      run(server, "CREATE DATABASE " + TEMPLATE);
      Database.open(settings(server, TEMPLATE), Clock.systemUTC()).close();
      return server;
    }
  }

  static Clone create() {
    String name = "rig_" + COUNT.incrementAndGet();
    maintain("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " STRATEGY wal_log");
    return new Clone(name, settings(Template.SERVER, name));
  }

  private static void maintain(String statement) {
    run(Template.SERVER, statement);
  }

  private static void run(EmbeddedDatabase server, String statement) {
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(statement, failure);
    }
  }

  private static DatabaseSettings settings(EmbeddedDatabase server, String name) {
    String url = server.url().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    return new DatabaseSettings(url, server.user(), server.password(), POOL);
  }
}
