package org.colloque.server.timelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the home feed shows after a follow, mute, block or suspension began or ended. */
class HomeAfterChangesTest {
  private static Rig rig;
  private static int round;
  private Person alice;
  private Person bob;
  private Person carol;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** Bob has written in French and English, answered Carol, and reblogged her. */
  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    bob = rig.local("bob" + round);
    carol = rig.local("carol" + round);
    says(bob, "bonjour", "fr", "");
    says(bob, "hello", "en", "");
    String hers = says(carol, "hers", "fr", "");
    says(bob, "an answer", "fr", hers);
    bob.app().post("/api/v1/statuses/" + hers + "/reblog");
  }

  private static String says(Person who, String text, String language, String to) {
    return who.app()
        .post("/api/v1/statuses", "status", text, "language", language, "in_reply_to_id", to)
        .json()
        .path("id")
        .asText();
  }

  private static void relation(Person who, String verb, Person whom, String... more) {
    assertThat(who.app().post("/api/v1/accounts/" + whom.account() + "/" + verb, more).status())
        .isEqualTo(200);
  }

  private List<String> home() {
    List<String> texts = new ArrayList<>();
    for (JsonNode status : alice.app().get("/api/v1/timelines/home").json()) {
      JsonNode shown = status.path("reblog").isObject() ? status.path("reblog") : status;
      texts.add(shown.path("content").asText().replaceAll("<[^>]*>", ""));
    }
    return texts;
  }

  @Test
  void aFollowBringsWhatTheFollowAsksFor() {
    relation(alice, "follow", bob);
    assertThat(home()).containsExactly("hers", "hello", "bonjour");
    relation(alice, "unfollow", bob);
    relation(alice, "follow", bob, "reblogs", "false");
    assertThat(home()).containsExactly("hello", "bonjour");
    relation(alice, "unfollow", bob);
    relation(alice, "follow", bob, "languages[]", "fr");
    assertThat(home()).containsExactly("hers", "bonjour");
  }

  @Test
  void aFollowOfBothSidesBringsTheirAnswers() {
    relation(alice, "follow", carol);
    relation(alice, "follow", bob);
    assertThat(home()).contains("an answer");
  }

  @Test
  void aFollowDoesNotBringWhoIsMutedOrBlocked() {
    relation(alice, "mute", carol);
    relation(alice, "follow", bob);
    assertThat(home()).containsExactly("hello", "bonjour");
    relation(alice, "unfollow", bob);
    relation(alice, "unmute", carol);
    relation(carol, "block", alice);
    relation(alice, "follow", bob);
    assertThat(home()).as("who blocks is not shown by others").containsExactly("hello", "bonjour");
  }

  @Test
  void anEndedMuteBringsBackWhatTheFollowAsksFor() {
    relation(alice, "follow", bob, "reblogs", "false", "languages[]", "fr");
    assertThat(home()).containsExactly("bonjour");
    relation(alice, "mute", bob);
    assertThat(home()).isEmpty();
    relation(alice, "unmute", bob);
    assertThat(home()).containsExactly("bonjour");
  }

  @Test
  void anEndedBlockBringsNothingForTheFollowHasEnded() {
    relation(alice, "follow", bob);
    relation(alice, "block", bob);
    assertThat(home()).isEmpty();
    relation(alice, "unblock", bob);
    assertThat(home()).isEmpty();
    relation(alice, "follow", bob);
    assertThat(home()).containsExactly("hers", "hello", "bonjour");
  }

  @Test
  void whoIsSuspendedIsNotShownAndIsAgainAfterwards() {
    relation(alice, "follow", bob);
    suspend(carol, rig.kit().now().atOffset(ZoneOffset.UTC));
    assertThat(home()).containsExactly("hello", "bonjour");
    suspend(carol, null);
    suspend(bob, rig.kit().now().atOffset(ZoneOffset.UTC));
    assertThat(home()).isEmpty();
    suspend(bob, null);
    assertThat(home()).containsExactly("hers", "hello", "bonjour");
  }

  private static void suspend(Person who, @Nullable OffsetDateTime since) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.SUSPENDED_AT, since)
                    .where(ACCOUNTS.ID.eq(who.account().value()))
                    .execute());
  }
}
