package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** Sign-up from an app, and the letter that confirms the address. */
class SignUpApiTest extends SignUpRoom {
  @Test
  void someoneJoinsWithAnAppAndConfirms() {
    Browser.Answer answer = signUp("alice", "Alice@Mail.example");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.json().get("scope").asText()).isEqualTo("read write follow push");
    Browser app = app(answer);
    Browser.Answer early = app.get("/api/v1/notifications");
    assertThat(early.status()).isEqualTo(403);
    assertThat(early.json().get("error").asText())
        .isEqualTo("Your login is missing a confirmed e-mail address");
    assertThat(app.get("/api/v1/emails/check_confirmation").text()).isEqualTo("false");

    rig.runDueJobs();
    Mailbox.Letter letter = mailbox.last();
    assertThat(letter.to()).isEqualTo("Alice@mail.example");
    assertThat(letter.subject()).startsWith("Confirmez");
    assertThat(confirm(letter.link())).isEqualTo(ConfirmEmail.Outcome.CONFIRMED);
    assertThat(app.get("/api/v1/emails/check_confirmation").text()).isEqualTo("true");
    assertThat(app.get("/api/v1/notifications").status()).isEqualTo(200);
    assertThat(confirm(letter.link())).isEqualTo(ConfirmEmail.Outcome.DEAD_LINK);
  }

  @Test
  void theLetterComesAgainToAnotherAddressAndTheFirstLinkIsDead() {
    Browser app = app(signUp("bruno", "bruno@mail.exmaple"));
    rig.runDueJobs();
    String first = mailbox.last().link();
    assertThat(app.post("/api/v1/emails/confirmations").text()).isEqualTo("{}");
    assertThat(app.post("/api/v1/emails/confirmations", "email", "no").status()).isEqualTo(422);
    assertThat(app.post("/api/v1/emails/confirmations", "email", "bruno@mail.example").status())
        .isEqualTo(200);
    rig.runDueJobs();
    assertThat(mailbox.last().to()).isEqualTo("bruno@mail.example");
    assertThat(confirm(first)).isEqualTo(ConfirmEmail.Outcome.DEAD_LINK);
    assertThat(confirm(mailbox.last().link())).isEqualTo(ConfirmEmail.Outcome.CONFIRMED);
    assertThat(app.post("/api/v1/emails/confirmations").status()).isEqualTo(403);
    assertThat(owner.app().post("/api/v1/emails/confirmations").status())
        .as("an app with which nobody signed up")
        .isEqualTo(403);
    assertThat(
            new Browser(rig.base())
                .withToken(appToken)
                .post("/api/v1/emails/confirmations")
                .status())
        .isEqualTo(422);
  }

  @Test
  void aLinkDiesAfterTwoDays() {
    signUp("lea", "lea@mail.example");
    rig.runDueJobs();
    String link = mailbox.last().link();
    rig.clock().advance(Duration.ofDays(2));
    assertThat(confirm(link)).isEqualTo(ConfirmEmail.Outcome.DEAD_LINK);
  }

  @Test
  void whatIsWrongIsToldInMastodonsShape() {
    Browser.Answer answer =
        new Browser(rig.base())
            .withToken(appToken)
            .post(
                "/api/v1/accounts",
                "username",
                "a b",
                "email",
                "nobody",
                "password",
                "short",
                "agreement",
                "false");
    assertThat(answer.status()).isEqualTo(422);
    JsonNode details = answer.json().get("details");
    assertThat(details.get("username").get(0).get("error").asText()).isEqualTo("ERR_INVALID");
    assertThat(details.get("email").get(0).get("error").asText()).isEqualTo("ERR_INVALID");
    assertThat(details.get("password").get(0).get("error").asText()).isEqualTo("ERR_TOO_SHORT");
    assertThat(details.get("agreement").get(0).get("error").asText()).isEqualTo("ERR_ACCEPTED");
    assertThat(details.get("username").get(0).get("description").asText()).isEqualTo("is invalid");
    assertThat(answer.json().get("error").asText())
        .isEqualTo(
            "Validation failed: Username is invalid, Email is invalid, Password is too short,"
                + " Agreement must be accepted");
  }

  @Test
  void twinsAreRefused() {
    assertThat(signUp("emile", "emile@mail.example").status()).isEqualTo(200);
    assertFault(signUp("Emile", "other@mail.example"), "username", "ERR_TAKEN");
    assertFault(signUp("emil", "EMILE@MAIL.example"), "email", "ERR_TAKEN");
    assertFault(signUp("emil", "emile@ｍａｉｌ.example"), "email", "ERR_TAKEN");
    assertFault(signUp("CLAIRE", "x@mail.example"), "username", "ERR_TAKEN");
    rig.clock().advance(Duration.ofHours(1));
    assertFault(signUp("admin", "x@mail.example"), "username", "ERR_RESERVED");
  }

  @Test
  void ofManyTwinsAtOnceOneJoins() throws Exception {
    int joined = 0;
    SignUp signUp = rig.instance().rooms().signIn().users().signUp();
    List<Callable<SignUp.Outcome>> attempts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      attempts.add(() -> signUp.signUp(newUser("race", "race@mail.example", null)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<SignUp.Outcome> attempt : threads.invokeAll(attempts)) {
        switch (attempt.get()) {
          case SignUp.Outcome.Joined _ -> joined++;
          case SignUp.Outcome.Faulty faulty ->
              assertThat(faulty.faults().byField()).containsKey("username");
          case SignUp.Outcome.Closed _ -> throw new AssertionError("closed");
        }
      }
    }
    assertThat(joined).isEqualTo(1);
  }

  @Test
  void fiveSignUpsFromOneAddressInHalfAnHour() {
    for (int i = 0; i < 5; i++) {
      assertThat(signUp("x y", "x").status()).isEqualTo(422);
    }
    assertThat(signUp("x y", "x").status()).isEqualTo(429);
  }

  @Test
  void aTokenIsNeeded() {
    assertThat(rig.anonymous().post("/api/v1/accounts", "username", "tom").status()).isEqualTo(401);
    String read = rig.token(owner, "read");
    assertThat(new Browser(rig.base()).withToken(read).post("/api/v1/accounts").status())
        .isEqualTo(403);
  }

  @Test
  void nobodyJoinsBeforeTheOwner() {
    try (Rig fresh = Rig.start()) {
      SignUp signUp = fresh.instance().rooms().signIn().users().signUp();
      assertThat(signUp.signUp(newUser("early", "early@mail.example", null)))
          .isInstanceOf(SignUp.Outcome.Closed.class);
      assertThat(
              fresh.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(USERS)).intValue())
          .isZero();
    }
  }
}
