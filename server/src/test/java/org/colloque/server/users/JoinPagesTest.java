package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** From an empty instance to a second member, in a browser. */
class JoinPagesTest {
  private static final String PASSWORD = SignedIn.PASSWORD;

  @Test
  void theOwnerSetsUpAndSomebodyJoinsConfirmsAndForgetsThePassword() {
    try (Mailbox mailbox = new Mailbox();
        Rig rig = Rig.start(mailbox.config())) {
      setUp(rig);
      join(rig, mailbox);
      forget(rig, mailbox);
    }
  }

  private static void setUp(Rig rig) {
    Browser visitor = rig.anonymous();
    assertThat(visitor.get("/").text()).contains("Nobody has an account here yet");
    assertThat(visitor.get("/setup/forged").status()).isEqualTo(404);
    String link = rig.instance().rooms().signIn().users().setUpOwner().link();
    Browser.Answer page = visitor.get(link);
    assertThat(page.status()).isEqualTo(200);
    String token = SignedIn.hidden("token", page);
    Browser.Answer refused = visitor.post("/setup", "token", token, "title", "");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Please fill this in");
    Browser.Answer done =
        visitor.post(
            "/setup",
            "token",
            token,
            "title",
            "Cardio Nord",
            "short_description",
            "Hearts",
            "registrations",
            "open",
            "username",
            "claire",
            "email",
            "claire@mail.example",
            "password",
            PASSWORD);
    assertThat(done.status()).isEqualTo(303);
    assertThat(visitor.get("/home").text()).contains("Cardio Nord");
    assertThat(rig.anonymous().get(link).status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/").text()).contains("Hearts");
  }

  private static void join(Rig rig, Mailbox mailbox) {
    Browser browser = rig.anonymous();
    assertThat(browser.get("/sign-up").text()).contains("name=\"agreement\"");
    Browser.Answer refused =
        browser.post("/sign-up", "username", "claire", "email", "x", "password", "short");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("Already taken", "not a whole e-mail address", "Too short", "accept the rules");
    Browser.Answer joined =
        browser.post(
            "/sign-up",
            "username",
            "alice",
            "email",
            "alice@mail.example",
            "password",
            PASSWORD,
            "profession",
            "Nurse",
            "agreement",
            "on");
    assertThat(joined.text()).contains("alice@mail.example");
    Browser.Answer early = signIn(rig.anonymous(), PASSWORD);
    assertThat(early.status()).isEqualTo(422);
    rig.runDueJobs();
    String link = mailbox.last().link();
    Browser.Answer ask = browser.get(link);
    assertThat(ask.status()).isEqualTo(200);
    assertThat(browser.get(link).status()).as("opening it confirms nothing").isEqualTo(200);
    String token = SignedIn.hidden("token", ask);
    assertThat(browser.post("/confirm", "token", token).text()).contains("You can sign in now");
    assertThat(browser.post("/confirm", "token", token).status()).isEqualTo(404);
    assertThat(signIn(browser, PASSWORD).status()).isEqualTo(303);
    assertThat(browser.get("/@alice").text()).contains("Nurse");
  }

  private static Browser.Answer signIn(Browser browser, String password) {
    return browser.post("/sign-in", "email", "alice@mail.example", "password", password);
  }

  private static void forget(Rig rig, Mailbox mailbox) {
    Browser browser = rig.anonymous();
    String unknown = browser.post("/password/reset", "email", "nobody@mail.example").text();
    String known = browser.post("/password/reset", "email", "alice@mail.example").text();
    assertThat(known).isEqualTo(unknown);
    rig.runDueJobs();
    Browser.Answer page = browser.get(mailbox.last().link());
    assertThat(page.status()).isEqualTo(200);
    String token = SignedIn.hidden("token", page);
    assertThat(browser.post("/password/new", "token", token, "password", "short").status())
        .isEqualTo(422);
    assertThat(
            browser
                .post("/password/new", "token", token, "password", "a whole new sentence")
                .status())
        .isEqualTo(200);
    assertThat(browser.get(mailbox.last().link()).status()).isEqualTo(404);
    assertThat(signIn(browser, "a whole new sentence").status()).isEqualTo(303);
  }

  @Test
  void aClosedDoorSaysSoAndAnInvitationOpensOne() {
    try (Rig rig = Rig.start()) {
      var owner = rig.owner("claire");
      rig.kit()
          .db()
          .doAs(
              Viewer.stranger(),
              tx ->
                  rig.instance()
                      .rooms()
                      .settings()
                      .change(tx, Map.of("registrations", "invitation")));
      Browser browser = rig.anonymous();
      assertThat(browser.get("/sign-up").text()).contains("joined by invitation");
      assertThat(browser.get("/sign-up?invitation=forged").status()).isEqualTo(404);
      Invitation made =
          rig.kit()
              .db()
              .as(
                  Viewer.stranger(),
                  tx ->
                      rig.instance()
                          .rooms()
                          .signIn()
                          .users()
                          .invite()
                          .create(tx, owner.account(), 1, null, ""));
      Browser.Answer page = browser.get("/sign-up?invitation=" + made.code());
      assertThat(SignedIn.hidden("invitation", page)).isEqualTo(made.code());
      assertThat(page.text()).contains("You are invited by", "@claire");
      assertThat(
              browser
                  .post(
                      "/sign-up",
                      "username",
                      "alice",
                      "email",
                      "alice@mail.example",
                      "password",
                      PASSWORD,
                      "agreement",
                      "on",
                      "invitation",
                      made.code())
                  .text())
          .contains("its owner will confirm your account");
      assertThat(browser.get("/sign-up?invitation=" + made.code()).status()).isEqualTo(404);
      assertThat(browser.get("/password/reset").text()).contains("sends no e-mail");
    }
  }
}
