package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Somebody with a password, and what they can do with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SignInRoom {
  static final String PASSWORD = "correct horse battery";
  static final SignIn.Browser HERE = new SignIn.Browser("192.0.2.7", "Firefox");

  Mailbox mailbox;
  Rig rig;
  UserVerbs users;
  int count;

  Person person;
  String email;

  @BeforeAll
  void start() {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
    users = rig.instance().rooms().signIn().users();
  }

  @AfterAll
  void stop() {
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

  void setPassword(UserId user, String password) {
    try (Passwords passwords = new Passwords(rig.kit().cryptography().passwords())) {
      String hash = passwords.hash(password);
      rig.kit().db().doAs(Viewer.stranger(), tx -> UserQueries.setPassword(tx.sql(), user, hash));
    }
  }

  SignIn.Outcome signIn(String password) {
    return users.signIn().password(email, password, HERE);
  }

  String cookie() {
    return ((SignIn.Outcome.SignedIn) signIn(PASSWORD)).cookie();
  }

  List<OpenSession> sessions(Person person) {
    return users.signOut().sessions(person.user());
  }

  String anotherToken(Person person) {
    return rig.token(person, "read", "write");
  }

  int status(String token) {
    return new Browser(rig.base()).withToken(token).get("/api/v1/notifications").status();
  }

  byte[] enableSecondFactor() {
    String secret = users.enableTotp().newSecret();
    byte[] bytes = Totp.secret(secret).orElseThrow();
    assertThat(users.enableTotp().enable(person.user(), 0, PASSWORD, secret, now(bytes)))
        .isInstanceOf(EnableTotp.Outcome.Enabled.class);
    rig.clock().advance(Duration.ofMinutes(1));
    return bytes;
  }

  String now(byte[] secret) {
    return Totp.code(secret, rig.clock().instant().getEpochSecond() / Totp.STEP_SECONDS);
  }

  String challenge() {
    return ((SignIn.Outcome.CodeNeeded) signIn(PASSWORD)).challenge();
  }

  String resetToken() {
    users.resetPassword().request(email, "here");
    rig.runDueJobs();
    assertThat(mailbox.last().to()).isEqualTo(email);
    String link = mailbox.last().link();
    assertThat(link).startsWith("/password/new?token=");
    return link.substring(link.indexOf('=') + 1);
  }

  User user() {
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> UserQueries.byId(tx.sql(), person.user()).orElseThrow());
  }
}
