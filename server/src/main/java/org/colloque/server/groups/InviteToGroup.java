package org.colloque.server.groups;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.notifications.Notifier;
import org.jspecify.annotations.Nullable;

/** Organisers ask people in: by name, who then accept or not, or by a link that opens once. */
public final class InviteToGroup {
  /** Invitations of a group that can be open at once. */
  static final int MOST_OPEN = 50;

  /** How long an invitation by name waits for its answer. */
  static final Duration BY_NAME = Duration.ofDays(30);

  /** A link that nobody used works so long, unless less is wanted. */
  public static final Duration LINK = Duration.ofDays(7);

  static final Duration LONGEST_LINK = Duration.ofDays(30);

  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final Invitations invitations;
  private final Notifier notifier;

  InviteToGroup(
      Kit kit, Registrar registrar, GroupLog log, Invitations invitations, Notifier notifier) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.invitations = invitations;
    this.notifier = notifier;
  }

  /**
   * Asks a member of this instance in; once more takes the place of the first time.
   *
   * @param handle with or without at sign and domain
   * @throws ProblemException 404, 403, or 422 when there is nobody of that name, or no room
   */
  public void byName(Tx tx, AccountId actor, GroupId id, String handle, Role role) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    AccountId account =
        GroupQueries.local(tx.sql(), username(handle)).orElseThrow(Refusal.NOBODY::problem);
    boolean isIn =
        GroupQueries.members(tx.sql(), id).stream()
            .anyMatch(member -> member.account().equals(account));
    if (isIn) {
      throw Refusal.MEMBER_ALREADY.problem();
    }
    prepare(tx, group, role);
    invitations.insert(tx, made(group, account, role, actor, kit.now().plus(BY_NAME)), null);
    invitations.forgetNews(tx, id, account);
    notifier.tellOfInvitation(tx, account, actor, id.value());
    log.append(
        tx, id, actor, "invited", Map.of("account", account.toString(), "value", role.wire()));
  }

  /**
   * Makes a link that lets one person in.
   *
   * @return the secret of the link, which is kept nowhere
   * @throws ProblemException 404, 403, or 422 for a time that cannot be
   */
  public String byLink(Tx tx, AccountId actor, GroupId id, Role role, Duration life) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LINK) > 0) {
      throw Refusal.BAD_TIME.problem();
    }
    prepare(tx, group, role);
    String token = kit.secrets().newToken();
    invitations.insert(
        tx, made(group, null, role, actor, kit.now().plus(life)), Secrets.hash(token));
    log.append(tx, id, actor, "link", Map.of("value", role.wire()));
    return token;
  }

  /**
   * Takes an invitation back that nobody has used.
   *
   * @throws ProblemException 404, or 403 for who does not organise the group
   */
  public void withdraw(Tx tx, AccountId actor, GroupId id, long invitation) {
    registrar.enter(tx, id, actor).organisesAlsoAtTheEnd();
    boolean isOfTheGroup =
        invitations.open(tx.sql(), id).stream().anyMatch(one -> one.id() == invitation);
    if (!isOfTheGroup) {
      throw ProblemException.notFound();
    }
    AccountId account = invitations.take(tx, invitation).orElseThrow().account();
    if (account != null) {
      invitations.forgetNews(tx, id, account);
    }
    log.append(
        tx,
        id,
        actor,
        "withdrawn",
        account == null ? Map.of() : Map.of("account", account.toString()));
  }

  private void prepare(Tx tx, Group group, Role role) {
    if (role != Role.MEMBER && role != Role.OBSERVER) {
      throw Refusal.NO_SUCH_ROLE.problem();
    }
    if (invitations.open(tx.sql(), group.id()).size() >= MOST_OPEN) {
      throw Refusal.TOO_MANY_INVITATIONS.problem();
    }
    if (role.takesASeat() && group.taken() >= group.details().seats()) {
      throw Refusal.FULL.problem();
    }
  }

  private static Invitations.Invitation made(
      Group group, @Nullable AccountId account, Role role, AccountId by, Instant expiresAt) {
    return new Invitations.Invitation(0, group.id(), account, role, null, by, expiresAt);
  }

  /** The name of somebody here; whoever is named with another server's domain is nobody here. */
  private String username(String handle) {
    String bare = handle.strip();
    bare = bare.startsWith("@") ? bare.substring(1) : bare;
    int at = bare.indexOf('@');
    if (at < 0) {
      return bare;
    }
    boolean isHere = bare.substring(at + 1).toLowerCase(Locale.ROOT).equals(kit.urls().host());
    return isHere ? bare.substring(0, at) : "";
  }
}
