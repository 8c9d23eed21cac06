package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.AUDIT_LOG;
import static org.colloque.migrations.Tables.USERS;

import com.password4j.Argon2Function;
import java.time.Duration;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.oauth.Standing;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.Test;

/** Passwords and sessions: reliability.md, C58. */
class SignInTest extends SignInRoom {
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

  /** The same work, one computation with the same parameters, whoever is meant. */
  @Test
  void c58AnUnknownAddressCausesTheSameWork() {
    try (Passwords passwords = new Passwords(rig.kit().cryptography().passwords())) {
      Revoke revoke = new Revoke(rig.kit(), new Doorkeeper(rig.kit()));
      SignIn signIn =
          UserVerbs.of(
                  rig.kit(),
                  rig.instance().rooms().settings(),
                  passwords,
                  new Throttle(rig.kit()),
                  revoke)
              .signIn();
      Person without = rig.local("passwordless" + count);
      List<String> addresses =
          List.of(
              email,
              "nobody" + count + "@mail.example",
              "not an address",
              without.username() + "@mail.example");
      for (String address : addresses) {
        for (String wrong : List.of("wrong password here", "", "x".repeat(100_000))) {
          long before = passwords.computed();
          assertThat(signIn.password(address, wrong, HERE)).isEqualTo(new SignIn.Outcome.Wrong());
          assertThat(passwords.computed() - before).as(address).isEqualTo(1);
        }
      }
      assertThat(Argon2Function.getInstanceFromHash(passwords.nobody()))
          .isEqualTo(Argon2Function.getInstanceFromHash(passwords.hash(PASSWORD)));
    }
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
    Browser live = new Browser(rig.base()).withHeader("Cookie", rig.sessionCookie() + "=" + cookie);
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
