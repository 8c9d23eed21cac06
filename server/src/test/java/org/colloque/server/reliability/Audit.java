package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Compares the ledger with what the server has and with what has arrived elsewhere. */
final class Audit {
  private static final int SHOWN = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Town town;
  private final Ledger ledger;

  Audit(Town town, Ledger ledger) {
    this.town = town;
    this.ledger = ledger;
  }

  private <T> T read(Function<DSLContext, T> query) {
    return town.db().as(Viewer.stranger(), tx -> query.apply(tx.sql()));
  }

  /** What must be true at any moment, with no server running: it is in the database. */
  void nothingIsMissing() {
    Set<String> received =
        read(sql ->
            sql.select(INBOX_ACTIVITIES.ACTIVITY_URI)
                .from(INBOX_ACTIVITIES)
                .fetchSet(INBOX_ACTIVITIES.ACTIVITY_URI));
    assertThat(missing(ledger.notes, note -> received.contains(note + "/activity")))
        .as("activities that were answered with 202")
        .isEmpty();
    Set<Long> stored =
        read(sql ->
            sql.select(STATUSES.ID)
                .from(STATUSES)
                .where(STATUSES.LOCAL.isTrue())
                .and(STATUSES.DELETED_AT.isNull())
                .fetchSet(STATUSES.ID));
    assertThat(missing(ledger.statuses, id -> stored.contains(Long.valueOf(id))))
        .as("statuses that were answered with 200")
        .isEmpty();
    Set<String> asked =
        read(sql ->
            sql.select(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID)
                .from(FOLLOW_REQUESTS)
                .fetchSet(row -> row.value1().toString()));
    assertThat(missing(ledger.follows, asked::contains)).as("follows").isEmpty();
  }

  private static List<String> missing(
      Collection<String> acknowledged, Function<String, Boolean> is) {
    return acknowledged.stream().filter(id -> !is.apply(id)).toList();
  }

  /** Waits until the program that runs has worked off both queues. */
  void awaitEmptyQueues() {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(read(Audit::waiting)).isEmpty());
  }

  /** Some of what waits, and why. */
  private static List<String> waiting(DSLContext sql) {
    List<String> waiting =
        sql.select(DELIVERIES.INBOX_URL, DELIVERIES.ATTEMPTS, DELIVERIES.LAST_ERROR)
            .from(DELIVERIES)
            .limit(SHOWN)
            .fetch(Object::toString);
    waiting.addAll(
        sql.select(
                INBOX_ACTIVITIES.ACTIVITY_URI, INBOX_ACTIVITIES.ATTEMPTS, INBOX_ACTIVITIES.OUTCOME)
            .from(INBOX_ACTIVITIES)
            .where(INBOX_ACTIVITIES.DONE_AT.isNull())
            .limit(SHOWN)
            .fetch(Object::toString));
    return waiting;
  }

  /**
   * What must be true once the queues are empty, with a server running.
   *
   * @param inFlight so many deliveries may have been sent twice
   */
  void everythingHasHappenedOnce(int inFlight) {
    nothingIsMissing();
    notesAreStoredOnce();
    statusesAreStoredOnce();
    everybodyWasTold(inFlight);
    mediaCanBeRead();
    assertThat(ledger.surprises).as("answers that no client should get").isEmpty();
  }

  private void notesAreStoredOnce() {
    Set<String> stored =
        new HashSet<>(
            read(sql ->
                sql.select(STATUSES.URI)
                    .from(STATUSES)
                    .where(STATUSES.LOCAL.isFalse())
                    .fetch(STATUSES.URI)));
    assertThat(missing(ledger.notes, stored::contains)).as("notes not stored").isEmpty();
    List<Long> twice =
        read(sql ->
            sql.select(NOTIFICATIONS.STATUS_ID)
                .from(NOTIFICATIONS)
                .groupBy(NOTIFICATIONS.STATUS_ID)
                .having(DSL.count().gt(1))
                .fetch(NOTIFICATIONS.STATUS_ID));
    assertThat(twice).as("notes of which the reader was told twice").isEmpty();
    int told = read(sql -> sql.fetchCount(NOTIFICATIONS));
    assertThat(told).as("mentions of which the reader was told").isEqualTo(stored.size());
  }

  private void statusesAreStoredOnce() {
    List<String> twice =
        read(sql ->
            sql.select(STATUSES.CONTENT_HTML)
                .from(STATUSES)
                .where(STATUSES.LOCAL.isTrue())
                .groupBy(STATUSES.CONTENT_HTML)
                .having(DSL.count().gt(1))
                .fetch(STATUSES.CONTENT_HTML));
    assertThat(twice).as("statuses that were stored twice").isEmpty();
  }

  private void everybodyWasTold(int inFlight) {
    for (String id : ledger.statuses) {
      boolean wide = ledger.wide.contains(id);
      Person author = wide ? town.speaker : town.writer;
      assertThat(town.fediverse.arrived(town.uri(author, id)).keySet())
          .as("inboxes that status %s has reached", id)
          .containsExactlyInAnyOrderElementsOf(wide ? town.inboxesOfSpeaker : town.inboxesOfWriter);
    }
    for (String account : ledger.follows) {
      String actor = town.strangers.get(account);
      assertThat(town.fediverse.arrived(String.valueOf(actor)))
          .as("the follow of %s", actor)
          .containsKey(actor + "/inbox");
    }
    assertThat(town.fediverse.duplicates()).as("sent twice").isLessThanOrEqualTo(inFlight);
  }

  private void mediaCanBeRead() {
    try (Line line = new Line(town.port)) {
      for (String id : ledger.media) {
        Line.Result entity =
            line.ask("GET /api/v1/media/" + id, Writers.token(town.writer), new byte[0]);
        assertThat(entity).as("attachment %s", id).isInstanceOf(Line.Result.Answered.class);
        String url =
            ((Line.Result.Answered) entity).body().replaceAll(".*\"url\":\"([^\"]*)\".*", "$1");
        String path = url.substring(url.indexOf("/media/"));
        assertThat(line.ask("GET " + path, "", new byte[0]))
            .as("the file of attachment %s", id)
            .isInstanceOfSatisfying(
                Line.Result.Answered.class, file -> assertThat(file.status()).isEqualTo(200));
      }
    }
  }
}
