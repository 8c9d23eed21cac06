package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What is accepted is worked off, also when the database goes away in the middle. */
class InboxWorkerTest extends InboxRoom {
  /** The state of a connection that PostgreSQL ends because it stops (appendix A). */
  private static final String STOPPING =
      """
      CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'terminating' USING ERRCODE = '57P01'; END $$;
      CREATE TRIGGER stop_here BEFORE INSERT ON statuses EXECUTE FUNCTION stop_here();
      """;

  @Test
  void whatADatabaseThatWasAwayInterruptedIsDoneLaterAndInOrder() {
    aliceFollowsBob();
    sql(sql -> sql.query(STOPPING).execute());
    ObjectNode note = bob.note("<p>in between</p>");
    ObjectNode delete = bob.activity("Delete", note.path("id").asText());
    assertThat(bob.send(rig, bob.create(note))).isEqualTo(202);
    assertThat(bob.send(rig, delete)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(outcome(delete)).as("the one behind it waits too").isNull();
    sql(sql -> sql.query("DROP FUNCTION stop_here CASCADE").execute());
    rig.runDueJobs();
    assertThat(outcome(delete)).as("not tried at once").isNull();
    rig.clock().advance(InboxWorker.PAUSE);
    rig.runDueJobs();
    assertThat(count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.DONE_AT.isNull())).isZero();
    assertThat(outcome(delete)).isEqualTo("deleted");
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNotNull();
  }
}
