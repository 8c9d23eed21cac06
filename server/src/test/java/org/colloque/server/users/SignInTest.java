package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.AUDIT_LOG;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;
import org.colloque.server.oauth.Standing;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords, second factors and sessions: reliability.md, C57, C58, C60. */
class SignInTest {
  private static final String PASSWORD = "correct horse battery";
  private static final SignIn.Browser HERE = new SignIn.Browser("192.0.2.7", "Firefox");

  private static Mailbox mailbox;
  private static Rig rig;
  private static UserVerbs users;
  private static int count;

  private Person person;
  private String email;

  @BeforeAll
  static void start() {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
    users = rig.instance().rooms().signIn().users();
  }

  @AfterAll
  static void stop() {
    rig.close();
    mailbox.close();
  }

  /** Somebody new with the usual password, a day later. */
  @BeforeEach
  void somebody() {
    rig.clock().advance(Duration.ofDays(2));
    person = rig.local("person" + ++count);
    email = person.username() + "@mail.example";
    setPassword(person.user(), PASSWORD);
  }

  private static void setPassword(UserId user, String password) {
    try (Passwords passwords = new Passwords()) {
      String hash = passwords.hash(password);
      rig.kit().db().doAs(Viewer.stranger(), tx -> UserQueries.setPassword(tx.sql(), user, hash));
    }
  }

  private SignIn.Outcome signIn(String password) {
    return users.signIn().password(email, password, HERE);
  }

  private String cookie() {
    return ((SignIn.Outcome.SignedIn) signIn(PASSWORD)).cookie();
  }

  private static List<OpenSession> sessions(Person person) {
    return users.signOut().sessions(person.user());
  }

  private static String anotherToken(Person person) {
    return rig.token(person, "read", "write");
  }

  private static int status(String token) {
    return new Browser(rig.base()).withToken(token).get("/api/v1/notifications").status();
  }

  @Test
  void theRightPasswordOpensASession() {
    SignIn.Outcome outcome =
        users.signIn().password(" " + email.toUpperCase(java.util.Locale.ROOT), PASSWORD, HERE);
    assertThat(outcome).isInstanceOf(SignIn.Outcome.SignedIn.class);
    assertThat(outcome.toString()).doesNotContain(((SignIn.Outcome.SignedIn) outcome).cookie());
    assertThat(sessions(person)).hasSize(1);
    assertThat(sessions(person).getFirst().address()).isEqualTo("192.0.2.7");
    assertThat(
            rig.kit()
                .db()
                .as(
                    Viewer.stranger(),
                    tx ->
                        tx.sql()
                            .fetchCount(
                                AUDIT_LOG,
                                AUDIT_LOG
                                    .KIND
                                    .eq("sign_in")
                                    .and(AUDIT_LOG.ACTOR_ID.eq(person.account().value()))))
                .intValue())
        .isEqualTo(1);
  }

  @Test
  void everythingElseIsOneAnswer() {
    assertThat(signIn("wrong password here")).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(signIn("")).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(signIn("x".repeat(100_000))).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(users.signIn().password("nobody@mail.example", PASSWORD, HERE))
        .isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(users.signIn().password("not an address", PASSWORD, HERE))
        .isEqualTo(new SignIn.Outcome.Wrong());
    Person without = rig.local("without" + count);
    assertThat(users.signIn().password(without.username() + "@mail.example", "", HERE))
        .as("a user without a password")
        .isEqualTo(new SignIn.Outcome.Wrong());
  }

  @Test
  void anUnknownAddressTakesAsLong() {
    long known = fastest(email);
    long unknown = fastest("nobody" + count + "@mail.example");
    // a hash takes some 100 ms, an answer without one some 5
    assertThat((double) unknown / known).isBetween(0.25, 4.0);
  }

  private static long fastest(String address) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      long begin = System.nanoTime();
      users.signIn().password(address, "wrong password here", HERE);
      best = Math.min(best, System.nanoTime() - begin);
    }
    return best;
  }

  @Test
  void tenWrongPasswordsInFiveMinutesWhereverTheyComeFrom() {
    String cookie = cookie();
    int refused = 0;
    for (int i = 0; i < 14; i++) {
      try {
        users.signIn().password(email, "wrong " + i, new SignIn.Browser("198.51.100." + i, "bot"));
      } catch (ProblemException tooMany) {
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(Integer.parseInt(tooMany.headers().get("retry-after"))).isBetween(1, 360);
        refused++;
      }
    }
    assertThat(refused).isEqualTo(4);
    assertThatThrownBy(this::cookie).hasMessage("Too many requests");
    Browser live = new Browser(rig.base()).withHeader("Cookie", "colloque_session=" + cookie);
    assertThat(live.get("/").status()).as("the session lives on").isNotEqualTo(429);
    assertThat(sessions(person)).hasSize(1);
    rig.clock().advance(Duration.ofMinutes(6));
    assertThat(signIn(PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  @Test
  void thirtyWrongPasswordsFromOnePlaceWhoeverIsMeant() {
    SignIn.Browser net = new SignIn.Browser("2001:db8:1:2::1", "bot");
    SignIn.Browser neighbour = new SignIn.Browser("2001:db8:1:2:ffff::1", "bot");
    for (int i = 0; i < SignIn.PER_PLACE.attempts(); i++) {
      users.signIn().password("victim" + i + "@mail.example", "wrong", net);
    }
    assertThatThrownBy(() -> users.signIn().password(email, PASSWORD, neighbour))
        .hasMessage("Too many requests");
    assertThat(signIn(PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  @Test
  void whoMayNotSignInYetIsToldWithTheRightPasswordOnly() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(USERS)
                    .set(USERS.DISABLED_AT, rig.kit().now().atOffset(java.time.ZoneOffset.UTC))
                    .where(USERS.ID.eq(person.user().value()))
                    .execute());
    assertThat(signIn(PASSWORD)).isEqualTo(new SignIn.Outcome.NotYet(Standing.DISABLED));
    assertThat(signIn("wrong")).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(sessions(person)).isEmpty();
  }

  private byte[] enableSecondFactor() {
    String secret = users.enableTotp().newSecret();
    byte[] bytes = Totp.secret(secret).orElseThrow();
    assertThat(users.enableTotp().enable(person.user(), 0, PASSWORD, secret, now(bytes)))
        .isInstanceOf(EnableTotp.Outcome.Enabled.class);
    rig.clock().advance(Duration.ofMinutes(1));
    return bytes;
  }

  private static String now(byte[] secret) {
    return Totp.code(secret, rig.clock().instant().getEpochSecond() / Totp.STEP_SECONDS);
  }

  private String challenge() {
    return ((SignIn.Outcome.CodeNeeded) signIn(PASSWORD)).challenge();
  }

  @Test
  void aSecondFactorIsAskedForAndEachCodeWorksOnce() {
    byte[] secret = enableSecondFactor();
    String challenge = challenge();
    assertThat(sessions(person)).isEmpty();
    assertThat(users.signIn().code(challenge, "000000", HERE))
        .isEqualTo(new SignIn.Outcome.Wrong());
    String code = now(secret);
    assertThat(users.signIn().code(challenge, code.substring(0, 3) + " " + code.substring(3), HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
    assertThat(users.signIn().code(challenge(), code, HERE)).isEqualTo(new SignIn.Outcome.Wrong());
    rig.clock().advance(Duration.ofSeconds(30));
    assertThat(users.signIn().code(challenge(), now(secret), HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  @Test
  void ofManyAtOnceOneGetsIn() throws Exception {
    byte[] secret = enableSecondFactor();
    String challenge = challenge();
    String code = now(secret);
    int in = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SignIn.Outcome> attempt = () -> users.signIn().code(challenge, code, HERE);
      for (Future<SignIn.Outcome> one :
          threads.invokeAll(List.of(attempt, attempt, attempt, attempt, attempt))) {
        in += one.get() instanceof SignIn.Outcome.SignedIn ? 1 : 0;
      }
    }
    assertThat(in).isEqualTo(1);
  }

  @Test
  void aChallengeIsNobodyElsesAndDies() {
    byte[] secret = enableSecondFactor();
    String challenge = challenge();
    String[] parts = challenge.split("\\.", -1);
    Person other = rig.local("other" + count);
    for (String forged :
        List.of(
            "",
            "..",
            parts[0] + "." + parts[1] + ".",
            other.user() + "." + parts[1] + "." + parts[2],
            parts[0] + "." + (Long.parseLong(parts[1]) + 1) + "." + parts[2])) {
      assertThat(users.signIn().code(forged, now(secret), HERE))
          .as(forged)
          .isEqualTo(new SignIn.Outcome.Wrong());
    }
    rig.clock().advance(SignIn.CHALLENGE_LIFE.plusSeconds(1));
    assertThat(users.signIn().code(challenge, now(secret), HERE))
        .isEqualTo(new SignIn.Outcome.Wrong());
    String next = challenge();
    setPassword(person.user(), "another sentence of mine");
    assertThat(users.signIn().code(next, now(secret), HERE)).isEqualTo(new SignIn.Outcome.Wrong());
  }

  @Test
  void tenWrongCodesInFiveMinutesAndFiftyADay() {
    enableSecondFactor();
    String challenge = challenge();
    int passed = 0;
    for (int i = 0; i < 15; i++) {
      passed += tried(challenge) ? 1 : 0;
    }
    assertThat(passed).isEqualTo(10);
    for (int i = 0; i < 20; i++) {
      rig.clock().advance(Duration.ofMinutes(7));
      String again = challenge();
      for (int j = 0; j < 12; j++) {
        passed += tried(again) ? 1 : 0;
      }
    }
    assertThat(passed).isEqualTo(SignIn.CODES_A_DAY.attempts());
  }

  private static boolean tried(String challenge) {
    try {
      users.signIn().code(challenge, "wrong", HERE);
      return true;
    } catch (ProblemException tooMany) {
      return false;
    }
  }

  @Test
  void eachRecoveryCodeReplacesThePhoneOnce() {
    String secret = users.enableTotp().newSecret();
    EnableTotp.Outcome.Enabled enabled =
        (EnableTotp.Outcome.Enabled)
            users
                .enableTotp()
                .enable(person.user(), 0, PASSWORD, secret, now(Totp.secret(secret).orElseThrow()));
    List<String> codes = enabled.codes();
    assertThat(codes).hasSize(RecoveryCodes.COUNT).doesNotHaveDuplicates();
    assertThat(codes).allMatch(code -> code.matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}"));
    String typed = codes.getFirst().toUpperCase(java.util.Locale.ROOT).replace('-', ' ');
    assertThat(users.signIn().code(challenge(), typed, HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
    assertThat(users.signIn().code(challenge(), codes.getFirst(), HERE))
        .isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(users.disableTotp().codesLeft(person.user())).isEqualTo(9);
    List<String> fresh = users.disableTotp().newCodes(person.user(), PASSWORD).orElseThrow();
    assertThat(fresh).doesNotContainAnyElementsOf(codes);
    assertThat(users.signIn().code(challenge(), codes.getLast(), HERE))
        .isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(users.disableTotp().newCodes(person.user(), "wrong")).isEmpty();
  }

  @Test
  void theSecondFactorNeedsPasswordAndCodeAndEndsEverythingElse() {
    String kept = cookie();
    long session = sessions(person).getFirst().id();
    cookie();
    String token = anotherToken(person);
    assertThat(status(token)).isEqualTo(200);
    String secret = users.enableTotp().newSecret();
    byte[] bytes = Totp.secret(secret).orElseThrow();
    assertThat(users.enableTotp().enable(person.user(), session, "wrong", secret, now(bytes)))
        .isEqualTo(new EnableTotp.Outcome.Faulty(Faults.of("current_password", Fault.INVALID)));
    for (String[] bad : new String[][] {{secret, "000000"}, {"short", now(bytes)}, {secret, ""}}) {
      assertThat(users.enableTotp().enable(person.user(), session, PASSWORD, bad[0], bad[1]))
          .isEqualTo(new EnableTotp.Outcome.Faulty(Faults.of("code", Fault.INVALID)));
    }
    assertThat(status(token)).isEqualTo(200);
    assertThat(users.enableTotp().enable(person.user(), session, PASSWORD, secret, now(bytes)))
        .isInstanceOf(EnableTotp.Outcome.Enabled.class);
    assertThat(status(token)).isEqualTo(401);
    assertThat(sessions(person)).extracting(OpenSession::id).containsExactly(session);
    assertThat(kept).isNotEmpty();

    String second = anotherToken(person);
    assertThat(users.disableTotp().disable(person.user(), session, "wrong")).isFalse();
    assertThat(status(second)).isEqualTo(200);
    assertThat(users.disableTotp().disable(person.user(), session, PASSWORD)).isTrue();
    assertThat(status(second)).isEqualTo(401);
    assertThat(signIn(PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    rig.runDueJobs();
    assertThat(mailbox.last().subject()).contains("password for Colloque was changed");
  }

  @Test
  void aNewPasswordEndsOtherSessionsAndAllTokens() {
    cookie();
    long session = sessions(person).getFirst().id();
    cookie();
    String token = anotherToken(person);
    assertThat(status(token)).isEqualTo(200);
    assertThat(
            users
                .changePassword()
                .change(person.user(), session, "wrong", "a whole new sentence")
                .byField())
        .isEqualTo(Map.of("current_password", Fault.INVALID));
    assertThat(users.changePassword().change(person.user(), session, PASSWORD, "short").byField())
        .isEqualTo(Map.of("new_password", Fault.TOO_SHORT));
    assertThat(status(token)).isEqualTo(200);
    assertThat(
            users
                .changePassword()
                .change(person.user(), session, PASSWORD, "a whole new sentence")
                .isEmpty())
        .isTrue();
    assertThat(status(token)).isEqualTo(401);
    assertThat(status(person.token())).isEqualTo(401);
    assertThat(sessions(person)).extracting(OpenSession::id).containsExactly(session);
    assertThat(signIn(PASSWORD)).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(users.signIn().password(email, "a whole new sentence", HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  @Test
  void whoSitsAtAnOpenBrowserCannotTryPasswords() {
    for (int i = 0; i < 10; i++) {
      users.changePassword().change(person.user(), 0, "wrong " + i, "a whole new sentence");
    }
    assertThatThrownBy(
            () -> users.changePassword().change(person.user(), 0, PASSWORD, "a whole new sentence"))
        .hasMessage("Too many requests");
  }

  private String resetToken() {
    users.resetPassword().request(email, "here");
    rig.runDueJobs();
    assertThat(mailbox.last().to()).isEqualTo(email);
    String link = mailbox.last().link();
    assertThat(link).startsWith("/password/new?token=");
    return link.substring(link.indexOf('=') + 1);
  }

  @Test
  void aResetLinkWorksOnceAndEndsEverything() {
    cookie();
    String other = anotherToken(person);
    String token = resetToken();
    assertThat(users.resetPassword().isAlive(token)).isTrue();
    assertThat(users.resetPassword().set(token, "short"))
        .isEqualTo(new ResetPassword.Outcome.Faulty(Faults.of("password", Fault.TOO_SHORT)));
    assertThat(users.resetPassword().set(token, "a whole new sentence"))
        .isEqualTo(new ResetPassword.Outcome.Done());
    assertThat(users.resetPassword().set(token, "yet another sentence"))
        .isEqualTo(new ResetPassword.Outcome.DeadLink());
    assertThat(status(other)).isEqualTo(401);
    assertThat(sessions(person)).isEmpty();
    assertThat(users.signIn().password(email, "a whole new sentence", HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  @Test
  void aResetLinkLivesThirtyMinutesAndTheNextOneEndsIt() {
    String first = resetToken();
    rig.clock().advance(Duration.ofMinutes(10));
    String second = resetToken();
    assertThat(users.resetPassword().isAlive(first)).isFalse();
    rig.clock().advance(Duration.ofMinutes(29));
    assertThat(users.resetPassword().isAlive(second)).isTrue();
    rig.clock().advance(Duration.ofMinutes(1));
    assertThat(users.resetPassword().set(second, "a whole new sentence"))
        .isEqualTo(new ResetPassword.Outcome.DeadLink());
    assertThat(users.resetPassword().isAlive("")).isFalse();
  }

  @Test
  void aResetLeavesTheSecondFactor() {
    enableSecondFactor();
    users.resetPassword().set(resetToken(), "a whole new sentence");
    assertThat(users.signIn().password(email, "a whole new sentence", HERE))
        .isInstanceOf(SignIn.Outcome.CodeNeeded.class);
  }

  @Test
  void aResetSaysNothingAboutWhoIsHereAndFillsNoMailbox() {
    rig.runDueJobs();
    int before = mailbox.letters().size();
    users.resetPassword().request("nobody@mail.example", "there");
    users.resetPassword().request("not an address", "there");
    for (int i = 0; i < 6; i++) {
      users.resetPassword().request(email, "place " + i);
    }
    rig.runDueJobs();
    assertThat(mailbox.letters()).hasSize(before + 3);
    for (int i = 0; i < 8; i++) {
      users.resetPassword().request("nobody@mail.example", "there");
    }
    assertThatThrownBy(() -> users.resetPassword().request("nobody@mail.example", "there"))
        .hasMessage("Too many requests");
  }

  @Test
  void anotherAddressCountsOnceItHasAnswered() {
    String reset = resetToken();
    String wanted = "new." + email;
    assertThat(users.changeEmail().request(person.user(), "wrong", wanted).byField())
        .isEqualTo(Map.of("current_password", Fault.INVALID));
    assertThat(users.changeEmail().request(person.user(), PASSWORD, "no").byField())
        .isEqualTo(Map.of("email", Fault.INVALID));
    Person other = rig.local("neighbour" + count);
    assertThat(
            users
                .changeEmail()
                .request(person.user(), PASSWORD, other.username() + "@MAIL.example")
                .byField())
        .isEqualTo(Map.of("email", Fault.TAKEN));
    assertThat(users.changeEmail().request(person.user(), PASSWORD, wanted).isEmpty()).isTrue();
    assertThat(users.changeEmail().waiting(user())).contains(wanted);
    assertThat(signIn(PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    rig.runDueJobs();
    assertThat(mailbox.last().to()).isEqualTo(wanted);
    String link = mailbox.last().link();
    assertThat(users.confirmEmail().isAlive(link.substring(link.indexOf('=') + 1))).isTrue();
    assertThat(users.confirmEmail().confirm(link.substring(link.indexOf('=') + 1)))
        .isEqualTo(ConfirmEmail.Outcome.CONFIRMED);
    assertThat(user().email()).isEqualTo(wanted);
    assertThat(users.changeEmail().waiting(user())).isEmpty();
    assertThat(signIn(PASSWORD)).isEqualTo(new SignIn.Outcome.Wrong());
    assertThat(users.resetPassword().isAlive(reset))
        .as("a link that went to the old address")
        .isFalse();
    rig.runDueJobs();
    assertThat(mailbox.last().to()).isEqualTo(email);
    assertThat(mailbox.last().subject()).contains("was changed");
  }

  @Test
  void anAddressThatBecameAnothersMeanwhileIsNotTakenOver() {
    String wanted = "shared" + count + "@mail.example";
    users.changeEmail().request(person.user(), PASSWORD, wanted);
    rig.runDueJobs();
    String link = mailbox.last().link();
    Person other = rig.local("shared" + count);
    assertThat(users.confirmEmail().confirm(link.substring(link.indexOf('=') + 1)))
        .isEqualTo(ConfirmEmail.Outcome.DEAD_LINK);
    assertThat(user().email()).isEqualTo(email);
    assertThat(other.username()).isNotEqualTo(person.username());
  }

  private User user() {
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> UserQueries.byId(tx.sql(), person.user()).orElseThrow());
  }

  @Test
  void aSessionEndsByItselfAndFromTheList() {
    cookie();
    cookie();
    List<OpenSession> open = sessions(person);
    assertThat(open).hasSize(2);
    Person other = rig.local("other" + count);
    assertThat(users.signOut().end(other.user(), open.getFirst().id()))
        .as("somebody else's")
        .isFalse();
    assertThat(users.signOut().end(person.user(), open.getFirst().id())).isTrue();
    assertThat(sessions(person)).extracting(OpenSession::id).containsExactly(open.getLast().id());
    rig.clock().advance(Duration.ofDays(30));
    assertThat(sessions(person)).isEmpty();
  }
}
