package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.colloque.server.api.EntityShape;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.statuses.StatusSignals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is posted, edited and deleted reaches whom it may reach, at once, and nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusStreamsTest {
  private Streamed house;
  private Person alice;
  private Person bob;
  private Person eve;

  @BeforeAll
  void start() {
    house = new Streamed();
    alice = house.rig().local("alice");
    bob = house.rig().local("bob");
    eve = house.rig().local("eve");
    house.follow(bob, alice);
  }

  @AfterAll
  void stop() {
    house.close();
  }

  private Ear ear(Person person, String... streams) {
    Ear ear = Ear.open(house.rig(), person.token(), "");
    for (String stream : streams) {
      ear.subscribe(stream);
    }
    return ear;
  }

  @Test
  void aPostReachesItsFollowersThePublicAndItsHashtagEachInItsOwnForm() {
    try (Ear follower = ear(bob, "user", "public", "public:local", "public:remote");
        Ear stranger = ear(eve, "user").subscribe("hashtag", "tag", "Néphrologie")) {
      stranger.subscribe("hashtag:local", "tag", "nephrologie");
      String id = house.postId(alice, "status", "Au staff #néphrologie");
      JsonNode home = follower.await("update", "user");
      assertThat(home.path("id").asText()).isEqualTo(id);
      assertThat(home.path("favourited").isBoolean()).isTrue();
      EntityShape.assertShape("Status", home);
      JsonNode open = follower.await("update", "public");
      assertThat(open.path("id").asText()).isEqualTo(id);
      assertThat(open.has("favourited")).isFalse();
      EntityShape.assertShape("Status", open);
      assertThat(follower.await("update", "public:local").path("id").asText()).isEqualTo(id);
      assertThat(stranger.await("update", "hashtag", "Néphrologie").path("id").asText())
          .isEqualTo(id);
      assertThat(stranger.await("update", "hashtag:local", "nephrologie").path("id").asText())
          .isEqualTo(id);
      assertThat(follower.rest()).isEmpty();
      assertThat(stranger.rest()).isEmpty();
    }
  }

  @Test
  void aListGetsWhatItsPeopleWriteAndOnlyItsOwner() {
    Person owner = house.rig().local("owner");
    house.follow(owner, alice);
    String list = owner.app().post("/api/v1/lists", "title", "Ward").json().path("id").asText();
    String members = "/api/v1/lists/" + list + "/accounts";
    owner.app().post(members, "account_ids[]", alice.account().toString());
    try (Ear ear = Ear.open(house.rig(), owner.token(), "").subscribe("list", "list", list);
        Ear other = Ear.open(house.rig(), eve.token(), "")) {
      String followers = house.postId(alice, "status", "for followers", "visibility", "private");
      JsonNode heard = ear.await("update", "list", list);
      assertThat(heard.path("id").asText()).isEqualTo(followers);
      EntityShape.assertShape("Status", heard);
      house.postId(
          alice, "status", "to another", "in_reply_to_id", house.postId(eve, "status", "x"));
      house.postId(bob, "status", "not in the list");
      String last = house.postId(alice, "status", "last");
      assertThat(ear.await("update", "list", list).path("id").asText()).isEqualTo(last);
      alice.app().delete("/api/v1/statuses/" + followers);
      ear.await("delete", "list", list);
      assertThat(other.rest()).isEmpty();
    }
  }

  @Test
  void eachReaderSeesItsOwnMarks() {
    String original = house.postId(alice, "status", "qui a déjà vu cela ?");
    bob.app().post("/api/v1/statuses/" + original + "/favourite");
    house.follow(bob, eve);
    house.follow(alice, eve);
    try (Ear first = ear(bob, "user");
        Ear second = ear(alice, "user")) {
      eve.app().post("/api/v1/statuses/" + original + "/reblog");
      JsonNode marked = first.await("update", "user");
      assertThat(marked.path("reblog").path("id").asText()).isEqualTo(original);
      assertThat(marked.path("reblog").path("favourited").asBoolean()).isTrue();
      JsonNode own = second.await("update", "user");
      assertThat(own.path("reblog").path("favourited").asBoolean()).isFalse();
      assertThat(own.path("reblog").has("pinned")).isTrue();
    } finally {
      bob.app().post("/api/v1/accounts/" + eve.account() + "/unfollow");
      alice.app().post("/api/v1/accounts/" + eve.account() + "/unfollow");
    }
  }

  @Test
  void aPictureIsOnTheStreamsOfMedia() throws IOException {
    try (Ear ear = ear(eve, "public:media", "public:local:media", "public:remote:media")) {
      house.post(alice, "status", "sans image");
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
      String media =
          alice
              .app()
              .upload("POST", "/api/v2/media", "file", "x.png", png.toByteArray())
              .json()
              .path("id")
              .asText();
      String id = house.postId(alice, "status", "avec", "media_ids[]", media);
      assertThat(ear.await("update", "public:media").path("id").asText()).isEqualTo(id);
      assertThat(ear.await("update", "public:local:media").path("id").asText()).isEqualTo(id);
      assertThat(ear.rest()).isEmpty();
    }
  }

  @Test
  void anEditIsAStatusUpdateAndADeletionIsItsIdentifier() {
    try (Ear follower = ear(bob, "user");
        Ear stranger = ear(eve, "public").subscribe("hashtag", "tag", "deux")) {
      String id = house.postId(alice, "status", "premier #deux");
      follower.await("update", "user");
      stranger.await("update", "public");
      stranger.await("update", "hashtag", "deux");
      alice.app().form("PUT", "/api/v1/statuses/" + id, "status", "second #deux");
      JsonNode edited = follower.await("status.update", "user");
      assertThat(edited.path("content").asText()).contains("second");
      assertThat(edited.path("edited_at").isTextual()).isTrue();
      assertThat(stranger.await("status.update", "public").path("id").asText()).isEqualTo(id);
      stranger.await("status.update", "hashtag", "deux");
      alice.app().delete("/api/v1/statuses/" + id);
      assertThat(follower.awaitRaw("delete", "user")).isEqualTo(id);
      assertThat(stranger.awaitRaw("delete", "public")).isEqualTo(id);
      assertThat(stranger.awaitRaw("delete", "hashtag", "deux")).isEqualTo(id);
      assertThat(follower.rest()).isEmpty();
      assertThat(stranger.rest()).isEmpty();
    }
  }

  @Test
  void whatIsPrivateNeverReachesStrangersNorDoesTheNewsOfItsDeletion() {
    try (Ear follower = ear(bob, "user", "public", "direct");
        Ear stranger = ear(eve, "user", "public", "public:local", "direct")) {
      stranger.subscribe("hashtag", "tag", "canary");
      String followers = house.postId(alice, "status", "canary #canary", "visibility", "private");
      String direct = house.postId(alice, "status", "canary #canary", "visibility", "direct");
      String unlisted = house.postId(alice, "status", "unlisted #canary", "visibility", "unlisted");
      alice.app().form("PUT", "/api/v1/statuses/" + followers, "status", "canary2 #canary");
      alice.app().delete("/api/v1/statuses/" + direct);
      alice.app().delete("/api/v1/statuses/" + followers);
      String open = house.postId(alice, "status", "pour tous");
      assertThat(follower.await("update", "user").path("id").asText()).isEqualTo(followers);
      assertThat(follower.await("update", "user").path("id").asText()).isEqualTo(unlisted);
      assertThat(follower.await("update", "user").path("id").asText()).isEqualTo(open);
      assertThat(follower.await("update", "public").path("id").asText()).isEqualTo(open);
      assertThat(follower.awaitRaw("delete", "user")).isEqualTo(followers);
      // announced in order: what came before the open post would be here by now
      assertThat(stranger.await("update", "public").path("id").asText()).isEqualTo(open);
      assertThat(stranger.await("update", "public:local").path("id").asText()).isEqualTo(open);
      assertThat(stranger.rest()).isEmpty();
    }
  }

  private static void members(Tx tx, long group, Person... members) {
    tx.sql()
        .execute(
            "INSERT INTO groups (id, name, slug, seats, created_at)"
                + " VALUES (?, 'service', 'service', 12, now())",
            group);
    for (Person member : members) {
      tx.sql()
          .execute(
              "INSERT INTO memberships (account_id, group_id, handle) VALUES (?, ?, 'service')",
              member.account().value(),
              group);
    }
  }

  @Test
  void aStatusOfAGroupGoesToItsMembersAloneWhateverTheFeedsSay() {
    long group = house.rig().kit().ids().next();
    long status = house.rig().kit().ids().next();
    Viewer author = Viewer.of(alice.account());
    house
        .rig()
        .kit()
        .db()
        .<Object>seeingAll(tx -> {
          members(tx, group, alice, bob);
          return group;
        });
    try (Ear member = ear(bob, "user", "public");
        Ear former = ear(eve, "user", "public").subscribe("hashtag", "tag", "canary")) {
      house
          .rig()
          .kit()
          .db()
          .doAs(
              author,
              tx -> {
                tx.sql()
                    .execute(
                        "INSERT INTO statuses (id, account_id, local, audience, group_id,"
                            + " conversation_id, text, content_html, created_at)"
                            + " VALUES (?, ?, true, 'group', ?, ?, 'canary', 'canary', now())",
                        status,
                        alice.account().value(),
                        group,
                        group);
                // a feed that was not cleaned when somebody left
                for (Person person : new Person[] {bob, eve}) {
                  tx.sql()
                      .execute(
                          "INSERT INTO home_chunks VALUES (?, home_span(?), ?)",
                          person.account().value(),
                          status,
                          status);
                }
                house.rig().kit().signals().send(tx, StatusSignals.CREATED, Long.toString(status));
              });
      String open = house.postId(alice, "status", "pour tous");
      assertThat(member.await("update", "user").path("id").asLong()).isEqualTo(status);
      assertThat(member.await("update", "user").path("id").asText()).isEqualTo(open);
      assertThat(former.await("update", "public").path("id").asText()).isEqualTo(open);
      assertThat(former.rest()).isEmpty();
      member.await("update", "public");
      assertThat(member.rest()).isEmpty();
    }
  }

  @Test
  void publicStreamsSkipWhomTheViewerBlockedOrMutedAndWhoBlockedTheViewer() {
    Person viewer = house.rig().local("viewer");
    Person muted = house.rig().local("muted");
    Person blocked = house.rig().local("blocked");
    Person blocking = house.rig().local("blocking");
    viewer.app().post("/api/v1/accounts/" + muted.account() + "/mute");
    viewer.app().post("/api/v1/accounts/" + blocked.account() + "/block");
    blocking.app().post("/api/v1/accounts/" + viewer.account() + "/block");
    try (Ear ear = ear(viewer, "public").subscribe("hashtag", "tag", "bruit");
        Ear other = ear(eve, "public")) {
      for (Person author : new Person[] {muted, blocked, blocking}) {
        String id = house.postId(author, "status", "canary #bruit");
        assertThat(other.await("update", "public").path("id").asText()).isEqualTo(id);
      }
      String id = house.postId(alice, "status", "calme #bruit");
      assertThat(ear.await("update", "public").path("id").asText()).isEqualTo(id);
      assertThat(ear.await("update", "hashtag", "bruit").path("id").asText()).isEqualTo(id);
      assertThat(ear.rest()).isEmpty();
    }
  }

  @Test
  void whatWasPublishedLongAgoIsNoNews() {
    try (Ear ear = ear(eve, "public")) {
      String old = house.postId(alice, "status", "d'hier");
      String fresh = house.postId(alice, "status", "de tout à l'heure");
      ear.await("update", "public");
      ear.await("update", "public");
      published(old, StatusNews.FRESH);
      published(fresh, StatusNews.FRESH.minusMillis(1));
      house.signal(StatusSignals.CREATED, old);
      house.signal(StatusSignals.CREATED, fresh);
      assertThat(ear.await("update", "public").path("id").asText()).isEqualTo(fresh);
      assertThat(ear.rest()).isEmpty();
    }
  }

  private void published(String status, Duration ago) {
    house.sql(
        "UPDATE statuses SET created_at = ?::timestamptz WHERE id = ?::bigint",
        house.rig().kit().now().minus(ago).toString(),
        status);
  }

  @Test
  void whoUnsubscribesHearsNothingMore() {
    try (Ear ear = ear(eve, "public").subscribe("hashtag", "tag", "a")) {
      ear.subscribe("hashtag", "tag", "b").subscribe("public");
      house.post(alice, "status", "#a #b");
      ear.await("update", "public");
      ear.await("update", "hashtag", "a");
      ear.await("update", "hashtag", "b");
      // another tag, and one to which there is no subscription: nothing changes
      ear.unsubscribe("hashtag", "tag", "a").unsubscribe("hashtag", "tag", "c");
      ear.unsubscribe("public");
      house.post(alice, "status", "encore #a #b");
      ear.await("update", "hashtag", "b");
      assertThat(ear.rest()).isEmpty();
    }
  }
}
