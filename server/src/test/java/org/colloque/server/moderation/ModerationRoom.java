package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Fault;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with an owner and Alice; Mallory on one that may be suspended, Bob on another. */
abstract class ModerationRoom {
  protected static final String PUBLIC = RemotePerson.PUBLIC;

  protected Rig rig;
  protected Remote bad;
  protected Remote good;
  protected Person owner;
  protected Person alice;
  protected RemotePerson mallory;
  protected RemotePerson bob;

  @BeforeEach
  void start() {
    rig = Rig.start();
    bad = Remote.start("bad");
    good = Remote.start("good");
    owner = rig.owner("olga");
    alice = rig.local("alice");
    mallory = bad.person("mallory");
    bob = good.person("bob");
  }

  @AfterEach
  void stop() {
    rig.close();
    bad.close();
    good.close();
  }

  /** An app of the owner with every right of moderation. */
  protected Browser admin() {
    return new Browser(rig.base())
        .withToken(rig.token(owner, "read", "write", "admin:read", "admin:write"));
  }

  protected JsonNode rule(String domain, String severity, String... more) {
    String[] fields = new String[4 + more.length];
    fields[0] = "domain";
    fields[1] = domain;
    fields[2] = "severity";
    fields[3] = severity;
    System.arraycopy(more, 0, fields, 4, more.length);
    Browser.Answer answer = admin().post("/api/v1/admin/domain_blocks", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  protected void lift(JsonNode rule) {
    assertThat(admin().delete("/api/v1/admin/domain_blocks/" + rule.path("id").asText()).status())
        .isEqualTo(200);
  }

  protected void mode(FederationMode mode) {
    setting(FederationMode.SETTING, mode.formName());
  }

  protected void setting(String name, String text) {
    Map<String, Fault> faults =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx -> rig.instance().rooms().settings().change(tx, Map.of(name, text)));
    assertThat(faults).isEmpty();
  }

  /** Somebody elsewhere follows Alice, Alice follows them, and both have heard of it. */
  protected void befriend(RemotePerson person) {
    assertThat(person.send(rig, person.activity("Follow", aliceUri()))).isEqualTo(202);
    rig.runDueJobs();
    String id = idOf(person);
    assertThat(alice.app().post("/api/v1/accounts/" + id + "/follow").status()).isEqualTo(200);
    rig.runDueJobs();
    JsonNode follow = person.remote().received("Follow").getLast().activity();
    assertThat(person.send(rig, person.activity("Accept", follow))).isEqualTo(202);
    rig.runDueJobs();
    person.remote().forget();
  }

  /** Posts publicly, and it has arrived; the address of the post. */
  protected String posted(RemotePerson person, String text) {
    var note = person.note("<p>" + text + "</p>");
    String id = note.path("id").asText();
    person.remote().serve(id, note);
    assertThat(person.send(rig, person.create(note))).isEqualTo(202);
    rig.runDueJobs();
    return id;
  }

  protected String idOf(RemotePerson person) {
    return alice
        .app()
        .get("/api/v1/accounts/lookup?acct=" + person.handle())
        .json()
        .path("id")
        .asText();
  }

  protected String aliceUri() {
    return rig.kit().urls().actor(alice.username());
  }

  /** The texts of a timeline as Alice sees it. */
  protected List<String> texts(String path) {
    JsonNode list = alice.app().get(path).json();
    return StreamSupport.stream(list.spliterator(), false)
        .map(status ->
            status.path("reblog").isObject()
                ? status.path("reblog").path("content").asText()
                : status.path("content").asText())
        .toList();
  }

  protected <T> T sql(Function<DSLContext, T> query) {
    return rig.kit().db().as(Viewer.stranger(), tx -> query.apply(tx.sql()));
  }

  protected int count(Table<?> table, Condition condition) {
    return sql(sql -> sql.fetchCount(table, condition));
  }
}
