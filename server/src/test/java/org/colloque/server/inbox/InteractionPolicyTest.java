package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authors elsewhere say who may like, answer and boost; members obey, or ask and wait. */
class InteractionPolicyTest extends InboxRoom {

  private ObjectNode bobSays(String rule, String who) {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>be gentle</p>");
    ObjectNode policy = note.putObject("interactionPolicy");
    for (String what : new String[] {"canLike", "canReply", "canAnnounce"}) {
      policy.putObject(what).put(rule, who);
    }
    receive(bob.create(note));
    far.forget();
    return note;
  }

  private int act(String verb, JsonNode note) {
    long id = stored(note).orElseThrow().getId();
    int status =
        (verb.equals("reply")
                ? alice
                    .app()
                    .post("/api/v1/statuses", "status", "so?", "in_reply_to_id", Long.toString(id))
                : alice.app().post("/api/v1/statuses/" + id + "/" + verb))
            .status();
    rig.runDueJobs();
    return status;
  }

  private ObjectNode answer(String type, String request) {
    ObjectNode asked = far.received(request).getLast().activity().deepCopy();
    asked.remove("@context");
    return bob.activity(type, asked);
  }

  @ParameterizedTest
  @CsvSource({"automaticApproval", "always"})
  void nobodyIsSaidByNamingTheAuthor(String rule) {
    ObjectNode note = bobSays(rule, bob.uri());
    for (String verb : new String[] {"favourite", "reblog", "reply"}) {
      assertThat(act(verb, note)).as(verb).isEqualTo(403);
    }
    assertThat(far.received()).isEmpty();
  }

  @Test
  void whatEverybodyMayIsSaidAtOnce() {
    ObjectNode note = bobSays("automaticApproval", PUBLIC);
    assertThat(act("favourite", note)).isEqualTo(200);
    assertThat(far.received("Like")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "favourite, LikeRequest, Like, likeAuthorization",
    "reblog, AnnounceRequest, Announce, announceAuthorization",
    "reply, ReplyRequest, Create, replyAuthorization"
  })
  void whatMustBeAllowedIsAskedForFirst(
      String verb, String request, String activity, String authorization) {
    ObjectNode note = bobSays("manualApproval", PUBLIC);
    receive(bob.activity("Follow", aliceUri()));
    rig.runDueJobs();
    far.forget();
    assertThat(act(verb, note)).isEqualTo(200);
    assertThat(far.received(activity)).isEmpty();
    JsonNode asked = far.received(request).getLast().activity();
    assertThat(asked.path("object").asText()).isEqualTo(note.path("id").asText());
    assertThat(asked.path("instrument").path("type").asText())
        .isEqualTo(activity.equals("Create") ? "Note" : activity);
    receive(answer("Accept", request));
    assertThat(far.received(activity)).as("without a stamp").isEmpty();
    String stamp = bob.uri() + "/authorizations/1";
    receive(answer("Accept", request).put("result", stamp));
    rig.runDueJobs();
    JsonNode said = far.received(activity).getLast().activity();
    JsonNode carrying = activity.equals("Create") ? said.path("object") : said;
    assertThat(carrying.path(authorization).asText()).isEqualTo(stamp);
    assertThat(carrying.path("approvedBy").asText()).isEqualTo(stamp);
  }

  @Test
  void whoFollowsAsksAsWell() {
    ObjectNode note = bobSays("automaticApproval", bob.followers());
    assertThat(act("favourite", note)).isEqualTo(200);
    assertThat(far.received("LikeRequest")).hasSize(1);
    assertThat(far.received("Like")).isEmpty();
  }

  @Test
  void aNoTakesTheFavouriteAndTheBoostBack() {
    ObjectNode note = bobSays("manualApproval", PUBLIC);
    long id = stored(note).orElseThrow().getId();
    act("favourite", note);
    receive(answer("Reject", "LikeRequest"));
    assertThat(count(FAVOURITES, FAVOURITES.STATUS_ID.eq(id))).isZero();
    act("reblog", note);
    receive(answer("Reject", "AnnounceRequest"));
    assertThat(count(STATUSES, STATUSES.REBLOG_OF_ID.eq(id).and(STATUSES.DELETED_AT.isNull())))
        .isZero();
    assertThat(far.received("Announce")).isEmpty();
  }

  /** Only the author of the post answers. */
  @Test
  void anothersYesIsNone() {
    ObjectNode note = bobSays("manualApproval", PUBLIC);
    act("reply", note);
    var carol = far.person("carol" + round);
    ObjectNode asked = far.received("ReplyRequest").getLast().activity().deepCopy();
    asked.remove("@context");
    receive(carol, carol.activity("Accept", asked).put("result", carol.uri() + "/stamps/1"));
    rig.runDueJobs();
    assertThat(far.received("Create")).isEmpty();
  }

  @Test
  void whoIsNamedMayAlwaysAnswer() {
    aliceFollowsBob();
    ObjectNode note =
        bob.note("<p>you?</p>", java.util.List.of(PUBLIC), java.util.List.of(aliceUri()));
    bob.mention(note, aliceUri(), "@" + alice.username());
    note.putObject("interactionPolicy").putObject("canReply").put("automaticApproval", bob.uri());
    receive(bob.create(note));
    far.forget();
    assertThat(act("reply", note)).isEqualTo(200);
    assertThat(far.received("Create")).hasSize(1);
  }
}
