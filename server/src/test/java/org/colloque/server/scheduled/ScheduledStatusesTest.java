package org.colloque.server.scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.SCHEDULED_STATUSES;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written now comes out when its time has come, where it was meant to, once. */
class ScheduledStatusesTest {
  private static final String API = "/api/v1/scheduled_statuses";
  private static final Duration HOUR = Duration.ofHours(1);

  private Rig rig;
  private Person alice;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String in(Duration time) {
    return rig.kit().now().plus(time).toString();
  }

  private Browser.Answer write(Duration time, String... more) {
    String[] fields = java.util.Arrays.copyOf(more, more.length + 2);
    fields[more.length] = "scheduled_at";
    fields[more.length + 1] = in(time);
    return alice.app().post("/api/v1/statuses", fields);
  }

  private JsonNode posts() {
    return alice.app().get("/api/v1/accounts/" + alice.account() + "/statuses").json();
  }

  @Test
  void itWaitsIsListedAndComesOutOnceWhenItsTimeHasCome() {
    JsonNode kept =
        write(HOUR, "status", "Good night", "visibility", "unlisted", "language", "en").json();
    assertShape("ScheduledStatus", kept);
    assertThat(kept.path("params").path("text").asText()).isEqualTo("Good night");
    assertEach("ScheduledStatus", alice.app().get(API).json());
    rig.runDueJobs();
    assertThat(posts()).isEmpty();
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    rig.runDueJobs();
    assertThat(posts()).hasSize(1);
    assertThat(posts().path(0).path("content").asText()).contains("Good night");
    assertThat(posts().path(0).path("visibility").asText()).isEqualTo("unlisted");
    assertThat(alice.app().get(API).json()).isEmpty();
  }

  @Test
  void itCanBeMovedAndTakenBackByItsAuthorOnly() {
    String path = API + "/" + write(HOUR, "status", "later").json().path("id").asText();
    Instant then = rig.kit().now().plus(Duration.ofHours(2));
    JsonNode moved = alice.app().form("PUT", path, "scheduled_at", then.toString()).json();
    assertThat(Instant.parse(moved.path("scheduled_at").asText())).isEqualTo(then);
    Browser bob = rig.local("bob").app();
    assertThat(bob.get(path).status()).isEqualTo(404);
    assertThat(bob.form("PUT", path, "scheduled_at", then.toString()).status()).isEqualTo(404);
    assertThat(bob.delete(path).status()).isEqualTo(404);
    assertThat(bob.get(API).json()).isEmpty();
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    assertThat(posts()).isEmpty();
    assertThat(alice.app().delete(path).status()).isEqualTo(200);
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    assertThat(posts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"299, 422", "300, 200"})
  void nothingComesOutWithinFiveMinutes(long seconds, int status) {
    assertThat(write(Duration.ofSeconds(seconds), "status", "soon").status()).isEqualTo(status);
  }

  @Test
  void aTimeThatHasPassedIsNowAndWhatIsNoTimeIsRefused() {
    assertShape("Status", write(HOUR.negated(), "status", "now").json());
    Browser.Answer wrong =
        alice.app().post("/api/v1/statuses", "status", "x", "scheduled_at", "tomorrow");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(posts()).hasSize(1);
  }

  @Test
  void thereAreAtMost25OnADayAnd300InAll() {
    Instant day =
        rig.kit()
            .now()
            .atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .plusDays(2)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);
    fill(day, ScheduleStatus.MAX_A_DAY - 1);
    Duration then = Duration.between(rig.kit().now(), day.plusSeconds(60));
    assertThat(write(then, "status", "the last of this day").status()).isEqualTo(200);
    assertThat(write(then, "status", "one too many").status()).isEqualTo(422);
    assertThat(write(then.plusDays(1), "status", "the day after").status()).isEqualTo(200);
    int more = ScheduleStatus.MAX_WAITING - ScheduleStatus.MAX_A_DAY - 1;
    IntStream.range(0, more).forEach(i -> fill(day.plus(Duration.ofDays(10L + i)), 1));
    Browser.Answer full = write(then.plusDays(2), "status", "the 301st");
    assertThat(full.status()).isEqualTo(422);
    assertThat(full.text()).contains("300");
  }

  private void fill(Instant time, int number) {
    rig.kit()
        .db()
        .doAs(
            Viewer.of(alice.account()),
            tx ->
                IntStream.range(0, number)
                    .forEach(_ ->
                        tx.sql()
                            .insertInto(SCHEDULED_STATUSES)
                            .set(SCHEDULED_STATUSES.ID, rig.kit().ids().next())
                            .set(SCHEDULED_STATUSES.ACCOUNT_ID, alice.account().value())
                            .set(SCHEDULED_STATUSES.SCHEDULED_AT, time.atOffset(ZoneOffset.UTC))
                            .set(SCHEDULED_STATUSES.PARAMS, JSONB.valueOf("{\"status\":\"x\"}"))
                            .set(
                                SCHEDULED_STATUSES.CREATED_AT,
                                rig.kit().now().atOffset(ZoneOffset.UTC))
                            .execute()));
  }

  @Test
  void theSameKeyMeansTheSameOne() {
    for (int i = 0; i < 2; i++) {
      alice
          .app()
          .withHeader("Idempotency-Key", "once")
          .post("/api/v1/statuses", "status", "once", "scheduled_at", in(HOUR));
    }
    assertThat(alice.app().get(API).json()).hasSize(1);
  }

  @Test
  void itsPictureWaitsWithItAndBelongsToNoOtherPost() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
    String media =
        alice
            .app()
            .upload("POST", "/api/v2/media", "file", "a.png", png.toByteArray())
            .json()
            .path("id")
            .asText();
    Duration days = Duration.ofDays(3);
    JsonNode kept = write(days, "status", "with a picture", "media_ids[]", media).json();
    assertThat(kept.path("media_attachments").path(0).path("id").asText()).isEqualTo(media);
    assertThat(
            alice.app().post("/api/v1/statuses", "status", "mine", "media_ids[]", media).status())
        .isEqualTo(422);
    rig.clock().advance(days.minusHours(1));
    rig.runDueJobs();
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    assertThat(posts().path(0).path("media_attachments").path(0).path("id").asText())
        .isEqualTo(media);
  }

  /** Who has left the group in between says nothing of it to everybody. */
  @Test
  void whatWasMeantForAGroupComesOutThereOrNowhere() {
    Person bob = rig.local("bob");
    String group =
        alice.app().post("/api/colloque/v1/groups", "name", "Ward").json().path("id").asText();
    rig.runDueJobs();
    assertThat(write(HOUR, "status", "@ward the patient in room 3").status()).isEqualTo(200);
    assertThat(write(HOUR.plusHours(1), "status", "@ward and the one in 4").status())
        .isEqualTo(200);
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    assertThat(posts()).isEmpty();
    JsonNode board = alice.app().get("/api/v1/timelines/list/" + group).json();
    assertThat(board.path(0).path("content").asText()).contains("room 3");
    rig.kit()
        .db()
        .<Integer>seeingAll(tx ->
            tx.sql()
                .execute("DELETE FROM memberships WHERE account_id = ?", alice.account().value()));
    assertThat(alice.app().get(API).json()).isEmpty();
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    assertThat(posts()).isEmpty();
    assertThat(bob.app().get("/api/v1/timelines/public").text()).doesNotContain("and the one");
  }

  @Test
  void whoMayNotWriteAnyMoreSaysNothing() {
    assertThat(write(HOUR, "status", "too late").status()).isEqualTo(200);
    Person owner = rig.owner("olga");
    owner.app().post("/api/v1/admin/accounts/" + alice.account() + "/action", "type", "suspend");
    rig.clock().advance(HOUR);
    rig.runDueJobs();
    owner.app().post("/api/v1/admin/accounts/" + alice.account() + "/unsuspend");
    assertThat(owner.app().get("/api/v1/accounts/" + alice.account() + "/statuses").json())
        .isEmpty();
  }
}
