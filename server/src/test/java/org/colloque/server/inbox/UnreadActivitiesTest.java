package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.UNREAD_ACTIVITIES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;

/** What cannot be understood is answered 202, kept within bounds, counted, and shown. */
class UnreadActivitiesTest extends InboxRoom {
  private static final String CRASHING =
      """
      CREATE FUNCTION crash_here() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.content_html LIKE '%poison%' THEN RAISE EXCEPTION 'crash'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER crash_here BEFORE INSERT ON statuses FOR EACH ROW EXECUTE FUNCTION crash_here();
      """;

  @Test
  void whatIsNotUnderstoodIsKeptWithTypeAndReason() {
    ObjectNode strange = bob.activity("Travel", "https://elsewhere.example/");
    assertThat(bob.send(rig, strange)).isEqualTo(202);
    ObjectNode game = bob.activity("Create", bob.note("").put("type", "ChessGame"));
    assertThat(bob.send(rig, game)).isEqualTo(202);
    ObjectNode nameless = bob.activity("Follow", aliceUri());
    nameless.remove("id");
    assertThat(bob.send(rig, nameless)).isEqualTo(202);
    List<UnreadActivities.Unread> kept = of(bob);
    assertThat(kept)
        .extracting(UnreadActivities.Unread::type)
        .containsExactly("Follow", "Create", "Travel");
    assertThat(kept)
        .extracting(UnreadActivities.Unread::reason)
        .containsExactly(
            "no usable id or actor",
            "object not read: ChessGame",
            "type not read, or without a usable object");
    assertThat(kept.getLast().body()).contains("https://elsewhere.example/");
    assertThat(rig.anonymous().get("/metrics").text())
        .contains("colloque_inbox_unread_total{type=\"Travel\"}");
  }

  @Test
  void aTypeThatSomebodyMadeUpIsCountedAsOther() {
    bob.send(rig, bob.activity("MyOwnWord" + round, "https://elsewhere.example/"));
    assertThat(rig.anonymous().get("/metrics").text())
        .contains("colloque_inbox_unread_total{type=\"other\"}")
        .doesNotContain("MyOwnWord");
  }

  @Test
  void oneActorFillsAFewPlacesOnly() {
    for (int i = 0; i <= UnreadActivities.PER_ACTOR; i++) {
      assertThat(bob.send(rig, bob.activity("Travel", "https://elsewhere.example/")))
          .isEqualTo(202);
    }
    assertThat(of(bob)).hasSize(UnreadActivities.PER_ACTOR);
  }

  @Test
  void aLongOneIsCut() {
    ObjectNode strange = bob.activity("T".repeat(1_000), "https://elsewhere.example/");
    strange.put("content", "x".repeat(100_000));
    assertThat(bob.send(rig, strange)).isEqualTo(202);
    UnreadActivities.Unread kept = of(bob).getFirst();
    assertThat(kept.body()).hasSize(UnreadActivities.BODY);
    assertThat(kept.type()).hasSize(UnreadActivities.WORDS);
  }

  @Test
  void whatIsOldOrTooMuchGoes() {
    bob.send(rig, bob.activity("Travel", "https://elsewhere.example/"));
    sql(sql -> {
      UnreadActivities.clean(sql, rig.kit().now().plus(UnreadActivities.AGE));
      return sql;
    });
    assertThat(of(bob)).hasSize(1);
    sql(sql -> {
      UnreadActivities.clean(sql, rig.kit().now().plus(UnreadActivities.AGE).plusSeconds(1));
      return sql;
    });
    assertThat(of(bob)).isEmpty();
    sql(sql -> {
      sql.execute(
          "INSERT INTO unread_activities (actor_uri, type, reason, body, received_at)"
              + " SELECT 'many', '', '', '', now() FROM generate_series(1, ?)",
          UnreadActivities.KEPT + 1);
      UnreadActivities.clean(sql, rig.kit().now());
      return sql;
    });
    assertThat(count(UNREAD_ACTIVITIES, UNREAD_ACTIVITIES.ACTOR_URI.eq("many")))
        .isEqualTo(UnreadActivities.KEPT);
  }

  /** A handler that crashes is tried eight times; then somebody can look at what it was. */
  @Test
  void whatIsGivenUpAfterEightCrashesIsKeptAndShown() {
    aliceFollowsBob();
    sql(sql -> sql.query(CRASHING).execute());
    ObjectNode poison = bob.create(bob.note("<p>poison</p>"));
    ObjectNode next = bob.create(bob.note("<p>harmless</p>"));
    try {
      assertThat(bob.send(rig, poison)).isEqualTo(202);
      assertThat(bob.send(rig, next)).isEqualTo(202);
      for (int attempt = 1; attempt < InboxWorker.ATTEMPTS; attempt++) {
        rig.runDueJobs();
        assertThat(of(bob)).as("attempt %d", attempt).isEmpty();
        rig.clock().advance(Duration.ofHours(12));
      }
      rig.runDueJobs();
    } finally {
      sql(sql -> sql.query("DROP FUNCTION crash_here CASCADE").execute());
    }
    assertThat(outcome(poison)).startsWith("given up: failed: ");
    assertThat(stored(next.path("object"))).as("the next one does not wait for it").isPresent();
    assertThat(of(bob)).hasSize(1);
    UnreadActivities.Unread kept = of(bob).getFirst();
    assertThat(kept.reason()).startsWith("failed: ");
    assertThat(kept.body()).contains("poison");
    String page = SignedIn.browser(rig, rig.owner("owner" + round)).get(Paths.ADMIN_UNREAD).text();
    assertThat(page).contains(bob.uri()).contains("poison");
  }

  @Test
  void whatAStrangerDidNotSignIsNotKept() {
    JsonNode strange = bob.activity("Travel", "https://elsewhere.example/");
    byte[] body = org.colloque.server.http.Json.write(strange);
    assertThat(RemotePerson.post(rig, "/inbox", java.util.Map.of(), body)).isEqualTo(401);
    assertThat(of(bob)).isEmpty();
  }

  private List<UnreadActivities.Unread> of(RemotePerson person) {
    return sql(sql ->
        UnreadActivities.latest(sql, null, 100).stream()
            .filter(one -> one.actor().equals(person.uri()))
            .toList());
  }
}
