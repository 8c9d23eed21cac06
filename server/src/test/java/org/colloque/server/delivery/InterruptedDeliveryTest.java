package org.colloque.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.colloque.migrations.Tables;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** What was claimed and could not be read does not take the places of a server for ever. */
class InterruptedDeliveryTest {
  @Test
  void whatTheDatabaseInterruptedIsSentWhenItIsBack() {
    try (Rig rig = Rig.start();
        Remote far = Remote.start("far")) {
      Person alice = rig.local("alice");
      RemotePerson bob = far.person("bob");
      String uri = rig.kit().urls().actor("alice");
      assertThat(bob.send(rig, bob.activity("Follow", uri))).isEqualTo(202);
      rig.runDueJobs();
      int posts = 2 * Traffic.PER_HOST;
      for (int i = 0; i < posts; i++) {
        alice.app().post("/api/v1/statuses", "status", "number " + i);
      }
      alter(rig, "RENAME COLUMN body TO hidden");
      assertThatThrownBy(rig::runDueJobs).isInstanceOf(DataAccessException.class);
      assertThat(far.received("Create")).isEmpty();
      alter(rig, "RENAME COLUMN hidden TO body");
      rig.runDueJobs();
      assertThat(far.received("Create")).hasSize(posts);
    }
  }

  @Test
  void whatWasAnsweredWhileTheDatabaseWasAwayIsWrittenDownWhenItIsBack() {
    try (Rig rig = Rig.start();
        Remote far = Remote.start("far")) {
      Person alice = rig.local("alice");
      RemotePerson bob = far.person("bob");
      String uri = rig.kit().urls().actor("alice");
      assertThat(bob.send(rig, bob.activity("Follow", uri))).isEqualTo(202);
      rig.runDueJobs();
      alice.app().post("/api/v1/statuses", "status", "the last of all");
      alter(rig, "RENAME COLUMN sent TO hidden");
      assertThatThrownBy(rig::runDueJobs).isInstanceOf(DataAccessException.class);
      assertThat(far.received("Create")).hasSize(1);
      alter(rig, "RENAME COLUMN hidden TO sent");
      rig.runDueJobs();
      assertThat(far.received("Create")).as("it needs no other delivery").hasSize(1);
      int waiting =
          rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(Tables.DELIVERIES));
      assertThat(waiting).isZero();
    }
  }

  private static void alter(Rig rig, String how) {
    rig.kit()
        .db()
        .doAs(Viewer.stranger(), tx -> tx.sql().execute("ALTER TABLE outbox_activities " + how));
  }
}
