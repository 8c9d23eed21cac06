package org.colloque.server.groups;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.colloque.federation.handle.Handle;
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

  /** How far away the end of a guest's time may be. */
  static final Duration LONGEST_STAY = Duration.ofDays(366);

  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final Invitations invitations;
  private final Notifier notifier;
  private final BooleanSupplier guests;

  InviteToGroup(
      Kit kit,
      Registrar registrar,
      GroupLog log,
      Invitations invitations,
      Notifier notifier,
      BooleanSupplier guests) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.invitations = invitations;
    this.notifier = notifier;
    this.guests = guests;
  }

  /**
   * As what somebody is asked in.
   *
   * @param until when their time ends, which only a guest's does; null for no end
   */
  public record As(Role role, @Nullable Instant until) {
    public static As of(Role role) {
      return new As(role, null);
    }
  }

  /**
   * Asks somebody in: a member of this instance, or as a guest somebody of another one, of whom an
   * account is known here. Once more takes the place of the first time.
   *
   * @param handle with or without at sign and domain
   * @throws ProblemException 404, 403, or 422 when there is nobody of that name, or no room
   */
  public void byName(Tx tx, AccountId actor, GroupId id, String handle, As as) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    AccountId account = find(tx, handle).orElseThrow(Refusal.NOBODY::problem);
    boolean isLocal = GroupQueries.isLocal(tx.sql(), account);
    if (!isLocal && as.role() != Role.GUEST) {
      throw Refusal.ONLY_A_GUEST.problem();
    }
    boolean isIn =
        GroupQueries.members(tx.sql(), id).stream()
            .anyMatch(member -> member.account().equals(account));
    if (isIn) {
      throw Refusal.MEMBER_ALREADY.problem();
    }
    prepare(tx, group, as, isLocal);
    invitations.insert(tx, made(group, account, as, actor, kit.now().plus(BY_NAME)), null);
    invitations.forgetNews(tx, id, account);
    notifier.tellOfInvitation(tx, account, actor, id.value());
    log.append(
        tx, id, actor, "invited", Map.of("account", account.toString(), "value", as.role().wire()));
  }

  /**
   * Makes a link that lets one person in.
   *
   * @return the secret of the link, which is kept nowhere
   * @throws ProblemException 404, 403, or 422 for a time that cannot be
   */
  public String byLink(Tx tx, AccountId actor, GroupId id, As as, Duration life) {
    Group group = registrar.enter(tx, id, actor).organises().group();
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LINK) > 0) {
      throw Refusal.BAD_TIME.problem();
    }
    prepare(tx, group, as, true);
    String token = kit.secrets().newToken();
    invitations.insert(tx, made(group, null, as, actor, kit.now().plus(life)), Secrets.hash(token));
    log.append(tx, id, actor, "link", Map.of("value", as.role().wire()));
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

  private void prepare(Tx tx, Group group, As as, boolean local) {
    Role role = as.role();
    Instant until = as.until();
    if (role != Role.MEMBER && role != Role.OBSERVER && role != Role.GUEST) {
      throw Refusal.NO_SUCH_ROLE.problem();
    }
    if (!local && !guests.getAsBoolean()) {
      throw Refusal.NO_GUESTS.problem();
    }
    if (until != null
        && (role != Role.GUEST
            || !until.isAfter(kit.now())
            || until.isAfter(kit.now().plus(LONGEST_STAY)))) {
      throw Refusal.BAD_TIME.problem();
    }
    if (invitations.open(tx.sql(), group.id()).size() >= MOST_OPEN) {
      throw Refusal.TOO_MANY_INVITATIONS.problem();
    }
    if (role.takesASeat() && group.taken() >= group.details().seats()) {
      throw Refusal.FULL.problem();
    }
  }

  private static Invitations.Invitation made(
      Group group, @Nullable AccountId account, As as, AccountId by, Instant expiresAt) {
    return new Invitations.Invitation(0, group.id(), account, as.role(), as.until(), by, expiresAt);
  }

  private Optional<AccountId> find(Tx tx, String handle) {
    Optional<Handle> abroad = abroad(kit, handle);
    String bare = handle.strip().replaceFirst("^@", "").replaceFirst("@.*$", "");
    return abroad.isPresent()
        ? GroupQueries.remote(tx.sql(), abroad.get())
        : GroupQueries.local(tx.sql(), bare);
  }

  /** A handle that names somebody of another instance. */
  static Optional<Handle> abroad(Kit kit, String handle) {
    return Handle.parse(handle.strip()).filter(found -> !found.host().equals(kit.urls().host()));
  }
}
