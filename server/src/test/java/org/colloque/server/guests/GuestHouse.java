package org.colloque.server.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.GUEST_APPS;
import static org.colloque.migrations.Tables.GUEST_SESSIONS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.HomeServer;
import org.colloque.server.rig.HomeServer.Shape;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.jooq.Condition;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A group, servers from which guests come to it, and the way of a browser between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GuestHouse {
  static final String GROUP = "Zyklamen";
  static final String FORM = "/sign-in/guest";

  Rig rig;
  Remote far;
  Remote evil;
  Person claire;
  RemotePerson bob;
  String group;
  int people;

  @BeforeAll
  void open() {
    rig = Rig.start();
    far = Remote.start("far");
    evil = Remote.start("evil");
    claire = rig.owner("claire");
  }

  @AfterAll
  void close() {
    rig.close();
    far.close();
    evil.close();
  }

  @BeforeEach
  void begin() {
    rig.clock().advance(Duration.ofHours(13));
    bob = far.person("bob" + people++);
    group =
        "/groups/"
            + claire
                .app()
                .post("/api/colloque/v1/groups", "name", GROUP)
                .json()
                .path("id")
                .asText();
    far.forget();
    evil.forget();
    rig.kit().db().doAs(Viewer.stranger(), tx -> tx.sql().deleteFrom(GUEST_SESSIONS).execute());
  }

  String link(String role, String... more) {
    List<String> fields = new ArrayList<>(List.of("role", role));
    fields.addAll(List.of(more));
    Browser.Answer made =
        claire.app().post("/api/colloque/v1" + group + "/invites", fields.toArray(String[]::new));
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    return made.json().path("url").asText().replace(rig.base(), "");
  }

  Browser.Answer send(Browser browser, String address, String returnTo) {
    return browser.post(FORM, "address", address, "return_to", returnTo);
  }

  /** Where a browser comes back to from {@code home} with what it was sent there with. */
  static String back(Remote home, Browser.Answer sent, String code) {
    assertThat(sent.status()).as(sent.text()).isEqualTo(303);
    String state = HomeServer.question(sent.header("location")).getOrDefault("state", "");
    return FORM + "/" + home.host() + "?code=" + code + "&state=" + state;
  }

  Browser signedIn(RemotePerson person, String returnTo) {
    Browser browser = rig.anonymous();
    Browser.Answer in =
        browser.get(back(far, send(browser, "@" + person.handle(), returnTo), "code"));
    assertThat(in.status()).as(in.text()).isEqualTo(303);
    assertThat(in.header("location")).isEqualTo(returnTo);
    return browser;
  }

  Browser guest(String... invitation) {
    new HomeServer(far).as(bob, Shape.MASTODON);
    String link = link("guest", invitation);
    Browser browser = signedIn(bob, link);
    Browser.Answer joined = WebPage.open(browser, link).send(link, Map.of());
    assertThat(joined.header("location")).startsWith(group);
    return browser;
  }

  int count(Table<?> table, Condition... which) {
    return rig.kit().db().<Integer>as(Viewer.stranger(), tx -> tx.sql().fetchCount(table, which));
  }

  boolean knownAsAnApp() {
    return count(GUEST_APPS, GUEST_APPS.ORIGIN.eq(far.base())) > 0;
  }

  static void refused(Browser.Answer answer, String words) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).contains(words);
  }
}
