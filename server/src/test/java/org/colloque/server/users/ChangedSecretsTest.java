package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.kit.Fault;
import org.colloque.server.rig.Person;
import org.junit.jupiter.api.Test;

/** New passwords, lost ones, and other addresses: reliability.md, C57 and C60. */
class ChangedSecretsTest extends SignInRoom {
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

  /** A thief who asked for another address must not come back by it. */
  @Test
  void c57ANewPasswordEndsTheLinkToAnotherAddressToo() {
    for (String how : List.of("changed", "reset")) {
      String current = how.equals("changed") ? PASSWORD : "a whole new sentence";
      assertThat(
              users
                  .changeEmail()
                  .request(person.user(), current, "thief" + count + "@mail.example")
                  .isEmpty())
          .isTrue();
      rig.runDueJobs();
      String link = mailbox.last().link();
      String token = link.substring(link.indexOf('=') + 1);
      assertThat(users.confirmEmail().isAlive(token)).isTrue();
      if (how.equals("changed")) {
        users.changePassword().change(person.user(), 0, PASSWORD, "a whole new sentence");
      } else {
        assertThat(users.resetPassword().set(resetToken(), "yet another sentence"))
            .isEqualTo(new ResetPassword.Outcome.Done());
      }
      assertThat(users.confirmEmail().isAlive(token)).as(how).isFalse();
      assertThat(users.confirmEmail().confirm(token))
          .as(how)
          .isEqualTo(ConfirmEmail.Outcome.DEAD_LINK);
      assertThat(user().email()).isEqualTo(email);
    }
  }
}
