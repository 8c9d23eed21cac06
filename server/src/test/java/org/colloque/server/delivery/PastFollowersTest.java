package org.colloque.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever follows and leaves by the thousand fills no table and drives nobody out of it. */
class PastFollowersTest {
  private Rig rig;
  private Person alice;
  private OffsetDateTime now;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    now = rig.kit().now().atOffset(ZoneOffset.UTC);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private <T> T sql(Function<DSLContext, T> work) {
    return rig.kit().db().as(Viewer.stranger(), tx -> work.apply(tx.sql()));
  }

  /** The later the number, the longer ago. */
  private void left(int count, String inbox) {
    sql(sql ->
        sql.batch(
                IntStream.range(0, count)
                    .mapToObj(i ->
                        sql.insertInto(PAST_FOLLOWERS)
                            .set(PAST_FOLLOWERS.ACCOUNT_ID, alice.account().value())
                            .set(PAST_FOLLOWERS.INBOX_URL, inbox.formatted(i))
                            .set(PAST_FOLLOWERS.LEFT_AT, now.minusMinutes(i)))
                    .toList())
            .execute());
  }

  private List<String> kept() {
    return sql(sql ->
        sql.select(PAST_FOLLOWERS.INBOX_URL)
            .from(PAST_FOLLOWERS)
            .orderBy(PAST_FOLLOWERS.LEFT_AT.desc())
            .fetch(PAST_FOLLOWERS.INBOX_URL));
  }

  @Test
  void ofOneServerTheLatestAreKept() {
    left(PastFollowers.PER_SERVER + 3, "https://many.example/users/%d/inbox");
    left(1, "https://one.example/inbox");
    rig.runDueJobs();
    assertThat(kept())
        .hasSize(PastFollowers.PER_SERVER + 1)
        .contains("https://one.example/inbox", "https://many.example/users/19/inbox")
        .doesNotContain("https://many.example/users/20/inbox");
  }

  @Test
  void ofOneAccountTheLatestAreKept() {
    left(PastFollowers.PER_ACCOUNT, "https://s%d.example/inbox");
    assertThat((int) sql(PastFollowers::bound)).isZero();
    left(1, "https://another.example/inbox");
    assertThat((int) sql(PastFollowers::bound)).isOne();
    assertThat(kept())
        .doesNotContain("https://s" + (PastFollowers.PER_ACCOUNT - 1) + ".example/inbox");
  }
}
