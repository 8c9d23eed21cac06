package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import java.time.ZoneOffset;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.statuses.Feeds;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Blocks: both no longer follow each other, and what one has of the other goes away. Doing it twice
 * is doing it once; nobody blocks themselves.
 */
public final class BlockAccount {
  private final Kit kit;
  private final Outbox outbox;
  private final UnfollowAccount unfollow;

  public BlockAccount(Kit kit, Outbox outbox, UnfollowAccount unfollow) {
    this.kit = kit;
    this.outbox = outbox;
    this.unfollow = unfollow;
  }

  /**
   * A local member blocks.
   *
   * @throws ProblemException 404 when there is nobody to block
   */
  public void block(Tx tx, AccountId account, AccountId target) {
    add(tx, account, target, null);
  }

  /**
   * Somebody elsewhere blocks a local member.
   *
   * @param uri id of the Block activity
   */
  public void receive(Tx tx, AccountId account, AccountId target, @Nullable String uri) {
    add(tx, account, target, uri);
  }

  /** Lifts a block, on either side; follows do not come back. */
  public void unblock(Tx tx, AccountId account, AccountId target) {
    Pair pair = Pair.lock(tx, account, target);
    if (!tx.sql().fetchExists(BLOCKS, row(pair))) {
      return;
    }
    if (pair.from().local() && !pair.to().local()) {
      outbox.unblocked(tx, account, target);
    }
    tx.sql().deleteFrom(BLOCKS).where(row(pair)).execute();
  }

  private void add(Tx tx, AccountId account, AccountId target, @Nullable String uri) {
    Pair pair = Pair.lock(tx, account, target);
    if (account.equals(target) || tx.sql().fetchExists(BLOCKS, row(pair))) {
      return;
    }
    unfollow.end(tx, pair);
    unfollow.refuse(tx, pair.reversed());
    boolean known = uri == null || tx.sql().fetchExists(BLOCKS, BLOCKS.URI.eq(uri));
    tx.sql()
        .insertInto(BLOCKS)
        .set(BLOCKS.ID, kit.ids().next())
        .set(BLOCKS.ACCOUNT_ID, account.value())
        .set(BLOCKS.TARGET_ACCOUNT_ID, target.value())
        .set(BLOCKS.URI, known ? null : uri)
        .set(BLOCKS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
    clear(tx, pair);
    clear(tx, pair.reversed());
    if (pair.from().local() && !pair.to().local()) {
      outbox.blocked(tx, account, target);
    }
  }

  /** What the one has of the other. */
  private static void clear(Tx tx, Pair pair) {
    if (!pair.from().local()) {
      return;
    }
    Feeds.remove(tx, pair.from().id(), pair.to().id());
    tx.sql()
        .deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(pair.from().id().value()))
        .and(NOTIFICATIONS.FROM_ACCOUNT_ID.eq(pair.to().id().value()))
        .execute();
  }

  private static Condition row(Pair pair) {
    return BLOCKS
        .ACCOUNT_ID
        .eq(pair.from().id().value())
        .and(BLOCKS.TARGET_ACCOUNT_ID.eq(pair.to().id().value()));
  }
}
