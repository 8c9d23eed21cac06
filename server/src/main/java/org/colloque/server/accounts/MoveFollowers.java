package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.lists.ChangeLists;
import org.jooq.DSLContext;

/** The members who follow an account that moved follow the new one, and the old one no longer. */
public final class MoveFollowers {
  /** One account moves no more often: a thief must not drag its followers about. */
  public static final Duration BETWEEN_MOVES = Duration.ofDays(7);

  /** What came of it. */
  public enum Outcome {
    MOVED("moved"),
    NOT_CONFIRMED("the accounts do not name each other"),
    TOO_SOON("it moved lately"),
    MOVED_ON("the new account has moved itself");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private final Kit kit;
  private final FollowAccount follow;
  private final UnfollowAccount unfollow;

  MoveFollowers(Kit kit, FollowAccount follow, UnfollowAccount unfollow) {
    this.kit = kit;
    this.follow = follow;
    this.unfollow = unfollow;
  }

  /** Whether a member follows the account with this ActivityPub id. */
  public boolean anyFollows(DSLContext sql, String uri) {
    return sql.select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .where(ACCOUNTS.URI.eq(uri))
        .fetchOptional(ACCOUNTS.ID)
        .filter(id -> !followers(sql, new AccountId(id)).isEmpty())
        .isPresent();
  }

  /**
   * Moves the members who follow {@code old}, whose own row must say where it lives now, as its
   * server or its owner said and the new account confirmed.
   */
  public Outcome move(Tx tx, AccountId old, AccountId target) {
    AccountsRecord from = AccountRows.lock(tx, old);
    AccountsRecord to = AccountRows.lock(tx, target);
    boolean confirmed =
        from.getMovedToId() != null
            && from.getMovedToId() == target.value()
            && List.of(to.getAlsoKnownAs()).contains(from.getUri());
    if (!confirmed) {
      return Outcome.NOT_CONFIRMED;
    }
    if (to.getMovedToId() != null) {
      return Outcome.MOVED_ON;
    }
    if (movedLately(from, kit.now())) {
      return Outcome.TOO_SOON;
    }
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.MOVED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(old.value()))
        .execute();
    followers(tx.sql(), old).forEach(follower -> move(tx, follower, old, target));
    return Outcome.MOVED;
  }

  /** Whether it may not move again yet. */
  public static boolean movedLately(AccountsRecord account, Instant now) {
    return Optional.ofNullable(account.getMovedAt())
        .filter(moved -> moved.toInstant().isAfter(now.minus(BETWEEN_MOVES)))
        .isPresent();
  }

  private void move(Tx tx, AccountId follower, AccountId old, AccountId target) {
    try {
      follow.follow(tx, follower, target, FollowOptions.UNCHANGED);
    } catch (ProblemException _) {
      // a block stands between them, or they follow too many: the old account stays
      return;
    }
    ChangeLists.replace(tx, follower, old, target);
    unfollow.unfollow(tx, follower, old);
  }

  private static List<AccountId> followers(DSLContext sql, AccountId account) {
    return sql.select(FOLLOWS.ACCOUNT_ID)
        .from(FOLLOWS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
        .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(account.value()))
        .and(ACCOUNTS.DOMAIN.isNull())
        .orderBy(FOLLOWS.ID)
        .fetch(row -> new AccountId(row.value1()));
  }
}
