package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.Test;

/** Codes of phones and on paper: reliability.md, C57 and C58. */
class SecondFactorTest extends SignInRoom {
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

  private boolean tried(String challenge) {
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
}
