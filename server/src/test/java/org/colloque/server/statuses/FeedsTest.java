package org.colloque.server.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.HOME_CHUNKS;
import static org.colloque.migrations.Tables.HOME_ENTRIES;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Entries of home feeds that stand in one row come, stay and go one by one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedsTest {
  /** Ids of one span of time, and the first of the next one. */
  private static final long BEGIN = 400_000L << 28;

  private static final long NEXT = 400_001L << 28;

  private static final String STATUSES =
      """
      INSERT INTO statuses (id, account_id, local, audience, conversation_id, created_at)
      SELECT id, ?, true, 'public', 1, now() FROM unnest(?::bigint[]) id
      """;

  private Rig rig;
  private int round;
  private Person reader;
  private Person anne;
  private Person bert;

  @BeforeAll
  void start() {
    rig = Rig.start();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @BeforeEach
  void people() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              tx.sql().execute("DELETE FROM home_chunks");
              tx.sql().execute("DELETE FROM statuses");
            });
    round++;
    reader = rig.local("reader" + round);
    anne = rig.local("anne" + round);
    bert = rig.local("bert" + round);
    for (Person author : List.of(anne, bert)) {
      act(author, "follow");
    }
  }

  private void act(Person author, String verb) {
    String path = "/api/v1/accounts/" + author.account().value() + "/" + verb;
    assertThat(reader.app().post(path).status()).isEqualTo(200);
  }

  /** Stored and delivered at the same moment. */
  private void post(List<Person> authors, long... ids) {
    Long[] all = LongStream.of(ids).boxed().toArray(Long[]::new);
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              for (int i = 0; i < all.length; i++) {
                long author = authors.get(i % authors.size()).account().value();
                tx.sql().execute(STATUSES, author, new Long[] {all[i]});
              }
              Feeds.deliver(tx.sql(), all, new Long[0]);
            });
  }

  private int rows() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .fetchCount(HOME_CHUNKS, HOME_CHUNKS.ACCOUNT_ID.eq(reader.account().value())));
  }

  private List<Long> entries() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(HOME_ENTRIES.STATUS_ID)
                    .from(HOME_ENTRIES)
                    .where(HOME_ENTRIES.ACCOUNT_ID.eq(reader.account().value()))
                    .orderBy(HOME_ENTRIES.STATUS_ID)
                    .fetch(HOME_ENTRIES.STATUS_ID));
  }

  private List<Long> page(String parameters) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode status : reader.app().get("/api/v1/timelines/home?" + parameters).json()) {
      ids.add(status.path("id").asLong());
    }
    return ids;
  }

  @Test
  void whatComesAtTheSameMomentStandsInOneRowForEachSpan() {
    post(List.of(anne, bert), BEGIN + 5, BEGIN, BEGIN + 9, NEXT - 1, NEXT);
    assertThat(rows()).isEqualTo(2);
    assertThat(entries()).containsExactly(BEGIN, BEGIN + 5, BEGIN + 9, NEXT - 1, NEXT);
  }

  @Test
  void pagesGoThroughRowsAndSpansInOrder() {
    post(List.of(anne, bert), BEGIN, BEGIN + 20, BEGIN + 40, NEXT + 10);
    post(List.of(anne), BEGIN + 10, BEGIN + 30, NEXT, NEXT + 20);
    assertThat(page("limit=3")).containsExactly(NEXT + 20, NEXT + 10, NEXT);
    assertThat(page("limit=3&max_id=" + NEXT)).containsExactly(BEGIN + 40, BEGIN + 30, BEGIN + 20);
    assertThat(page("limit=5&max_id=" + (BEGIN + 20))).containsExactly(BEGIN + 10, BEGIN);
    assertThat(page("limit=3&min_id=" + (BEGIN + 10)))
        .containsExactly(BEGIN + 40, BEGIN + 30, BEGIN + 20);
    assertThat(page("since_id=" + (BEGIN + 40) + "&max_id=" + (NEXT + 20)))
        .containsExactly(NEXT + 10, NEXT);
  }

  @Test
  void aDeletedStatusLeavesTheOthersOfItsRow() {
    post(List.of(anne, bert), BEGIN, BEGIN + 1, BEGIN + 2);
    List<Long> readers = rig.kit().db().as(Viewer.stranger(), tx -> Feeds.forget(tx.sql(), BEGIN));
    assertThat(readers).containsExactlyInAnyOrder(reader.account().value(), anne.account().value());
    assertThat(entries()).containsExactly(BEGIN + 1, BEGIN + 2);
    assertThat(anne.app().delete("/api/v1/statuses/" + (BEGIN + 2)).status()).isEqualTo(200);
    assertThat(entries()).containsExactly(BEGIN + 1);
    assertThat(page("limit=5")).containsExactly(BEGIN + 1);
  }

  @Test
  void whoIsUnfollowedLeavesAndComesBackOnce() {
    post(List.of(anne, bert), BEGIN, BEGIN + 1, BEGIN + 2, BEGIN + 3);
    act(anne, "unfollow");
    assertThat(entries()).containsExactly(BEGIN + 1, BEGIN + 3);
    act(anne, "follow");
    assertThat(entries()).containsExactly(BEGIN, BEGIN + 1, BEGIN + 2, BEGIN + 3);
    act(bert, "mute");
    assertThat(entries()).containsExactly(BEGIN, BEGIN + 2);
    act(bert, "unmute");
    assertThat(entries()).containsExactly(BEGIN, BEGIN + 1, BEGIN + 2, BEGIN + 3);
    assertThat(page("limit=9")).containsExactly(BEGIN + 3, BEGIN + 2, BEGIN + 1, BEGIN);
  }

  @Test
  void anAccountThatGoesLeavesNothing() {
    post(List.of(anne, bert), BEGIN, BEGIN + 1, BEGIN + 2);
    rig.kit().db().doAs(Viewer.stranger(), tx -> Feeds.forget(tx.sql(), anne.account()));
    assertThat(entries()).containsExactly(BEGIN + 1);
    act(bert, "unfollow");
    assertThat(entries()).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void twoWhoTakeFromOneRowAtOnceBothTake() throws Exception {
    post(List.of(anne, bert), BEGIN, BEGIN + 1, BEGIN + 2);
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(() ->
              rig.kit()
                  .db()
                  .doAs(
                      Viewer.stranger(),
                      tx -> {
                        Feeds.forget(tx.sql(), BEGIN);
                        taken.countDown();
                        await(go);
                      }));
      await(taken);
      Future<?> second =
          threads.submit(() ->
              rig.kit()
                  .db()
                  .doAs(
                      Viewer.stranger(),
                      tx -> Feeds.withdraw(tx, reader.account(), bert.account())));
      waitsForALock();
      go.countDown();
      first.get();
      second.get();
    }
    assertThat(entries()).containsExactly(BEGIN + 2);
  }

  private void waitsForALock() {
    Awaitility.await()
        .until(() ->
            rig.kit()
                .db()
                .as(
                    Viewer.stranger(),
                    tx ->
                        tx.sql().fetchCount(DSL.table("pg_locks"), DSL.condition("NOT granted"))
                            > 0));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
