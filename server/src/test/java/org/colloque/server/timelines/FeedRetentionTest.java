package org.colloque.server.timelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.HOME_ENTRIES;

import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.statuses.Feeds;
import org.junit.jupiter.api.Test;

class FeedRetentionTest {
  private static final int ALLOWED = Feeds.KEPT_ENTRIES + FeedRetention.SLACK;

  @Test
  void aFeedIsTrimmedToTheNewestOnceItIsTooLong() {
    try (Rig rig = Rig.start()) {
      Person alice = rig.local("alice");
      fill(rig, alice, ALLOWED);
      rig.runDueJobs();
      assertThat(length(rig)).isEqualTo(ALLOWED);
      String newest =
          alice.app().post("/api/v1/statuses", "status", "newest").json().path("id").asText();
      rig.runDueJobs();
      assertThat(length(rig)).isEqualTo(Feeds.KEPT_ENTRIES);
      assertThat(
              alice.app().get("/api/v1/timelines/home?limit=1").json().path(0).path("id").asText())
          .isEqualTo(newest);
    }
  }

  private static int length(Rig rig) {
    return rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(HOME_ENTRIES));
  }

  private static void fill(Rig rig, Person reader, int entries) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              tx.sql()
                  .execute(
                      "INSERT INTO statuses (id, account_id, local, audience, conversation_id,"
                          + " created_at) SELECT n::bigint << 28, ?, true, 'public', 1, now()"
                          + " FROM generate_series(1, ?) n",
                      reader.account().value(),
                      entries);
              tx.sql()
                  .execute(
                      "INSERT INTO home_chunks SELECT ?, n, n::bigint << 28"
                          + " FROM generate_series(1, ?) n",
                      reader.account().value(),
                      entries);
            });
  }
}
