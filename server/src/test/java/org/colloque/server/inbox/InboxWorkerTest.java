package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.INBOX_CLAIMS;
import static org.colloque.migrations.Tables.UNREAD_ACTIVITIES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.colloque.server.rig.RemotePerson;
import org.jooq.Condition;
import org.jooq.impl.DSL;
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

  private static final String LARGE =
      """
      INSERT INTO inbox_activities (activity_uri, actor_uri, key_id, body, received_at, next_attempt_at)
      SELECT ?, ?, 'k', convert_to(repeat('x', ?), 'UTF8'), n, n FROM (SELECT ?::timestamptz AS n) x
      """;

  private static final String MANY =
      """
      INSERT INTO inbox_activities (activity_uri, actor_uri, key_id, body, received_at, next_attempt_at)
      SELECT ? || i, ? || i, 'k', '{}', n, n
      FROM (SELECT ?::timestamptz AS n) x, generate_series(1, ?) i
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

  @Test
  void whatEndsProcessesIsGivenUpAloneAndShown() {
    aliceFollowsBob();
    RemotePerson carol = far.person("carol" + round);
    ObjectNode poison = bob.create(bob.note("<p>each attempt ends the process</p>"));
    ObjectNode behind = bob.create(bob.note("<p>behind it</p>"));
    ObjectNode beside = carol.activity("Follow", aliceUri());
    for (ObjectNode activity : List.of(poison, behind)) {
      assertThat(bob.send(rig, activity)).isEqualTo(202);
    }
    assertThat(carol.send(rig, beside)).isEqualTo(202);
    rig.restart();
    leftByADeadProcess(poison, InboxWorker.ATTEMPTS);
    leftByADeadProcess(behind, InboxWorker.ATTEMPTS - 1);
    leftByADeadProcess(beside, 0);
    rig.runDueJobs();
    assertThat(outcome(poison)).isEqualTo("given up");
    assertThat(count(UNREAD_ACTIVITIES, UNREAD_ACTIVITIES.REASON.eq("ended the process")))
        .isEqualTo(1);
    assertThat(outcome(behind)).as("the last attempt counts too").isEqualTo("stored");
    assertThat(attempts(behind)).as("counted before it began").isEqualTo(InboxWorker.ATTEMPTS);
    assertThat(follows(id(carol), alice.account().value())).isTrue();
    assertThat(attempts(beside)).isEqualTo(1);
    assertThat(count(INBOX_CLAIMS, DSL.noCondition())).isZero();
  }

  private void leftByADeadProcess(ObjectNode activity, int attempts) {
    Condition it = INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText());
    sql(sql ->
        sql.update(INBOX_ACTIVITIES).set(INBOX_ACTIVITIES.ATTEMPTS, attempts).where(it).execute());
    sql(sql ->
        sql.insertInto(INBOX_CLAIMS)
            .select(sql.select(INBOX_ACTIVITIES.ID).from(INBOX_ACTIVITIES).where(it))
            .execute());
  }

  private int attempts(ObjectNode activity) {
    return sql(sql ->
        sql.select(INBOX_ACTIVITIES.ATTEMPTS)
            .from(INBOX_ACTIVITIES)
            .where(INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText()))
            .fetchSingle()
            .value1());
  }

  @Test
  void soManyAreClaimedAtOnceAndNotOneMore() {
    String actor = "https://many.example/users/";
    sql(sql -> sql.execute(MANY, actor + "x/", actor, now(), InboxWorker.CLAIMED + 1));
    List<InboxQueries.Waiting> first =
        sql(sql ->
            InboxQueries.claim(
                sql, List.of(), InboxWorker.CLAIMED, InboxWorker.BYTES, rig.kit().now()));
    assertThat(first).hasSize(InboxWorker.CLAIMED);
    assertThat(first).extracting(InboxQueries.Waiting::id).isSorted();
    List<String> busy = first.stream().map(InboxQueries.Waiting::actor).toList();
    List<InboxQueries.Waiting> next =
        sql(sql ->
            InboxQueries.claim(sql, busy, InboxWorker.CLAIMED, InboxWorker.BYTES, rig.kit().now()));
    assertThat(next).hasSize(1);
    assertThat(next.getFirst().id()).isGreaterThan(first.getLast().id());
    clear(actor);
  }

  /** One activity is one megabyte at most, and the memory of a small server is bounded. */
  @Test
  void noMoreIsClaimedThanFitsInMemory() {
    String actor = "https://large.example/users/";
    int length = (int) (InboxWorker.BYTES / 4);
    for (int i = 0; i < 8; i++) {
      int number = i;
      sql(sql -> sql.execute(LARGE, actor + "x/" + number, actor + number, length, now()));
    }
    List<InboxQueries.Waiting> first =
        sql(sql ->
            InboxQueries.claim(
                sql, List.of(), InboxWorker.CLAIMED, InboxWorker.BYTES, rig.kit().now()));
    assertThat(first).hasSize(4);
    List<String> busy = first.stream().map(InboxQueries.Waiting::actor).toList();
    List<InboxQueries.Waiting> next =
        sql(sql -> InboxQueries.claim(sql, busy, InboxWorker.CLAIMED, 1, rig.kit().now()));
    assertThat(next).as("one, whatever its length").hasSize(1);
    clear(actor);
  }

  private void clear(String actors) {
    sql(sql ->
        sql.deleteFrom(INBOX_ACTIVITIES)
            .where(INBOX_ACTIVITIES.ACTOR_URI.startsWith(actors))
            .execute());
    sql(sql -> sql.deleteFrom(INBOX_CLAIMS).execute());
  }

  private java.time.OffsetDateTime now() {
    return rig.kit().now().atOffset(java.time.ZoneOffset.UTC);
  }
}
