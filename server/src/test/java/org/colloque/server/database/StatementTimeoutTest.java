package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No statement that a stranger causes holds a connection for long (reliability.md, C44). */
class StatementTimeoutTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static String timeout() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx -> tx.sql().fetchSingle("SHOW statement_timeout").get(0, String.class));
  }

  @Test
  void c44TwoSecondsInARequestAndMinutesElsewhere() {
    assertThat(Db.REQUEST_TIMEOUT).hasSeconds(2);
    assertThat(Db.inRequest(StatementTimeoutTest::timeout)).isEqualTo("2s");
    assertThat(timeout()).isEqualTo("5min");
    assertThat(Db.inRequest(StatementTimeoutTest::timeout)).as("set for one only").isEqualTo("2s");
  }

  @Test
  void c44ASlowStatementIsCancelled() {
    assertThatThrownBy(() ->
            Db.inRequest(() ->
                rig.kit()
                    .db()
                    .as(
                        Viewer.stranger(),
                        tx -> tx.sql().fetchSingle("SELECT 1 FROM pg_sleep(20)"))))
        .isInstanceOf(SlowStatementException.class);
    assertThatThrownBy(() ->
            rig.kit()
                .db()
                .read(
                    Viewer.stranger(),
                    "SELECT 1 FROM pg_sleep(20)",
                    List.of(),
                    row -> row.getInt(1)))
        .isInstanceOf(SlowStatementException.class);
    assertThat(timeout()).isEqualTo("5min");
  }

  @Test
  void c44WhoAsksIsToldToComeBack() throws SQLException {
    Person alice = rig.local("alice");
    String status =
        alice.app().post("/api/v1/statuses", "status", "wait").json().path("id").asText();
    DatabaseSettings database = rig.database();
    try (Connection other =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE favourites");
      Browser.Answer answer = alice.app().post("/api/v1/statuses/" + status + "/favourite");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isNotEmpty();
      other.rollback();
    }
    assertThat(alice.app().post("/api/v1/statuses/" + status + "/favourite").status())
        .isEqualTo(200);
  }

  /** A migration may have a large table before it. */
  @Test
  void everyMigrationLiftsTheTimeoutForItself() throws IOException {
    try (InputStream migration = Db.class.getResourceAsStream("/db/migration/V1__base.sql")) {
      assertThat(migration).isNotNull();
      assertThat(new String(migration.readAllBytes(), StandardCharsets.UTF_8))
          .contains("SET LOCAL statement_timeout = 0;");
    }
  }
}
