package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.colloque.federation.signature.Verified;
import org.colloque.server.inbox.InboxQueries.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is verified is on disk before it is acknowledged, and no actor fills the queue. */
class KeepIncomingTest extends InboxRoom {
  private static final String ACTOR = "https://loud.example/users/a";

  private static final String FILL =
      """
      INSERT INTO inbox_activities (activity_uri, actor_uri, key_id, body, received_at, next_attempt_at)
      SELECT 'https://loud.example/before/' || n, ?, 'k', '', now(), now() + interval '1 year'
      FROM generate_series(1, ?) n
      """;

  @AfterEach
  void forget() {
    sql(sql ->
        sql.deleteFrom(INBOX_ACTIVITIES).where(INBOX_ACTIVITIES.ACTOR_URI.eq(ACTOR)).execute());
  }

  @Test
  void oneActorMayHaveSoManyWaitingAndNotOneMore() {
    sql(sql -> sql.execute(FILL, ACTOR, KeepIncoming.WAITING_PER_ACTOR - 2));
    KeepIncoming keep = new KeepIncoming(rig.kit());
    assertThat(keep.keep(incoming(1))).isTrue();
    assertThat(keep.keep(incoming(2))).as("the last one").isTrue();
    assertThat(keep.keep(incoming(3))).as("one too many").isFalse();
    sql(sql ->
        sql.deleteFrom(INBOX_ACTIVITIES)
            .where(INBOX_ACTIVITIES.ACTIVITY_URI.eq(incoming(1).activity()))
            .execute());
    assertThat(keep.keep(incoming(3))).as("there is room again").isTrue();
    assertThat(count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.ACTOR_URI.eq(ACTOR)))
        .isEqualTo(KeepIncoming.WAITING_PER_ACTOR);
  }

  @Test
  void whatComesAtTheSameTimeIsKeptOnceAndByteForByte() throws Exception {
    KeepIncoming keep = new KeepIncoming(rig.kit());
    List<Callable<Boolean>> all =
        IntStream.range(0, 300)
            .<Callable<Boolean>>mapToObj(i -> () -> keep.keep(incoming(i / 3)))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> one : threads.invokeAll(all)) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.ACTOR_URI.eq(ACTOR))).isEqualTo(100);
    sql(sql -> sql.selectFrom(INBOX_ACTIVITIES).where(INBOX_ACTIVITIES.ACTOR_URI.eq(ACTOR)).fetch())
        .forEach(row -> assertThat(row.getBody()).isEqualTo(body(row.getActivityUri())));
  }

  @Test
  void longOnesAreKeptInSeveralStatements() {
    List<Incoming> all =
        IntStream.range(0, 5)
            .mapToObj(i -> new Incoming(ACTOR + "/long/" + i, lengthy(i)))
            .toList();
    sql(sql -> {
      InboxQueries.keep(sql, all, rig.kit().now());
      return true;
    });
    for (Incoming one : all) {
      byte[] kept =
          sql(sql ->
              sql.select(INBOX_ACTIVITIES.BODY)
                  .from(INBOX_ACTIVITIES)
                  .where(INBOX_ACTIVITIES.ACTIVITY_URI.eq(one.activity()))
                  .fetchSingle()
                  .value1());
      assertThat(kept).isEqualTo(one.body().value());
    }
  }

  private static Verified<byte[]> lengthy(int number) {
    byte[] body = "x".repeat(400_000 + number).getBytes(StandardCharsets.UTF_8);
    return Verified.remembered(body, ACTOR + "#main-key", ACTOR);
  }

  private static Incoming incoming(int number) {
    String id = "https://loud.example/new/" + number;
    return new Incoming(id, Verified.remembered(body(id), ACTOR + "#main-key", ACTOR));
  }

  /** With what arrays of a database could trip over. */
  private static byte[] body(String id) {
    return ("{\"id\":\"" + id + "\",\"x\":\"é,{}\\\\\\\" NULL\"}\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
