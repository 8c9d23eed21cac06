package org.colloque.server.users;

import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.PostOffice;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.oauth.Throttle;

/** Everything that can be done about users, joined. */
public record UserVerbs(
    SetUpOwner setUpOwner,
    SignUp signUp,
    ConfirmEmail confirmEmail,
    ApproveUser approveUser,
    RejectUser rejectUser,
    SetRole setRole,
    Invite invite,
    SignIn signIn,
    SignOut signOut,
    ResetPassword resetPassword,
    ChangePassword changePassword,
    ChangeEmail changeEmail,
    EnableTotp enableTotp,
    DisableTotp disableTotp,
    DeleteAccount deleteAccount) {

  public static UserVerbs of(
      Kit kit, Settings settings, Passwords passwords, Throttle throttle, Revoke revoke) {
    PostOffice office = new PostOffice(kit, settings);
    OneTimeLinks links = new OneTimeLinks(kit);
    UserLetters letters = new UserLetters(kit, settings, office, links);
    AuditLog audit = new AuditLog(kit);
    CheckPassword check = new CheckPassword(kit, throttle, passwords);
    RecoveryCodes recovery = new RecoveryCodes(kit);
    SetUpOwner setUp = new SetUpOwner(kit, settings, passwords, links, audit);
    Invite invite = new Invite(kit, throttle, audit);
    return new UserVerbs(
        setUp,
        new SignUp(kit, settings, passwords, invite, letters, setUp),
        new ConfirmEmail(kit, links, letters, revoke, audit),
        new ApproveUser(kit, letters, revoke, audit),
        new RejectUser(revoke, audit),
        new SetRole(revoke, audit),
        invite,
        new SignIn(kit, throttle, passwords, recovery, audit),
        new SignOut(kit, revoke),
        new ResetPassword(kit, throttle, passwords, links, letters, revoke, audit),
        new ChangePassword(kit, check, passwords, links, letters, revoke, audit),
        new ChangeEmail(kit, throttle, check, office, links, letters),
        new EnableTotp(kit, check, recovery, letters, revoke, audit),
        new DisableTotp(kit, check, recovery, letters, revoke, audit),
        new DeleteAccount(kit, check, letters, revoke, audit));
  }
}
