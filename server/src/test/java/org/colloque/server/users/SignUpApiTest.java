package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INVITES;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignUpApiTest {
  private static final String PASSWORD = "correct horse battery";
  private static Mailbox mailbox;
  private static Rig rig;
  private static Person owner;
  private static String appToken;

  @BeforeAll
  static void start() {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
    owner = rig.owner("claire");
    JsonNode app =
        rig.anonymous()
            .post(
                "/api/v1/apps",
                "client_name",
                "app",
                "redirect_uris",
                "a:b",
                "scopes",
                "read write follow push")
            .json();
    appToken =
        rig.anonymous()
            .post(
                "/oauth/token",
                "grant_type",
                "client_credentials",
                "client_id",
                app.get("client_id").asText(),
                "client_secret",
                app.get("client_secret").asText(),
                "scope",
                "read write")
            .json()
            .get("access_token")
            .asText();
  }

  @AfterAll
  static void stop() {
    rig.close();
    mailbox.close();
  }

  @BeforeEach
  void open() {
    rig.clock().advance(Duration.ofHours(2));
    mode("open");
  }

  private static void mode(String registrations) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .settings()
                    .change(tx, Map.of("registrations", registrations)));
  }

  private static Browser.Answer signUp(String username, String email, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "username", username,
                "email", email,
                "password", PASSWORD,
                "agreement", "true",
                "locale", "fr-FR"));
    fields.addAll(List.of(more));
    return new Browser(rig.base())
        .withToken(appToken)
        .post("/api/v1/accounts", fields.toArray(String[]::new));
  }

  private static Browser app(Browser.Answer signedUp) {
    return new Browser(rig.base()).withToken(signedUp.json().get("access_token").asText());
  }

  private static ConfirmEmail.Outcome confirm(String link) {
    return rig.instance()
        .rooms()
        .signIn()
        .users()
        .confirmEmail()
        .confirm(link.substring(link.indexOf('=') + 1));
  }

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

  private static void assertFault(Browser.Answer answer, String field, String code) {
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("details").get(field).get(0).get("error").asText())
        .isEqualTo(code);
    assertThat(answer.json().get("details")).hasSize(1);
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

  private static NewUser newUser(String username, String email, @Nullable String invitation) {
    return new NewUser(username, email, PASSWORD, "en", "", "", true, invitation, null);
  }

  @Test
  void aClosedInstanceAndOneByInvitationRefuse() {
    mode("closed");
    assertThat(signUp("paul", "paul@mail.example").status()).isEqualTo(403);
    mode("invitation");
    Browser.Answer refused = signUp("paul", "paul@mail.example");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("error").asText()).isEqualTo("This action is not allowed");
    assertFault(
        signUp("paul", "paul@mail.example", "invite_code", "forged"), "invite_code", "ERR_INVALID");
    Invitation invitation = invitation(1, Duration.ofDays(1));
    assertThat(signUp("paul", "paul@mail.example", "invite_code", invitation.code()).status())
        .isEqualTo(200);
    assertFault(
        signUp("petra", "petra@mail.example", "invite_code", invitation.code()),
        "invite_code",
        "ERR_INVALID");
  }

  private static Invitation invitation(@Nullable Integer uses, @Nullable Duration life) {
    Invite invite = rig.instance().rooms().signIn().users().invite();
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> invite.create(tx, owner.account(), uses, life, "course"));
  }

  @Test
  void theLastPlaceOfAnInvitationIsGivenOnce() throws Exception {
    mode("invitation");
    Invitation invitation = invitation(3, null);
    SignUp signUp = rig.instance().rooms().signIn().users().signUp();
    List<Callable<SignUp.Outcome>> attempts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      NewUser asked = newUser("guest" + i, "guest" + i + "@mail.example", invitation.code());
      attempts.add(() -> signUp.signUp(asked));
    }
    int joined = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<SignUp.Outcome> attempt : threads.invokeAll(attempts)) {
        joined += attempt.get() instanceof SignUp.Outcome.Joined ? 1 : 0;
      }
    }
    assertThat(joined).isEqualTo(3);
    int uses =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .selectFrom(INVITES)
                        .where(INVITES.ID.eq(invitation.id()))
                        .fetchSingle()
                        .getUses());
    assertThat(uses).isEqualTo(3);
  }

  @Test
  void aRevokedOrExpiredInvitationIsWorthNothing() {
    mode("invitation");
    Invite invite = rig.instance().rooms().signIn().users().invite();
    Invitation revoked = invitation(null, null);
    Invitation expired = invitation(null, Duration.ofDays(7));
    assertThat(invite.find(revoked.code(), "here")).contains(revoked);
    assertThat(
            rig.kit()
                .db()
                .<Boolean>as(
                    Viewer.stranger(), tx -> invite.revoke(tx, owner.account(), revoked.id())))
        .isTrue();
    assertThat(
            rig.kit()
                .db()
                .<Boolean>as(
                    Viewer.stranger(), tx -> invite.revoke(tx, owner.account(), revoked.id())))
        .isFalse();
    rig.clock().advance(Duration.ofDays(7));
    for (Invitation dead : List.of(revoked, expired)) {
      assertThat(invite.find(dead.code(), "here")).isEmpty();
      assertFault(
          signUp("quentin", "q@mail.example", "invite_code", dead.code()),
          "invite_code",
          "ERR_INVALID");
    }
    assertThat(rig.kit().db().<List<Invitation>>as(Viewer.stranger(), tx -> invite.list(tx, 100)))
        .filteredOn(one -> one.id() == revoked.id() || one.id() == expired.id())
        .hasSize(2)
        .noneMatch(Invitation::usable);
  }

  @Test
  void byApprovalAReasonIsAskedAndTheOwnerDecides() {
    mode("approval");
    assertFault(signUp("rose", "rose@mail.example"), "reason", "ERR_BLANK");
    assertFault(
        signUp("rose", "rose@mail.example", "reason", "x".repeat(NewUser.MAX_REASON + 1)),
        "reason",
        "ERR_TOO_LONG");
    Browser app = app(signUp("rose", "rose@mail.example", "reason", "I am a nurse in Brest."));
    rig.runDueJobs();
    assertThat(confirm(mailbox.last().link())).isEqualTo(ConfirmEmail.Outcome.AWAITS_APPROVAL);
    rig.runDueJobs();
    assertThat(mailbox.last().to()).isEqualTo("claire@mail.example");
    assertThat(mailbox.last().text()).contains("rose", "I am a nurse in Brest.");
    Browser.Answer early = app.get("/api/v1/notifications");
    assertThat(early.status()).isEqualTo(403);
    assertThat(early.json().get("error").asText())
        .isEqualTo("Your login is currently pending approval");

    UserVerbs users = rig.instance().rooms().signIn().users();
    User rose = user("rose");
    assertThat(approve(users, rose)).isTrue();
    assertThat(approve(users, rose)).isFalse();
    assertThat(app.get("/api/v1/notifications").status()).isEqualTo(200);
    rig.runDueJobs();
    assertThat(mailbox.last().subject()).isEqualTo("Bienvenue sur Colloque");
    assertThat(mailbox.last().link()).isEqualTo("/sign-in");
  }

  private static boolean approve(UserVerbs users, User user) {
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> users.approveUser().approve(tx, owner.account(), user.id()));
  }

  private static User user(String username) {
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> UserQueries.byUsername(tx.sql(), username).orElseThrow());
  }

  @Test
  void aRejectedRequestIsGoneAndItsNameFree() {
    mode("approval");
    Browser app = app(signUp("simon", "simon@mail.example", "reason", "Because"));
    UserVerbs users = rig.instance().rooms().signIn().users();
    User simon = user("simon");
    assertThat(app.get("/api/v1/emails/check_confirmation").status()).isEqualTo(200);
    assertThat(
            rig.kit()
                .db()
                .<Boolean>as(
                    Viewer.stranger(),
                    tx -> users.rejectUser().reject(tx, owner.account(), simon.id())))
        .isTrue();
    assertThat(app.get("/api/v1/emails/check_confirmation").status()).isEqualTo(401);
    assertThat(signUp("simon", "simon@mail.example", "reason", "Again").status()).isEqualTo(200);
    assertThat(
            rig.kit()
                .db()
                .<Boolean>as(
                    Viewer.stranger(),
                    tx -> users.rejectUser().reject(tx, owner.account(), owner.user())))
        .as("who was let in is not deleted here")
        .isFalse();
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
