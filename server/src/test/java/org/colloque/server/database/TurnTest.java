package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** Of two processes on one database one has the turn, and the other one after it. */
class TurnTest {
  @Test
  void oneHasItAndTheOtherTakesOver() {
    try (Rig rig = Rig.start();
        Turn second = new Turn(rig.database(), "a test");
        Turn another = new Turn(rig.database(), "another test")) {
      try (Turn first = new Turn(rig.database(), "a test")) {
        assertThat(first.isMine()).isTrue();
        assertThat(second.isMine()).isFalse();
        assertThat(another.isMine()).isTrue();
        assertThat(first.isMine()).isTrue();
      }
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(second::isMine);
    }
  }

  @Test
  void itIsLostWithItsConnection() {
    try (Rig rig = Rig.start();
        Turn first = new Turn(rig.database(), "a test")) {
      assertThat(first.isMine()).isTrue();
      int killed =
          rig.kit()
              .db()
              .as(
                  Viewer.stranger(),
                  tx ->
                      tx.sql()
                          .fetch(
                              "SELECT pg_terminate_backend(pid) FROM pg_locks"
                                  + " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                                  + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                          .size());
      assertThat(killed).isPositive();
      try (Turn second = new Turn(rig.database(), "a test")) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(second::isMine);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !first.isMine());
      }
    }
  }
}
