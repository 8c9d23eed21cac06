package org.colloque.server.groups;

import static org.colloque.migrations.Tables.MEMBERSHIPS;

import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;

/** Who was asked in looks at what it is, and comes in or does not. */
public final class JoinGroup {
  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final Invitations invitations;

  JoinGroup(Kit kit, Registrar registrar, GroupLog log, Invitations invitations) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.invitations = invitations;
  }

  /**
   * Accepts an invitation by name.
   *
   * @throws ProblemException 404 when there is none of that number for {@code account}, 422 when
   *     there is no room
   */
  public GroupId accept(Tx tx, AccountId account, long invitation) {
    Invitations.Offer offer =
        invitations.offerTo(tx, account, invitation).orElseThrow(ProblemException::notFound);
    return join(tx, account, offer);
  }

  /**
   * Declines it; the group is told nothing.
   *
   * @throws ProblemException 404 when there is none of that number for {@code account}
   */
  public void decline(Tx tx, AccountId account, long invitation) {
    Invitations.Offer offer =
        invitations.offerTo(tx, account, invitation).orElseThrow(ProblemException::notFound);
    invitations.take(tx, invitation);
    invitations.forgetNews(tx, offer.group().id(), account);
  }

  /**
   * What a link leads to; empty for one that leads nowhere (any more), and to somebody of another
   * instance for one that is not for guests.
   */
  Optional<Invitations.Offer> behind(Tx tx, AccountId account, String token) {
    return invitations
        .offerBehind(tx, Secrets.hash(token))
        .filter(offer ->
            offer.invitation().role() == Role.GUEST || GroupQueries.isLocal(tx.sql(), account));
  }

  /**
   * Whether somebody of another instance has anything to do here: in a group, asked into one, or
   * with a link in hand.
   *
   * @param tx opened for {@code guest}
   * @param token of the link; empty for none
   */
  public boolean awaits(Tx tx, AccountId guest, String token) {
    return tx.sql()
            .fetchExists(
                MEMBERSHIPS,
                MEMBERSHIPS.ACCOUNT_ID.eq(guest.value()),
                MEMBERSHIPS
                    .UNTIL
                    .isNull()
                    .or(MEMBERSHIPS.UNTIL.gt(kit.now().atOffset(ZoneOffset.UTC))))
        || !invitations.offersTo(tx, guest).isEmpty()
        || behind(tx, guest, token).isPresent();
  }

  /**
   * Goes in by a link, which is used up by it.
   *
   * @throws ProblemException 404 for a link that leads nowhere (any more), 422 when there is no
   *     room
   */
  public GroupId byLink(Tx tx, AccountId account, String token) {
    return join(tx, account, behind(tx, account, token).orElseThrow(ProblemException::notFound));
  }

  private GroupId join(Tx tx, AccountId account, Invitations.Offer offer) {
    Group group =
        registrar
            .enterFromOutside(tx, offer.group().id())
            .filter(found -> !found.isReadOnly())
            .orElseThrow(ProblemException::notFound);
    // whoever comes second finds it gone: the group is held
    Invitations.Invitation invitation =
        invitations.take(tx, offer.invitation().id()).orElseThrow(ProblemException::notFound);
    invitations.forgetNews(tx, group.id(), account);
    invitations.drop(tx, group.id(), account);
    registrar.enrol(
        tx, group, account, invitation.role(), invitation.by(), invitation.memberUntil());
    log.append(
        tx,
        group.id(),
        account,
        "joined",
        Map.of("account", account.toString(), "value", invitation.role().wire()));
    return group.id();
  }
}
