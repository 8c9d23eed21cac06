package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.AtOnce;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/**
 * What works once works once, however many try it in the same moment (reliability.md, C54, C57).
 */
class OnceOnlyTest extends SignInRoom {
  private static final int TIMES = 8;

  private static <T> List<T> atOnce(Callable<T> attempt) throws Exception {
    return AtOnce.all(Collections.nCopies(TIMES, attempt));
  }

  @Test
  void c54OfManyExchangesOfOneCodeOneGetsATokenAndTheReplaysEndIt() throws Exception {
    Browser browser = SignedIn.browser(rig, person);
    JsonNode app =
        rig.anonymous().post("/api/v1/apps", "client_name", "x", "redirect_uris", "a:b").json();
    String question =
        "/oauth/authorize?response_type=code&redirect_uri=a:b&client_id="
            + app.get("client_id").asText();
    String location =
        browser
            .post(question, "csrf", SignedIn.csrf(browser.get(question)), "decision", "allow")
            .header("location");
    String code = location.replaceFirst(".*code=([^&]*).*", "$1");
    List<Browser.Answer> answers =
        atOnce(() ->
            rig.anonymous()
                .post(
                    "/oauth/token",
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    app.get("client_id").asText(),
                    "client_secret",
                    app.get("client_secret").asText(),
                    "redirect_uri",
                    "a:b",
                    "code",
                    code));
    List<Browser.Answer> good = answers.stream().filter(one -> one.status() == 200).toList();
    assertThat(good).hasSize(1);
    assertThat(answers).extracting(Browser.Answer::status).containsOnly(200, 400);
    assertThat(status(good.getFirst().json().get("access_token").asText())).isEqualTo(401);
  }

  @Test
  void c57OfManyUsesOfAResetLinkOneSetsThePassword() throws Exception {
    String token = resetToken();
    List<String> wanted = new ArrayList<>();
    List<Callable<ResetPassword.Outcome>> attempts = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      String password = "a sentence of number " + i;
      wanted.add(password);
      attempts.add(() -> users.resetPassword().set(token, password));
    }
    List<ResetPassword.Outcome> outcomes = AtOnce.all(attempts);
    assertThat(outcomes)
        .filteredOn(outcome -> outcome instanceof ResetPassword.Outcome.Done)
        .hasSize(1);
    int winner = outcomes.indexOf(new ResetPassword.Outcome.Done());
    assertThat(users.signIn().password(email, wanted.get(winner), HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  @Test
  void c57OfManyUsesOfARecoveryCodeOneSignsIn() throws Exception {
    enableSecondFactor();
    String code = users.disableTotp().newCodes(person.user(), PASSWORD).orElseThrow().getFirst();
    String challenge = challenge();
    assertThat(atOnce(() -> users.signIn().code(challenge, code, HERE)))
        .filteredOn(outcome -> outcome instanceof SignIn.Outcome.SignedIn)
        .hasSize(1);
    assertThat(sessions(person)).hasSize(1);
  }

  @Test
  void c57OfManyUsesOfAConfirmationOneConfirms() throws Exception {
    users.changeEmail().request(person.user(), PASSWORD, "other." + email);
    rig.runDueJobs();
    String link = mailbox.last().link();
    String token = link.substring(link.indexOf('=') + 1);
    assertThat(atOnce(() -> users.confirmEmail().confirm(token)))
        .filteredOn(outcome -> outcome == ConfirmEmail.Outcome.CONFIRMED)
        .hasSize(1);
  }

  @Test
  void ofManyUsesOfTheSetUpLinkOneMakesAnOwner() throws Exception {
    try (Rig fresh = Rig.start()) {
      SetUpOwner setUp = fresh.instance().rooms().signIn().users().setUpOwner();
      String token = setUp.link().substring("/setup/".length());
      List<Callable<SetUpOwner.Outcome>> attempts = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        String name = "owner" + i;
        attempts.add(() ->
            setUp.setUp(
                token,
                name,
                name + "@mail.example",
                "correct horse battery",
                "en",
                Map.of("title", "Ward", "short_description", "", "registrations", "open")));
      }
      List<SetUpOwner.Outcome> outcomes = AtOnce.all(attempts);
      assertThat(outcomes)
          .filteredOn(outcome -> outcome instanceof SetUpOwner.Outcome.Done)
          .hasSize(1);
      int people =
          fresh.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(USERS)).intValue();
      assertThat(people).isEqualTo(1);
      assertThat(setUp.isAlive(token)).isFalse();
    }
  }
}
