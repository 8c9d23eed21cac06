package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.MUTES;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Feeds;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Mutes: one no longer sees the other, who does not learn of it. Nobody mutes themselves. */
public final class MuteAccount {
  /** Longest mute that ends by itself; longer ones are as good as endless. */
  public static final Duration MAX_DURATION = Duration.ofDays(3650);

  private final Kit kit;

  public MuteAccount(Kit kit) {
    this.kit = kit;
  }

  /**
   * Mutes, or changes how.
   *
   * @param notifications whether notifications are hidden too
   * @param duration after which it ends by itself; empty for never
   * @throws ProblemException 404 when there is nobody to mute
   */
  public void mute(
      Tx tx,
      AccountId account,
      AccountId target,
      boolean notifications,
      Optional<Duration> duration) {
    Pair pair = Pair.lock(tx, account, target);
    if (account.equals(target)) {
      return;
    }
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    @Nullable OffsetDateTime end =
        duration.filter(time -> time.compareTo(MAX_DURATION) <= 0).map(now::plus).orElse(null);
    tx.sql()
        .insertInto(MUTES)
        .set(MUTES.ID, kit.ids().next())
        .set(MUTES.ACCOUNT_ID, account.value())
        .set(MUTES.TARGET_ACCOUNT_ID, target.value())
        .set(MUTES.HIDE_NOTIFICATIONS, notifications)
        .set(MUTES.EXPIRES_AT, end)
        .set(MUTES.CREATED_AT, now)
        .onConflict(MUTES.ACCOUNT_ID, MUTES.TARGET_ACCOUNT_ID)
        .doUpdate()
        .set(MUTES.HIDE_NOTIFICATIONS, notifications)
        .set(MUTES.EXPIRES_AT, end)
        .execute();
    Feeds.remove(tx, pair.from().id(), pair.to().id());
  }

  /** Lifts a mute: whom one follows comes back into the home feed. */
  public void unmute(Tx tx, AccountId account, AccountId target) {
    Pair pair = Pair.lock(tx, account, target);
    if (tx.sql().deleteFrom(MUTES).where(row(pair)).execute() > 0) {
      refill(tx, pair);
    }
  }

  /** A mute whose time is over; one that was renewed meanwhile stays. */
  void expire(Tx tx, AccountId account, AccountId target) {
    Pair pair = Pair.lock(tx, account, target);
    int ended =
        tx.sql()
            .deleteFrom(MUTES)
            .where(row(pair))
            .and(MUTES.EXPIRES_AT.le(kit.now().atOffset(ZoneOffset.UTC)))
            .execute();
    if (ended > 0) {
      refill(tx, pair);
    }
  }

  private static void refill(Tx tx, Pair pair) {
    if (FollowQueries.follows(tx.sql(), pair)) {
      Feeds.fill(tx, pair.from().id(), pair.to().id());
    }
  }

  private static Condition row(Pair pair) {
    return MUTES
        .ACCOUNT_ID
        .eq(pair.from().id().value())
        .and(MUTES.TARGET_ACCOUNT_ID.eq(pair.to().id().value()));
  }
}
