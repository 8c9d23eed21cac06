package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FEATURED_TAGS;
import static org.colloque.migrations.Tables.STATUS_PINS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.colloque.server.http.Json;
import org.colloque.server.remote.FeaturedRows;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pins and hashtags of people elsewhere: theirs to change, and nobody else's (quirk 79). */
class PinsFromElsewhereTest extends InboxRoom {
  private String featured;
  private String tags;

  @BeforeEach
  void collections() {
    featured = bob.uri() + "/collections/featured";
    tags = bob.uri() + "/collections/tags";
    ObjectNode actor = bob.actor();
    actor.put("featured", featured).put("featuredTags", tags);
    far.serve(bob.uri(), actor);
    aliceFollowsBob();
  }

  /** As Mastodon sends it: without id, to and cc. */
  private ObjectNode nameless(String type, RemotePerson who, String target, String object) {
    return Json.object()
        .put("@context", "https://www.w3.org/ns/activitystreams")
        .put("type", type)
        .put("actor", who.uri())
        .put("target", target)
        .put("object", object);
  }

  private void send(RemotePerson from, ObjectNode activity) {
    assertThat(from.send(rig, activity)).isEqualTo(202);
    rig.runDueJobs();
  }

  private int pins(RemotePerson of) {
    return count(STATUS_PINS, STATUS_PINS.ACCOUNT_ID.eq(id(of)));
  }

  private List<String> shownPins() {
    return StreamSupport.stream(
            alice
                .app()
                .get("/api/v1/accounts/" + id(bob) + "/statuses?pinned=true")
                .json()
                .spliterator(),
            false)
        .map(status -> status.path("uri").asText())
        .toList();
  }

  @Test
  void anAddWithoutAnIdPinsAndARemoveTakesAwayAsOftenAsItIsSaid() {
    ObjectNode note = bob.note("read this first");
    receive(bob.create(note));
    String id = note.path("id").asText();
    for (int i = 0; i < 2; i++) {
      send(bob, nameless("Add", bob, featured, id));
      assertThat(shownPins()).containsExactly(id);
      send(bob, nameless("Remove", bob, featured, id));
      assertThat(shownPins()).isEmpty();
    }
  }

  @Test
  void aPinOfAPostThatIsNotHereIsFetched() {
    ObjectNode note = bob.note("an old one");
    far.serve(note.path("id").asText(), note);
    send(bob, nameless("Add", bob, featured, note.path("id").asText()));
    assertThat(shownPins()).containsExactly(note.path("id").asText());
  }

  @Test
  void nobodyPinsToTheProfileOfAnotherOrWhatAnotherWrote() {
    RemotePerson mallory = far.person("mallory" + round);
    ObjectNode mine = mallory.note("mine");
    far.serve(mine.path("id").asText(), mine);
    send(mallory, nameless("Add", mallory, featured, mine.path("id").asText()));
    assertThat(pins(bob)).isZero();
    assertThat(pins(mallory)).isZero();
    // another's post on one's own profile
    ObjectNode theirs = bob.note("bob's");
    far.serve(theirs.path("id").asText(), theirs);
    ObjectNode actor = mallory.actor();
    actor.put("featured", mallory.uri() + "/featured");
    send(mallory, mallory.activity("Update", actor));
    send(
        mallory, nameless("Add", mallory, mallory.uri() + "/featured", theirs.path("id").asText()));
    send(
        mallory,
        nameless(
            "Add",
            mallory,
            mallory.uri() + "/featured",
            aliceSays("hello", "public").path("uri").asText()));
    assertThat(pins(mallory)).isZero();
    // nor takes away what is pinned there
    receive(bob.create(theirs));
    send(bob, nameless("Add", bob, featured, theirs.path("id").asText()));
    send(mallory, nameless("Remove", mallory, featured, theirs.path("id").asText()));
    assertThat(pins(bob)).isEqualTo(1);
  }

  @Test
  void whatIsForFollowersIsNotPinned() {
    ObjectNode note = bob.note("for some", List.of(bob.followers()), List.of());
    receive(bob.create(note));
    send(bob, nameless("Add", bob, featured, note.path("id").asText()));
    assertThat(pins(bob)).isZero();
  }

  @Test
  void noMorePinsAreKeptThanFit() {
    for (int i = 0; i <= FeaturedRows.MAX_PINS; i++) {
      ObjectNode note = bob.note("number " + i);
      receive(bob.create(note));
      send(bob, nameless("Add", bob, featured, note.path("id").asText()));
    }
    assertThat(pins(bob)).isEqualTo(FeaturedRows.MAX_PINS);
  }

  @Test
  void hashtagsAreShownAndNoLongerShown() {
    ObjectNode tag = Json.object().put("type", "Hashtag").put("name", "#Cardiologie");
    ObjectNode add = nameless("Add", bob, tags, "");
    add.set("object", tag);
    send(bob, add);
    assertThat(count(FEATURED_TAGS, FEATURED_TAGS.ACCOUNT_ID.eq(id(bob)))).isEqualTo(1);
    ObjectNode remove = nameless("Remove", bob, tags, "");
    remove.set("object", tag);
    send(bob, remove);
    assertThat(count(FEATURED_TAGS, FEATURED_TAGS.ACCOUNT_ID.eq(id(bob)))).isZero();
    // into the wrong collection
    add.put("target", featured);
    send(bob, add);
    assertThat(count(FEATURED_TAGS, FEATURED_TAGS.ACCOUNT_ID.eq(id(bob)))).isZero();
  }

  @Test
  void theAddressesOfTheCollectionsAreThoseOfTheActor() {
    String kept =
        sql(sql ->
            sql.select(ACCOUNTS.FEATURED_TAGS_URL)
                .from(ACCOUNTS)
                .where(ACCOUNTS.URI.eq(bob.uri()))
                .fetchSingle()
                .value1());
    assertThat(kept).isEqualTo(tags);
  }
}
