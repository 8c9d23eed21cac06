package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INVITES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who joins when the owner wants to be asked, or an invitation to be shown. */
class ByInvitationTest extends SignUpRoom {
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

  private Invitation invitation(@Nullable Integer uses, @Nullable Duration life) {
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

  private boolean approve(UserVerbs users, User user) {
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> users.approveUser().approve(tx, owner.account(), user.id()));
  }

  private User user(String username) {
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
}
