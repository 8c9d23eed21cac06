package org.colloque.server.quotes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who is quoted, and what they read of that: a letter between others never. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuoteReadersTest {
  private Rig rig;
  private Person alice;
  private Person bob;
  private Person eve;

  @BeforeAll
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
    eve = rig.local("eve");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static JsonNode say(Person author, String... fields) {
    Browser.Answer answer = author.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String id(JsonNode status) {
    return status.path("id").asText();
  }

  private static int seen(Person person, JsonNode status) {
    return person.app().get("/api/v1/statuses/" + id(status)).status();
  }

  @Test
  void whoIsQuotedReadsNoMessageBetweenOthers() {
    JsonNode quoted = say(alice, "status", "for everybody");
    Browser.Answer refused =
        bob.app()
            .post(
                "/api/v1/statuses",
                "status",
                "@eve look at this",
                "visibility",
                "direct",
                "quoted_status_id",
                id(quoted));
    assertThat(refused.status()).isEqualTo(422);
    JsonNode named =
        say(
            bob,
            "status",
            "@alice and @eve, about this",
            "visibility",
            "direct",
            "quoted_status_id",
            id(quoted));
    assertThat(seen(alice, named)).isEqualTo(200);
    JsonNode own = say(bob, "status", "mine");
    JsonNode message =
        say(bob, "status", "@eve mine", "visibility", "direct", "quoted_status_id", id(own));
    assertThat(seen(eve, message)).isEqualTo(200);
    assertThat(seen(alice, message)).isEqualTo(404);
  }

  @Test
  void whoIsQuotedReadsWhatIsSaidToFollowers() {
    JsonNode quoted = say(alice, "status", "for all");
    JsonNode told =
        say(eve, "status", "between us", "visibility", "private", "quoted_status_id", id(quoted));
    assertThat(seen(alice, told)).isEqualTo(200);
    assertThat(seen(bob, told)).isEqualTo(404);
  }
}
