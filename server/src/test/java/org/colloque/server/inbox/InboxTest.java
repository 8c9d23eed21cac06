package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What other servers may do here, each activity in the shape that Mastodon sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxTest {
  private static final String PUBLIC = RemotePerson.PUBLIC;

  private Rig rig;
  private Remote far;
  private Person alice;
  private RemotePerson bob;
  private int round;

  @BeforeAll
  void start() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  void stop() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    bob = far.person("bob" + round);
    far.forget();
  }

  private String aliceUri() {
    return rig.kit().urls().actor(alice.username());
  }

  private void receive(JsonNode activity) {
    receive(bob, activity);
  }

  private void receive(RemotePerson from, JsonNode activity) {
    assertThat(from.send(rig, activity)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(outcome(activity)).isNotNull();
  }

  private String outcome(JsonNode activity) {
    return sql(sql ->
        sql.select(INBOX_ACTIVITIES.OUTCOME)
            .from(INBOX_ACTIVITIES)
            .where(INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText()))
            .fetchSingle()
            .value1());
  }

  private <T> T sql(Function<DSLContext, T> work) {
    return rig.kit().db().as(Viewer.stranger(), tx -> work.apply(tx.sql()));
  }

  private int count(Table<?> table, Condition condition) {
    return sql(sql -> sql.fetchCount(table, condition));
  }

  private Optional<StatusesRecord> stored(JsonNode note) {
    return sql(sql ->
        sql.selectFrom(STATUSES).where(STATUSES.URI.eq(note.path("id").asText())).fetchOptional());
  }

  private long id(RemotePerson person) {
    return sql(sql ->
        sql.select(ACCOUNTS.ID)
            .from(ACCOUNTS)
            .where(ACCOUNTS.URI.eq(person.uri()))
            .fetchSingle()
            .value1());
  }

  private boolean follows(long account, long target) {
    return sql(sql ->
        sql.fetchExists(
            FOLLOWS, FOLLOWS.ACCOUNT_ID.eq(account).and(FOLLOWS.TARGET_ACCOUNT_ID.eq(target))));
  }

  private List<String> notifications() {
    return sql(sql ->
        sql.select(NOTIFICATIONS.TYPE)
            .from(NOTIFICATIONS)
            .where(NOTIFICATIONS.ACCOUNT_ID.eq(alice.account().value()))
            .orderBy(NOTIFICATIONS.ID)
            .fetch(NOTIFICATIONS.TYPE));
  }

  /** Alice follows Bob, and Bob's server has said yes. */
  private void aliceFollowsBob() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    assertThat(alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow").status())
        .isEqualTo(200);
    rig.runDueJobs();
    JsonNode follow = far.received("Follow").getLast().activity();
    receive(bob.activity("Accept", follow));
    assertThat(follows(alice.account().value(), id(bob))).isTrue();
  }

  private JsonNode aliceSays(String text, String visibility) {
    return alice.app().post("/api/v1/statuses", "status", text, "visibility", visibility).json();
  }

  private void lockAlice() {
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.LOCKED, true)
            .where(ACCOUNTS.ID.eq(alice.account().value()))
            .execute());
  }

  @Test
  void aFollowIsAcceptedAndToldAndAnsweredAgainWhenRepeated() {
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    assertThat(follows(id(bob), alice.account().value())).isTrue();
    assertThat(notifications()).containsExactly("follow");
    JsonNode accept = far.received("Accept").getFirst().activity();
    assertThat(accept.path("actor").asText()).isEqualTo(aliceUri());
    assertThat(accept.path("object").path("id").asText()).isEqualTo(follow.path("id").asText());
    assertThat(accept.path("object").path("type").asText()).isEqualTo("Follow");
    ObjectNode again = bob.activity("Follow", aliceUri());
    receive(again);
    assertThat(far.received("Accept")).hasSize(2);
    assertThat(far.received("Accept").getLast().activity().path("object").path("id").asText())
        .isEqualTo(again.path("id").asText());
    assertThat(notifications()).containsExactly("follow");
  }

  @Test
  void whoApprovesFollowersIsAskedFirst() {
    lockAlice();
    receive(bob.activity("Follow", aliceUri()));
    assertThat(notifications()).containsExactly("follow_request");
    assertThat(far.received("Accept")).isEmpty();
    alice.app().post("/api/v1/follow_requests/" + id(bob) + "/authorize");
    rig.runDueJobs();
    assertThat(far.received("Accept")).hasSize(1);
    assertThat(follows(id(bob), alice.account().value())).isTrue();
  }

  @Test
  void aRefusedRequestIsRejected() {
    lockAlice();
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    alice.app().post("/api/v1/follow_requests/" + id(bob) + "/reject");
    rig.runDueJobs();
    JsonNode reject = far.received("Reject").getFirst().activity();
    assertThat(reject.path("object").path("id").asText()).isEqualTo(follow.path("id").asText());
    assertThat(count(FOLLOW_REQUESTS, FOLLOW_REQUESTS.ACCOUNT_ID.eq(id(bob)))).isZero();
  }

  @Test
  void whoIsBlockedIsRejectedWithTheIdOfTheFollow() {
    receive(bob.activity("Like", aliceUri()));
    alice.app().post("/api/v1/accounts/" + id(bob) + "/block");
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    assertThat(far.received("Reject").getLast().activity().path("object").path("id").asText())
        .isEqualTo(follow.path("id").asText());
  }

  @Test
  void aFollowIsUndoneAlsoByItsBareIdAndAlsoWhenTheUndoComesFirst() {
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    receive(bob.activity("Undo", follow));
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    ObjectNode second = bob.activity("Follow", aliceUri());
    receive(second);
    receive(bob.activity("Undo", second.path("id")));
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    ObjectNode third = bob.activity("Follow", aliceUri());
    receive(bob.activity("Undo", third));
    receive(third);
    assertThat(follows(id(bob), alice.account().value())).isFalse();
  }

  @Test
  void ourFollowWaitsForTheAcceptAndIsEndedByAReject() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
    rig.runDueJobs();
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    Remote.Received follow = far.received("Follow").getFirst();
    assertThat(follow.path()).isEqualTo("/users/" + bob.username() + "/inbox");
    // Mitra names the Follow by its id only
    receive(bob.activity("Accept", follow.activity().path("id")));
    assertThat(follows(alice.account().value(), id(bob))).isTrue();
    receive(bob.activity("Reject", follow.activity()));
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
  }

  @Test
  void anAcceptByAStrangerChangesNothing() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
    rig.runDueJobs();
    JsonNode follow = far.received("Follow").getFirst().activity();
    RemotePerson mallory = far.person("mallory" + round);
    ObjectNode byId = mallory.activity("Accept", follow.path("id"));
    receive(mallory, byId);
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    assertThat(mallory.send(rig, mallory.activity("Accept", follow))).isEqualTo(401);
    rig.runDueJobs();
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
  }

  @Test
  void aPostOfSomebodyFollowedIsKeptSanitisedAndShown() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>Bonjour <img src=x onerror=alert(1)> <b>world</b></p>");
    note.put("summary", "careful").put("sensitive", true);
    note.putObject("contentMap").put("fr", note.path("content").asText());
    note.putArray("attachment")
        .addObject()
        .put("type", "Document")
        .put("mediaType", "image/png")
        .put("url", far.base() + "/pic.png")
        .put("name", "a picture");
    note.withArray("tag")
        .addObject()
        .put("type", "Hashtag")
        .put("href", far.base() + "/tags/Santé")
        .put("name", "#Santé");
    receive(bob.create(note));
    JsonNode home = alice.app().get("/api/v1/timelines/home").json();
    JsonNode shown = home.path(0);
    assertThat(shown.path("uri").asText()).isEqualTo(note.path("id").asText());
    assertThat(shown.path("content").asText()).contains("world").doesNotContain("onerror");
    assertThat(shown.path("spoiler_text").asText()).isEqualTo("careful");
    assertThat(shown.path("language").asText()).isEqualTo("fr");
    assertThat(shown.path("visibility").asText()).isEqualTo("public");
    assertThat(shown.path("account").path("acct").asText()).isEqualTo(bob.handle());
    assertThat(shown.path("media_attachments").path(0).path("remote_url").asText())
        .isEqualTo(far.base() + "/pic.png");
    assertThat(shown.path("media_attachments").path(0).path("description").asText())
        .isEqualTo("a picture");
    assertThat(shown.path("tags").path(0).path("name").asText()).isIn("Santé", "sante");
  }

  @Test
  void aPostThatConcernsNobodyHereIsNotKept() {
    ObjectNode note = bob.note("<p>hello all</p>");
    receive(bob.create(note));
    assertThat(stored(note)).isEmpty();
    ObjectNode direct = bob.note("<p>psst</p>", List.of(far.base() + "/users/carol"), List.of());
    receive(bob.create(direct));
    assertThat(stored(direct)).isEmpty();
  }

  @Test
  void aMentionNeedsTheTagAndTheAddress() {
    ObjectNode mention = bob.note("<p>@alice</p>", List.of(PUBLIC), List.of(aliceUri()));
    bob.mention(mention, aliceUri(), "@" + alice.handle());
    receive(bob.create(mention));
    assertThat(notifications()).containsExactly("mention");
    ObjectNode addressed = bob.note("<p>no tag</p>", List.of(PUBLIC), List.of(aliceUri()));
    receive(bob.create(addressed));
    assertThat(stored(addressed)).isPresent();
    assertThat(notifications()).containsExactly("mention");
    long id = stored(addressed).orElseThrow().getId();
    assertThat(count(MENTIONS, MENTIONS.STATUS_ID.eq(id).and(MENTIONS.SILENT))).isEqualTo(1);
  }

  @Test
  void audiencesAreReadAsMastodonReadsThem() {
    aliceFollowsBob();
    ObjectNode unlisted = bob.note("<p>u</p>", List.of(bob.followers()), List.of(PUBLIC));
    ObjectNode followers = bob.note("<p>f</p>", List.of(bob.followers()), List.of());
    ObjectNode direct = bob.note("<p>d</p>", List.of(aliceUri()), List.of());
    for (ObjectNode note : List.of(unlisted, followers, direct)) {
      receive(bob.create(note));
    }
    assertThat(stored(unlisted).orElseThrow().getAudience()).isEqualTo("unlisted");
    assertThat(stored(followers).orElseThrow().getAudience()).isEqualTo("followers");
    assertThat(stored(direct).orElseThrow().getAudience()).isEqualTo("direct");
    Person other = rig.local("other" + round);
    for (ObjectNode note : List.of(followers, direct)) {
      String path = "/api/v1/statuses/" + stored(note).orElseThrow().getId();
      assertThat(alice.app().get(path).status()).isEqualTo(200);
      assertThat(other.app().get(path).status()).isEqualTo(404);
      assertThat(rig.anonymous().get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void aReplyBringsItsMissingAncestors() {
    ObjectNode root = bob.note("<p>root</p>");
    RemotePerson carol = far.person("carol" + round);
    ObjectNode middle = carol.note("<p>middle</p>");
    middle.put("inReplyTo", root.path("id").asText());
    far.serve(root.path("id").asText(), root);
    far.serve(middle.path("id").asText(), middle);
    ObjectNode leaf = bob.note("<p>@alice leaf</p>", List.of(PUBLIC), List.of(aliceUri()));
    leaf.put("inReplyTo", middle.path("id").asText());
    bob.mention(leaf, aliceUri(), "@" + alice.handle());
    receive(bob.create(leaf));
    StatusesRecord stored = stored(leaf).orElseThrow();
    assertThat(stored.getInReplyToId()).isEqualTo(stored(middle).orElseThrow().getId());
    JsonNode context = alice.app().get("/api/v1/statuses/" + stored.getId() + "/context").json();
    assertThat(context.path("ancestors").findValuesAsText("uri"))
        .contains(root.path("id").asText(), middle.path("id").asText());
  }

  @Test
  void anEditChangesAndKeepsHistory() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>first</p>");
    receive(bob.create(note));
    ObjectNode edited = note.deepCopy().put("content", "<p>second</p>");
    edited.put("updated", rig.kit().now().toString());
    receive(bob.activity("Update", edited));
    long id = stored(note).orElseThrow().getId();
    JsonNode shown = alice.app().get("/api/v1/statuses/" + id).json();
    assertThat(shown.path("content").asText()).contains("second");
    assertThat(shown.path("edited_at").isNull()).isFalse();
    assertThat(alice.app().get("/api/v1/statuses/" + id + "/history").json()).hasSize(2);
  }

  @Test
  void anEditOfAnOldUnknownPostIsIgnoredAndOfANewOneTakenIn() {
    aliceFollowsBob();
    ObjectNode old = bob.note("<p>old</p>");
    old.put("published", rig.kit().now().minus(Duration.ofDays(3)).toString());
    receive(bob.activity("Update", old));
    assertThat(stored(old)).isEmpty();
    ObjectNode fresh = bob.note("<p>fresh</p>");
    fresh.put("published", rig.kit().now().minus(Duration.ofHours(1)).toString());
    receive(bob.activity("Update", fresh));
    assertThat(stored(fresh)).isPresent();
  }

  @Test
  void aDeletionEmptiesAndTheCopyThatComesLaterIsNotTakenIn() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>regret</p>");
    ObjectNode create = bob.create(note);
    receive(create);
    ObjectNode tombstone =
        Json.object().put("id", note.path("id").asText()).put("type", "Tombstone");
    receive(bob.activity("Delete", tombstone));
    assertThat(stored(note).orElseThrow().getContentHtml()).isEmpty();
    assertThat(alice.app().get("/api/v1/timelines/home").json()).isEmpty();
    receive(bob.create(note));
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNotNull();
    // and in the other order
    ObjectNode never = bob.note("<p>never</p>");
    receive(bob.activity("Delete", never.path("id").asText()));
    receive(bob.create(never));
    assertThat(stored(never)).isEmpty();
  }

  @Test
  void nobodyDeletesOrEditsWhatIsAnothers() {
    aliceFollowsBob();
    ObjectNode note = bob.note("<p>mine</p>");
    receive(bob.create(note));
    RemotePerson mallory = far.person("mallory" + round);
    receive(mallory, mallory.activity("Delete", note.path("id").asText()));
    assertThat(stored(note).orElseThrow().getDeletedAt()).isNull();
    ObjectNode forged = note.deepCopy().put("content", "<p>forged</p>");
    assertThat(mallory.send(rig, mallory.activity("Update", forged))).isEqualTo(401);
    forged.put("attributedTo", mallory.uri());
    receive(mallory, mallory.activity("Update", forged));
    assertThat(stored(note).orElseThrow().getContentHtml()).contains("mine");
  }

  @Test
  void aLikeCountsOnceAndIsTakenBack() {
    JsonNode status = aliceSays("like me", "public");
    ObjectNode like = bob.activity("Like", status.path("uri").asText());
    receive(like);
    receive(bob.activity("Like", status.path("uri").asText()));
    String path = "/api/v1/statuses/" + status.path("id").asText();
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("favourite");
    receive(bob.activity("Undo", like));
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isZero();
    assertThat(notifications()).isEmpty();
    // a like that was taken back before it came
    ObjectNode early = bob.activity("Like", status.path("uri").asText());
    receive(bob.activity("Undo", early));
    receive(early);
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isZero();
  }

  @Test
  void whatOneMayNotReadOneMayNotLike() {
    JsonNode status = aliceSays("for few", "private");
    ObjectNode like = bob.activity("Like", status.path("uri").asText());
    receive(like);
    assertThat(count(FAVOURITES, FAVOURITES.URI.eq(like.path("id").asText()))).isZero();
    assertThat(outcome(like)).contains("not found");
  }

  @Test
  void aBoostOfOursIsCountedToldAndTakenBack() {
    JsonNode status = aliceSays("boost me", "public");
    ObjectNode announce = bob.activity("Announce", status.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    announce.putArray("cc").add(bob.followers());
    receive(announce);
    String path = "/api/v1/statuses/" + status.path("id").asText();
    assertThat(alice.app().get(path).json().path("reblogs_count").asInt()).isEqualTo(1);
    assertThat(notifications()).containsExactly("reblog");
    receive(bob.activity("Undo", announce));
    assertThat(alice.app().get(path).json().path("reblogs_count").asInt()).isZero();
  }

  @Test
  void aBoostOfAThirdServersPostIsFetchedFromThere() {
    aliceFollowsBob();
    try (Remote third = Remote.start("third")) {
      RemotePerson dora = third.person("dora");
      ObjectNode original = dora.note("<p>the truth</p>");
      third.serve(original.path("id").asText(), original);
      ObjectNode lie = original.deepCopy().put("content", "<p>a lie</p>");
      ObjectNode announce = bob.activity("Announce", lie);
      announce.putArray("to").add(PUBLIC);
      receive(announce);
      assertThat(stored(original).orElseThrow().getContentHtml()).contains("the truth");
      JsonNode home = alice.app().get("/api/v1/timelines/home").json();
      assertThat(home.path(0).path("reblog").path("account").path("acct").asText())
          .isEqualTo(dora.handle());
      assertThat(third.requests(original.path("id").asText()).getFirst().getHeader("Signature"))
          .contains("/actor#main-key");
    }
  }

  @Test
  void aBoostOfWhatIsNotForEverybodyIsRefused() {
    JsonNode status = aliceSays("for followers", "private");
    receive(bob.activity("Follow", aliceUri()));
    ObjectNode announce = bob.activity("Announce", status.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    receive(announce);
    assertThat(stored(announce)).isEmpty();
  }

  @Test
  void aBlockEndsFollowsAndIsLifted() {
    aliceFollowsBob();
    receive(bob.activity("Follow", aliceUri()));
    ObjectNode block = bob.activity("Block", aliceUri());
    receive(block);
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    receive(bob.activity("Undo", block));
    assertThat(count(BLOCKS, BLOCKS.ACCOUNT_ID.eq(id(bob)))).isZero();
  }

  @Test
  void aChangedProfileIsTakenOver() {
    aliceFollowsBob();
    ObjectNode actor = bob.actor().put("name", "Robert");
    receive(bob.activity("Update", actor));
    AccountsRecord account =
        sql(sql -> sql.selectFrom(ACCOUNTS).where(ACCOUNTS.URI.eq(bob.uri())).fetchSingle());
    assertThat(account.getDisplayName()).isEqualTo("Robert");
    assertThat(account.getNoteHtml()).contains("Hello").doesNotContain("script");
  }

  @Test
  void whoDeletesThemselvesIsForgotten() {
    aliceFollowsBob();
    receive(bob.activity("Follow", aliceUri()));
    ObjectNode note = bob.note("<p>soon gone</p>");
    receive(bob.create(note));
    JsonNode status = aliceSays("liked by bob", "public");
    receive(bob.activity("Like", status.path("uri").asText()));
    receive(bob.activity("Delete", bob.uri()));
    assertThat(stored(note)).isEmpty();
    assertThat(follows(alice.account().value(), id(bob))).isFalse();
    JsonNode self = alice.app().get("/api/v1/accounts/verify_credentials").json();
    assertThat(self.path("followers_count").asInt()).isZero();
    assertThat(self.path("following_count").asInt()).isZero();
    String path = "/api/v1/statuses/" + status.path("id").asText();
    assertThat(alice.app().get(path).json().path("favourites_count").asInt()).isZero();
    // the key is forgotten too, and nobody vouches for it any more
    far.answer(
        bob.uri(), com.github.tomakehurst.wiremock.client.WireMock.aResponse().withStatus(410));
    assertThat(bob.send(rig, bob.create(bob.note("<p>ghost</p>")))).isEqualTo(401);
  }
}
