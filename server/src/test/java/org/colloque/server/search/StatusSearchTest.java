package org.colloque.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.STATUS_SEARCH;
import static org.colloque.migrations.Tables.STATUS_SEARCH_DUE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.board.Club;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Posts are found by their words, by those who may find them. */
class StatusSearchTest {
  private static Rig rig;
  private static Remote far;
  private static int number;
  private Person alice;
  private Person bob;

  /** Stands in every post of a test, so that the others find nothing of it. */
  private String mark;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  static void close() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void meet() {
    number++;
    mark = "zzq" + number + "x";
    alice = rig.local("alice" + number);
    bob = rig.local("bob" + number);
    agree(bob, true);
  }

  private static void agree(Person person, boolean yes) {
    Browser.Answer answer =
        person.app().form("PATCH", "/api/v1/accounts/update_credentials", "indexable", "" + yes);
    assertThat(answer.status()).isEqualTo(200);
  }

  private String post(Person person, String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text + " " + mark));
    fields.addAll(List.of(more));
    Browser.Answer answer = person.app().post("/api/v1/statuses", fields.toArray(String[]::new));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  /** Identifiers that {@code who} finds. */
  private List<String> found(Person who, String asked) {
    rig.runDueJobs();
    JsonNode statuses =
        who.app()
            .get(
                "/api/v2/search?type=statuses&q="
                    + URLEncoder.encode(asked + " " + mark, StandardCharsets.UTF_8))
            .json()
            .path("statuses");
    return statuses.findValuesAsText("id").isEmpty() ? List.of() : ids(statuses);
  }

  private static List<String> ids(JsonNode statuses) {
    List<String> ids = new ArrayList<>();
    statuses.forEach(status -> ids.add(status.path("id").asText()));
    return ids;
  }

  @Test
  void wordsAreFoundInFrenchAndEnglishWhateverTheAccentsAndEndings() {
    String french = post(bob, "Les médecins généralistes prescrivaient des antibiotiques");
    String english = post(bob, "Two patients were coughing");
    for (String asked : List.of("medecin", "MÉDECINS", "prescrivait", "antibiotique")) {
      assertThat(found(alice, asked)).as(asked).containsExactly(french);
    }
    for (String asked : List.of("patient cough", "coughs", "\"were coughing\"")) {
      assertThat(found(alice, asked)).as(asked).containsExactly(english);
    }
    assertThat(found(alice, "patients -coughing")).isEmpty();
    assertThat(found(alice, "")).containsExactlyInAnyOrder(french, english);
  }

  @Test
  void onlyWhoAgreedIsFoundByOthersAndOnlyWhatIsPublic() {
    String open = post(bob, "ouvert");
    post(bob, "discret", "visibility", "unlisted");
    post(bob, "entre nous", "visibility", "private");
    String own = post(alice, "la mienne", "visibility", "direct");
    assertThat(found(alice, "")).containsExactlyInAnyOrder(open, own);
    assertThat(found(bob, "")).hasSize(3).contains(open).doesNotContain(own);
    agree(bob, false);
    assertThat(found(alice, "")).containsExactly(own);
    // what one has marked, one may find
    alice.app().post("/api/v1/statuses/" + open + "/bookmark");
    assertThat(found(alice, "ouvert")).containsExactly(open);
    assertThat(found(alice, "in:library")).containsExactlyInAnyOrder(open, own);
    Person carol = rig.local("carol" + number);
    assertThat(found(carol, "")).isEmpty();
    JsonNode stranger = rig.anonymous().get("/api/v2/search?q=" + mark).json();
    assertThat(stranger.path("statuses")).isEmpty();
  }

  @Test
  void whoIsBlockedOrWhatIsGoneOrChangedIsNotFound() {
    String first = post(bob, "premier");
    String second = post(bob, "second");
    assertThat(found(alice, "")).containsExactlyInAnyOrder(first, second);
    bob.app().form("PUT", "/api/v1/statuses/" + first, "status", "corrigé " + mark);
    assertThat(found(alice, "premier")).isEmpty();
    assertThat(found(alice, "corrigé")).containsExactly(first);
    bob.app().delete("/api/v1/statuses/" + second);
    assertThat(found(alice, "")).containsExactly(first);
    alice.app().post("/api/v1/accounts/" + bob.account() + "/block");
    assertThat(found(alice, "")).isEmpty();
  }

  @Test
  void whatIsSaidInAGroupIsInNoSearchButTheGroups() {
    Club club = Club.of(rig, "Groupe", "groupe" + number).with(alice, "member").with(bob, "member");
    String topic = club.topic(bob, "Un canari " + mark);
    alice.app().post("/api/v1/statuses/" + topic + "/favourite");
    assertThat(found(alice, "")).isEmpty();
    assertThat(found(bob, "in:library")).isEmpty();
    assertThat(
            rig.kit()
                .db()
                .<Integer>seeingAll(tx ->
                    tx.sql()
                            .fetchCount(
                                STATUS_SEARCH, STATUS_SEARCH.STATUS_ID.eq(Long.valueOf(topic)))
                        + tx.sql().fetchCount(STATUS_SEARCH_DUE)))
        .isZero();
  }

  @Test
  void postsFromElsewhereAreFoundWhereTheirAuthorAgrees() {
    RemotePerson zoe = far.person("zoe" + number);
    far.serve(zoe.uri(), zoe.actor().put("indexable", true));
    RemotePerson yves = far.person("yves" + number);
    String actor = rig.kit().urls().actor(alice.username());
    for (RemotePerson one : List.of(zoe, yves)) {
      ObjectNode note =
          one.note(
              "<p>Bonjour " + mark + "</p>",
              List.of(RemotePerson.PUBLIC),
              List.of(one.followers(), actor));
      assertThat(one.send(rig, one.create(one.mention(note, actor, "@" + alice.username()))))
          .isEqualTo(202);
    }
    rig.runDueJobs();
    Person carol = rig.local("carol" + number);
    assertThat(found(carol, "bonjour")).hasSize(1);
    assertThat(found(carol, "bonjour from:" + zoe.handle())).hasSize(1);
    assertThat(found(carol, "bonjour from:" + yves.handle())).isEmpty();
    // who was named finds both
    assertThat(found(alice, "bonjour")).hasSize(2);
  }

  @Test
  void operatorsNarrowWhatIsFound() {
    String poll =
        post(
            bob,
            "sondage",
            "poll[options][]",
            "oui",
            "poll[options][]",
            "non",
            "poll[expires_in]",
            "3600");
    String warned =
        post(bob, "attention", "sensitive", "true", "spoiler_text", "avis", "language", "fr");
    String link = post(bob, "voir https://example.org/x", "language", "en");
    String reply = post(alice, "réponse", "in_reply_to_id", poll);
    assertThat(found(alice, "has:poll")).containsExactly(poll);
    assertThat(found(alice, "oui")).containsExactly(poll);
    assertThat(found(alice, "has:link")).containsExactly(link);
    assertThat(found(alice, "has:media")).isEmpty();
    assertThat(found(alice, "is:reply")).containsExactly(reply);
    assertThat(found(alice, "is:sensitive")).containsExactly(warned);
    assertThat(found(alice, "avis language:fr")).containsExactly(warned);
    assertThat(found(alice, "-is:reply -has:poll language:en")).contains(link).doesNotContain(poll);
    assertThat(found(alice, "from:me")).containsExactly(reply);
    assertThat(found(alice, "-from:me")).containsExactlyInAnyOrder(poll, warned, link);
    assertThat(found(alice, "from:" + bob.username())).hasSize(3);
    assertThat(found(alice, "from:nobody")).isEmpty();
    LocalDate today = rig.kit().now().atZone(ZoneOffset.UTC).toLocalDate();
    assertThat(found(alice, "during:" + today)).hasSize(4);
    assertThat(found(alice, "before:" + today)).isEmpty();
    assertThat(found(alice, "after:" + today)).isEmpty();
    rig.clock().advance(Duration.ofDays(2));
    String later = post(bob, "plus tard");
    assertThat(found(alice, "after:" + today)).containsExactly(later);
  }

  @Test
  void theBestMatchComesFirstAndPagesGoOn() {
    String twice = post(bob, "asthme asthme asthme");
    String once = post(bob, "asthme et bien d’autres choses dont il est question ici");
    assertThat(found(alice, "asthme")).containsExactly(twice, once);
    JsonNode page =
        alice
            .app()
            .get("/api/v2/search?type=statuses&limit=1&offset=1&q=asthme+" + mark)
            .json()
            .path("statuses");
    assertThat(ids(page)).containsExactly(once);
    JsonNode ofAlice =
        alice
            .app()
            .get("/api/v2/search?type=statuses&account_id=" + alice.account() + "&q=asthme+" + mark)
            .json()
            .path("statuses");
    assertThat(ofAlice).isEmpty();
    assertThat(
            rig.kit()
                .db()
                .<Integer>as(Viewer.stranger(), tx -> tx.sql().fetchCount(STATUS_SEARCH_DUE)))
        .isZero();
  }
}
