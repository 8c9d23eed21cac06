package org.colloque.server.groups;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;

/**
 * An admin of the instance reads in a group of which they are no member (community.md, B.1). It
 * needs a reason; every member is told who, why and until when in the same transaction, before the
 * first page can be shown; and it ends by itself.
 */
public final class BreakGlass {
  /** In characters: a word is no reason. */
  public static final int LEAST_REASON = 20;

  public static final int MOST_REASON = 1_000;

  /** After that the group does not exist for the admin any more. */
  public static final Duration LIFE = Duration.ofHours(4);

  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final TellMembers tell;
  private final AuditLog audit;

  BreakGlass(Kit kit, Registrar registrar, GroupLog log, TellMembers tell) {
    this.kit = kit;
    this.registrar = registrar;
    this.log = log;
    this.tell = tell;
    this.audit = new AuditLog(kit);
  }

  /**
   * Nothing happens for somebody who is in the group already.
   *
   * @param admin of whom the route made sure that they are one
   * @throws ProblemException 422 for a reason that is too short or too long, before anything is
   *     looked for; 404 when there is no such group
   */
  public void open(Tx tx, Caller.Member admin, GroupId id, String reason) {
    String why = reason.strip();
    int length = why.codePointCount(0, why.length());
    if (length < LEAST_REASON) {
      throw Refusal.SHORT_REASON.problem();
    }
    if (length > MOST_REASON) {
      throw Refusal.LONG_REASON.problem();
    }
    Group group = registrar.enterFromOutside(tx, id).orElseThrow(ProblemException::notFound);
    AccountId account = admin.account();
    if (GroupQueries.member(tx.sql(), id, account).isPresent()) {
      return;
    }
    Instant until = kit.now().plus(LIFE);
    registrar.enrol(tx, group, account, Role.GLASS, null, until);
    long seq =
        log.append(tx, id, account, "glass", Map.of("value", why, "until", until.toString()));
    tell.all(tx, id, account, seq);
    audit.write(tx, account, "group.glass", Map.of("group", id.toString()));
  }
}
