package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * One server with Alice and Zoe, and four around it: on the first lives Fan, who follows Alice, on
 * the second Named, whom she may mention, on the third Silent, who is known here and nothing else,
 * and on the fourth Other, who follows Zoe.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Neighbours {
  static final String PUBLIC = RemotePerson.PUBLIC;

  protected Rig rig;
  protected Remote first;
  protected Remote second;
  protected Remote third;
  protected Remote fourth;
  protected Person alice;
  protected Person zoe;
  protected RemotePerson fan;
  protected RemotePerson named;
  protected RemotePerson silent;
  protected RemotePerson other;
  private int round;

  @BeforeAll
  void start() {
    rig = Rig.start();
    first = Remote.start("first");
    second = Remote.start("second");
    third = Remote.start("third");
    fourth = Remote.start("fourth");
  }

  @AfterAll
  void stop() {
    rig.close();
    remotes().forEach(Remote::close);
  }

  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    zoe = rig.local("zoe" + round);
    fan = first.person("fan" + round);
    named = second.person("named" + round);
    silent = third.person("silent" + round);
    other = fourth.person("other" + round);
    known(named);
    known(silent);
    follow(fan, alice);
    follow(other, zoe);
    forget();
  }

  protected List<Remote> remotes() {
    return List.of(first, second, third, fourth);
  }

  protected void forget() {
    remotes().forEach(Remote::forget);
  }

  /** One more on {@code remote}. */
  protected RemotePerson person(Remote remote, String name) {
    return remote.person(name + round);
  }

  protected static String uri(Person person) {
    return person.rig().kit().urls().actor(person.username());
  }

  /** Somebody elsewhere is found by handle. */
  protected long known(RemotePerson person) {
    return rig.instance()
        .rooms()
        .federation()
        .resolver()
        .accountByHandle(person.handle())
        .orElseThrow()
        .value();
  }

  protected void follow(RemotePerson follower, Person followed) {
    receive(follower, follower.activity("Follow", uri(followed)));
    assertThat(follower.remote().received("Accept")).isNotEmpty();
  }

  /** Somebody elsewhere says something, and it is worked off. */
  protected void receive(RemotePerson from, JsonNode activity) {
    assertThat(from.send(rig, activity)).isEqualTo(202);
    rig.runDueJobs();
  }

  protected static JsonNode ok(Browser.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Alice posts; names and values by turns. Everything that waits is sent. */
  protected JsonNode say(String text, String visibility, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text, "visibility", visibility));
    fields.addAll(List.of(more));
    JsonNode status = ok(alice.app().post("/api/v1/statuses", fields.toArray(String[]::new)));
    rig.runDueJobs();
    return status;
  }

  protected void edit(JsonNode status, String text) {
    ok(alice.app().form("PUT", "/api/v1/statuses/" + status.path("id").asText(), "status", text));
    rig.runDueJobs();
  }

  protected void delete(JsonNode status) {
    ok(alice.app().delete("/api/v1/statuses/" + status.path("id").asText()));
    rig.runDueJobs();
  }

  /** {@code Type path} of everything that was received anywhere, by host. */
  protected List<String> received() {
    List<String> all = new ArrayList<>();
    for (Remote remote : remotes()) {
      String host = remote.host().substring(0, remote.host().indexOf('.'));
      remote.received().forEach(one -> all.add(host + " " + one.type() + " " + one.path()));
    }
    return all;
  }

  /** The hosts that were asked or told anything at all. */
  protected List<String> touched() {
    TreeSet<String> hosts = new TreeSet<>();
    for (Remote remote : remotes()) {
      if (!remote.everything().isEmpty()) {
        hosts.add(remote.host().substring(0, remote.host().indexOf('.')));
      }
    }
    return List.copyOf(hosts);
  }

  protected static JsonNode only(Remote remote) {
    assertThat(remote.received()).hasSize(1);
    return remote.received().getFirst().activity();
  }

  protected static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** A profile as the other server would not show it: without a shared inbox. */
  protected void withoutSharedInbox(RemotePerson person) {
    known(person);
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(ACCOUNTS)
                    .setNull(ACCOUNTS.SHARED_INBOX_URL)
                    .where(ACCOUNTS.URI.eq(person.uri()))
                    .execute());
  }
}
