package org.colloque.server.users;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.moderation.AuditLog;
import org.colloque.server.oauth.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Invitation links: made, withdrawn and used. The code is made from the id with the instance's
 * secret, so that its maker can read it again although only its hash is stored.
 */
public final class Invite {
  public static final int MAX_USES = 10_000;
  public static final int MAX_COMMENT = 200;

  /** Wrong codes from one place. */
  static final Throttle.Limit WRONG_CODES =
      new Throttle.Limit("invitation", 10, Duration.ofMinutes(5));

  /** 144 bits: not to be guessed. */
  private static final int CODE_LENGTH = 24;

  private final Kit kit;
  private final Throttle throttle;
  private final AuditLog audit;

  Invite(Kit kit, Throttle throttle, AuditLog audit) {
    this.kit = kit;
    this.throttle = throttle;
    this.audit = audit;
  }

  /**
   * @param maxUses null for no limit
   * @param life null for ever
   * @throws IllegalArgumentException for a limit that makes no sense
   */
  public Invitation create(
      Tx tx, AccountId by, @Nullable Integer maxUses, @Nullable Duration life, String comment) {
    boolean usesOk = maxUses == null || maxUses >= 1 && maxUses <= MAX_USES;
    boolean lifeOk = life == null || !life.isNegative() && !life.isZero();
    if (!usesOk || !lifeOk || comment.length() > MAX_COMMENT) {
      throw new IllegalArgumentException("an invitation with impossible limits");
    }
    long id = kit.ids().next();
    Invitation made =
        new Invitation(
            id,
            code(id),
            by,
            comment,
            0,
            maxUses,
            life == null ? null : kit.now().plus(life),
            true);
    InviteQueries.insert(tx.sql(), made, Secrets.hash(made.code()), kit.now());
    audit.write(tx, by, "invitation.created", Map.of("invitation", Long.toString(id)));
    return made;
  }

  /** Whether there was such an invitation, and it was not revoked yet. */
  public boolean revoke(Tx tx, AccountId actor, long id) {
    boolean revoked = InviteQueries.revoke(tx.sql(), id, kit.now());
    if (revoked) {
      audit.write(tx, actor, "invitation.revoked", Map.of("invitation", Long.toString(id)));
    }
    return revoked;
  }

  /** The latest first. */
  public List<Invitation> list(Tx tx, int limit) {
    return InviteQueries.list(tx.sql(), limit, kit.now(), this::code);
  }

  /**
   * The invitation that a visitor comes with, if it works.
   *
   * @param place where the visitor is: who tries codes is told to wait
   */
  public Optional<Invitation> find(String code, String place) {
    Throttle.Ticket ticket = throttle.spend(WRONG_CODES, place);
    Optional<Invitation> found =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    InviteQueries.byHash(tx.sql(), Secrets.hash(code), kit.now(), this::code)
                        .filter(Invitation::usable));
    if (found.isPresent()) {
      throttle.refund(ticket);
    }
    return found;
  }

  /** Counts one use; empty when the invitation does not work (any more). Safe in a race. */
  Optional<Long> use(Tx tx, String code) {
    return InviteQueries.use(tx.sql(), Secrets.hash(code), kit.now());
  }

  private String code(long id) {
    return kit.secrets().sign("invitation", Long.toString(id)).substring(0, CODE_LENGTH);
  }
}
