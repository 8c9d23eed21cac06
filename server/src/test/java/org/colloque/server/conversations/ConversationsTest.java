package org.colloque.server.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Direct posts of one thread among the same people are a conversation of each of them. */
class ConversationsTest {
  private static final String API = "/api/v1/conversations";

  private Rig rig;
  private Person alice;
  private Person bob;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static String says(Person who, String text, String... more) {
    String[] fields = java.util.Arrays.copyOf(more, more.length + 4);
    fields[more.length] = "status";
    fields[more.length + 1] = text;
    fields[more.length + 2] = "visibility";
    fields[more.length + 3] = "direct";
    Browser.Answer answer = who.app().post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  private static JsonNode of(Person who) {
    JsonNode all = who.app().get(API).json();
    assertEach("Conversation", all);
    return all;
  }

  @Test
  void aThreadAmongTheSamePeopleIsOneAndUnreadForWhoGotIt() {
    String first = says(alice, "@bob are you there?");
    assertThat(of(alice)).hasSize(1);
    assertThat(of(alice).path(0).path("unread").asBoolean()).isFalse();
    assertThat(of(alice).path(0).path("accounts").path(0).path("username").asText())
        .isEqualTo("bob");
    assertThat(of(bob).path(0).path("unread").asBoolean()).isTrue();
    String second = says(bob, "@alice yes", "in_reply_to_id", first);
    assertThat(of(bob)).hasSize(1);
    assertThat(of(bob).path(0).path("unread").asBoolean()).isFalse();
    assertThat(of(alice).path(0).path("last_status").path("id").asText()).isEqualTo(second);
    assertThat(of(alice).path(0).path("unread").asBoolean()).isTrue();
    Person carol = rig.local("carol");
    says(bob, "@alice @carol and you?", "in_reply_to_id", second);
    assertThat(of(alice)).hasSize(2);
    assertThat(of(carol)).hasSize(1);
    assertThat(of(carol).path(0).path("accounts")).hasSize(2);
  }

  @Test
  void itIsReadUnreadAndPutAwayByItsOwnerOnly() {
    says(alice, "@bob hello");
    String path = API + "/" + of(bob).path(0).path("id").asText();
    JsonNode read = bob.app().post(path + "/read").json();
    assertShape("Conversation", read);
    assertThat(read.path("unread").asBoolean()).isFalse();
    assertThat(bob.app().post(path + "/unread").json().path("unread").asBoolean()).isTrue();
    for (String act : new String[] {"/read", "/unread"}) {
      assertThat(alice.app().post(path + act).status()).isEqualTo(404);
    }
    assertThat(alice.app().delete(path).status()).isEqualTo(404);
    assertThat(bob.app().delete(path).status()).isEqualTo(200);
    assertThat(of(bob)).isEmpty();
    assertThat(of(alice)).hasSize(1);
    says(alice, "@bob still there?");
    assertThat(of(bob)).hasSize(1);
  }

  @Test
  void aDeletedPostLeavesTheOneBeforeIt() {
    String first = says(alice, "@bob one");
    String second = says(alice, "@bob two", "in_reply_to_id", first);
    alice.app().delete("/api/v1/statuses/" + second);
    assertThat(of(bob).path(0).path("last_status").path("id").asText()).isEqualTo(first);
    alice.app().delete("/api/v1/statuses/" + first);
    assertThat(of(bob)).isEmpty();
    assertThat(of(alice)).isEmpty();
  }

  @Test
  void whoIsBlockedOrMutedHasNoConversationAndOtherPostsAreNone() {
    bob.app().post("/api/v1/accounts/" + alice.account() + "/mute");
    says(alice, "@bob hello?");
    assertThat(of(bob)).isEmpty();
    alice.app().post("/api/v1/statuses", "status", "@bob in public");
    alice.app().post("/api/v1/statuses", "status", "for followers", "visibility", "private");
    assertThat(of(alice)).hasSize(1);
    says(alice, "a note to myself");
    assertThat(of(alice).path(0).path("accounts").path(0).path("username").asText())
        .isEqualTo("alice");
  }

  @Test
  void pagesFollowTheLastPost() {
    for (int i = 0; i < 3; i++) {
      says(alice, "@bob number " + i);
    }
    Browser.Answer page = bob.app().get(API + "?limit=2");
    assertThat(page.json()).hasSize(2);
    String next = page.header("link").replaceFirst("(?s)<([^>]*)>; rel=\"next\".*", "$1");
    assertThat(bob.app().get(next).json()).hasSize(1);
  }

  @Test
  void oneFromElsewhereIsOneToo() {
    try (Remote far = Remote.start("far")) {
      RemotePerson dora = far.person("dora");
      dora.appear();
      String actor = rig.kit().urls().actor("alice");
      var note =
          dora.mention(
              dora.note("<p>hello</p>", java.util.List.of(actor), java.util.List.of()),
              actor,
              "@alice");
      assertThat(dora.send(rig, dora.create(note))).isEqualTo(202);
      rig.runDueJobs();
      assertThat(of(alice)).hasSize(1);
      assertThat(of(alice).path(0).path("accounts").path(0).path("acct").asText())
          .startsWith("dora@");
    }
  }
}
