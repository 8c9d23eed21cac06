package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.HOME_ENTRIES;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.statuses.StatusSignals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is fetched because something else needs it is no news; what its server sends is. */
class FetchedQuietlyTest extends InboxRoom {
  /** Statuses of which streams were told. */
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private final BlockingQueue<String> barriers = new LinkedBlockingQueue<>();

  @BeforeAll
  void hear() {
    rig.kit().signals().on(StatusSignals.CREATED, heard::add);
    rig.kit().signals().on("barrier", barriers::add);
  }

  private ObjectNode toAlice(RemotePerson author, String text) {
    ObjectNode note = author.note("<p>" + text + "</p>", List.of(PUBLIC), List.of(aliceUri()));
    author.mention(note, aliceUri(), "@" + alice.handle());
    far.serve(note.path("id").asText(), note);
    return note;
  }

  private ObjectNode answer(RemotePerson author, JsonNode parent, String text) {
    return toAlice(author, text).put("inReplyTo", parent.path("id").asText());
  }

  /** Alice wants to be told of whatever Bob posts. */
  private void aliceWaitsForBob() {
    aliceFollowsBob();
    sql(sql ->
        sql.update(FOLLOWS)
            .set(FOLLOWS.NOTIFY, true)
            .where(FOLLOWS.ACCOUNT_ID.eq(alice.account().value()))
            .execute());
  }

  private void listen() throws InterruptedException {
    announced();
    heard.clear();
  }

  /** Signals come in the order of their transactions: what was told before the barrier is here. */
  private List<String> announced() throws InterruptedException {
    rig.kit().db().doAs(Viewer.stranger(), tx -> rig.kit().signals().send(tx, "barrier", "now"));
    assertThat(barriers.poll(10, TimeUnit.SECONDS)).isNotNull();
    return List.copyOf(heard);
  }

  @Test
  void theAncestorsOfAReplyTellNobody() throws InterruptedException {
    aliceWaitsForBob();
    listen();
    ObjectNode root = toAlice(bob, "an old question");
    RemotePerson carol = far.person("carol" + round);
    ObjectNode middle = answer(carol, root, "an old answer");
    far.serve(middle.path("id").asText(), middle);
    ObjectNode leaf = answer(carol, middle, "a new one");
    receive(carol, carol.create(leaf));
    assertThat(stored(root).orElseThrow().getQuiet()).isTrue();
    assertThat(stored(middle).orElseThrow().getQuiet()).isTrue();
    assertThat(stored(leaf).orElseThrow().getQuiet()).isFalse();
    assertThat(stored(leaf).orElseThrow().getInReplyToId())
        .isEqualTo(stored(middle).orElseThrow().getId());
    assertThat(notifications()).containsExactly("mention");
    assertThat(count(NOTIFICATIONS, NOTIFICATIONS.STATUS_ID.eq(stored(leaf).orElseThrow().getId())))
        .isOne();
    assertThat(count(HOME_ENTRIES, HOME_ENTRIES.ACCOUNT_ID.eq(alice.account().value()))).isZero();
    assertThat(announced()).containsExactly(stored(leaf).orElseThrow().getId().toString());
  }

  @Test
  void whatWasFetchedIsNewsWhenItsServerSendsIt() throws InterruptedException {
    aliceWaitsForBob();
    ObjectNode root = toAlice(bob, "a question");
    RemotePerson carol = far.person("carol" + round);
    // Carol's server was faster than Bob's
    receive(carol, carol.create(answer(carol, root, "an answer")));
    assertThat(notifications()).containsExactly("mention");
    listen();
    receive(bob.create(root));
    assertThat(stored(root).orElseThrow().getQuiet()).isFalse();
    assertThat(notifications()).containsExactly("mention", "mention", "status");
    assertThat(alice.app().get("/api/v1/timelines/home").json().findValuesAsText("uri"))
        .contains(root.path("id").asText());
    assertThat(announced()).containsExactly(stored(root).orElseThrow().getId().toString());
    // and once only
    receive(bob.create(root));
    assertThat(announced()).hasSize(1);
    assertThat(notifications()).hasSize(3);
  }

  @Test
  void aSearchTellsNobody() throws InterruptedException {
    ObjectNode note = toAlice(bob, "found");
    listen();
    JsonNode found =
        alice
            .app()
            .get("/api/v2/search?resolve=true&q=" + note.path("id").asText())
            .json()
            .path("statuses");
    assertThat(found).hasSize(1);
    assertThat(notifications()).isEmpty();
    assertThat(announced()).isEmpty();
    assertThat(stored(note).orElseThrow().getQuiet()).isTrue();
  }

  @Test
  void ofABoostOnlyTheBoostIsNews() throws InterruptedException {
    aliceWaitsForBob();
    RemotePerson carol = far.person("carol" + round);
    ObjectNode note = toAlice(carol, "boosted");
    listen();
    ObjectNode announce = bob.activity("Announce", note.path("id").asText());
    announce.putArray("to").add(PUBLIC);
    receive(announce);
    assertThat(notifications()).isEmpty();
    assertThat(announced()).hasSize(1);
    JsonNode home = alice.app().get("/api/v1/timelines/home").json();
    assertThat(home).hasSize(1);
    assertThat(home.path(0).path("reblog").path("uri").asText())
        .isEqualTo(note.path("id").asText());
  }

  @Test
  void nobodyElseMakesItNews() {
    ObjectNode note = toAlice(bob, "found");
    alice.app().get("/api/v2/search?resolve=true&q=" + note.path("id").asText());
    RemotePerson mallory = far.person("mallory" + round);
    ObjectNode forged = note.deepCopy().put("attributedTo", mallory.uri());
    int status = mallory.send(rig, mallory.create(forged));
    rig.runDueJobs();
    assertThat(status).isIn(202, 401);
    assertThat(notifications()).isEmpty();
    assertThat(stored(note).orElseThrow().getQuiet()).isTrue();
    assertThat(stored(note).orElseThrow().getAccountId()).isEqualTo(id(bob));
  }

  @Test
  void whatWasDeletedMeanwhileDoesNotComeBack() {
    ObjectNode note = toAlice(bob, "found");
    alice.app().get("/api/v2/search?resolve=true&q=" + note.path("id").asText());
    receive(bob.activity("Delete", note.path("id").asText()));
    receive(bob.create(note));
    assertThat(notifications()).isEmpty();
    assertThat(stored(note).orElseThrow().getContentHtml()).isEmpty();
  }
}
