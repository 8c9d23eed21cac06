package org.colloque.server.anonymous;

import static org.colloque.migrations.Tables.ANONYMOUS_HIDES;
import static org.colloque.migrations.Tables.ANONYMOUS_POSTS;

import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.GroupLog;
import org.colloque.server.groups.GroupQueries;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.notifications.Notifier;

/** What is done with anonymous posts: taken back, hidden, and their escrow handed out. */
final class KeepAnonymous {
  /** Members who hide a post together; one who moderates does it alone. */
  static final int HIDERS = 2;

  /** Most trustees of a group. */
  static final int MOST_TRUSTEES = 9;

  /** Shortest reason for which an escrow is handed out, in characters. */
  static final int LEAST_REASON = 20;

  /** Longest such reason, and name of a trustee. */
  static final int MOST_REASON = 500;

  private final Kit kit;
  private final GroupLog log;
  private final Notifier notifier;

  KeepAnonymous(Kit kit, GroupLog log, Notifier notifier) {
    this.kit = kit;
    this.log = log;
    this.notifier = notifier;
  }

  /**
   * Names those who hold shares from now on; what was written before stays with those of then.
   *
   * @throws ProblemException 422 for keys that cannot be read, or a number that does not fit
   */
  void entrust(Tx tx, MemberOf member, AnonymousQueries.Board board) {
    member.organises();
    Set<String> keys = new HashSet<>();
    for (Trustee trustee : board.trustees()) {
      boolean usable =
          !trustee.name().isBlank()
              && trustee.name().length() <= MOST_REASON
              && Trustee.parse(trustee.key()).isPresent()
              && keys.add(trustee.key());
      if (!usable) {
        throw ProblemException.invalid("Each trustee needs a name and a public key of their own");
      }
    }
    int count = board.trustees().size();
    if (count < 2 || count > MOST_TRUSTEES) {
      throw ProblemException.invalid("There are 2 to " + MOST_TRUSTEES + " trustees");
    }
    if (board.threshold() < 2 || board.threshold() > count) {
      throw ProblemException.invalid("At least two trustees, and at most all, open it together");
    }
    tx.seeingAll(sql -> {
      AnonymousQueries.keep(sql, member.group().id(), board);
      return "";
    });
    append(tx, member, "anonymous_entrusted", board.threshold() + "/" + count);
  }

  /**
   * Whoever knows its secret takes a post back, also while it waits.
   *
   * @throws ProblemException 422 when nothing has this secret
   */
  void takeBack(Tx tx, MemberOf member, String secret) {
    PostAnonymously.enter(member);
    int gone =
        tx.<Integer>seeingAll(sql ->
            sql.deleteFrom(ANONYMOUS_POSTS)
                .where(ANONYMOUS_POSTS.GROUP_ID.eq(member.group().id().value()))
                .and(ANONYMOUS_POSTS.SECRET_HASH.eq(Secrets.hash(secret.strip())))
                .execute());
    if (gone == 0) {
      throw ProblemException.invalid("No post here has this secret");
    }
  }

  /** Two members, or one who moderates, hide a post. */
  void hide(Tx tx, MemberOf member, long post) {
    PostAnonymously.enter(member).writes();
    if (AnonymousQueries.one(tx.sql(), member.group().id(), post).isEmpty()) {
      throw ProblemException.notFound();
    }
    tx.sql()
        .insertInto(ANONYMOUS_HIDES)
        .set(ANONYMOUS_HIDES.POST_ID, post)
        .set(ANONYMOUS_HIDES.ACCOUNT_ID, member.account().value())
        .set(ANONYMOUS_HIDES.GROUP_ID, member.group().id().value())
        .onConflictDoNothing()
        .execute();
    if (member.role().moderates() || AnonymousQueries.hiders(tx.sql(), post) >= HIDERS) {
      tx.sql()
          .update(ANONYMOUS_POSTS)
          .set(ANONYMOUS_POSTS.HIDDEN_AT, kit.now().atOffset(ZoneOffset.UTC))
          .where(ANONYMOUS_POSTS.ID.eq(post))
          .and(ANONYMOUS_POSTS.HIDDEN_AT.isNull())
          .execute();
    }
  }

  /**
   * Hands the escrow of a post to an organiser, who gives it to the trustees. The log tells every
   * member of it, with the reason, in the same moment.
   *
   * @throws ProblemException 422 without a reason
   */
  byte[] handOut(Tx tx, MemberOf member, long post, String reason) {
    member.organises();
    String given = reason.strip();
    if (given.length() < LEAST_REASON || given.length() > MOST_REASON) {
      throw ProblemException.invalid(
          "The reason has " + LEAST_REASON + " to " + MOST_REASON + " characters");
    }
    List<byte[]> escrow =
        tx.sql()
            .select(ANONYMOUS_POSTS.ESCROW)
            .from(ANONYMOUS_POSTS)
            .where(ANONYMOUS_POSTS.GROUP_ID.eq(member.group().id().value()))
            .and(ANONYMOUS_POSTS.ID.eq(post))
            .and(ANONYMOUS_POSTS.ESCROW.isNotNull())
            .fetch(ANONYMOUS_POSTS.ESCROW);
    if (escrow.isEmpty()) {
      throw ProblemException.notFound();
    }
    long seq = append(tx, member, "escrow_handed_out", given);
    for (GroupQueries.Member other : GroupQueries.members(tx.sql(), member.group().id())) {
      if (!other.account().equals(member.account())) {
        notifier.tellOfGroup(
            tx, other.account(), member.account(), member.group().id().value(), seq);
      }
    }
    return escrow.getFirst();
  }

  private long append(Tx tx, MemberOf member, String kind, String value) {
    return log.append(tx, member.group().id(), member.account(), kind, Map.of("value", value));
  }
}
