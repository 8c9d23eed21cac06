package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.IDEMPOTENCY_KEYS;

import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/** What is sent twice under one key is posted once. */
final class IdempotencyKeys {
  private final Kit kit;

  IdempotencyKeys(Kit kit) {
    this.kit = kit;
  }

  /** The status of the first time when the same key comes again. */
  StatusId once(Tx tx, PostStatus.Context context, Supplier<StatusId> post) {
    Optional<StatusId> earlier = claimKey(tx, context);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    StatusId id = post.get();
    context.idempotencyKey().ifPresent(key -> keepKey(tx, context.author(), key, id));
    return id;
  }

  /**
   * Takes the key, or waits for who holds it. The row is the lock: a second request with the same
   * key waits here until the first has committed, and then finds its status.
   */
  private Optional<StatusId> claimKey(Tx tx, PostStatus.Context context) {
    if (context.idempotencyKey().isEmpty()) {
      return Optional.empty();
    }
    String key = context.idempotencyKey().get();
    var now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .deleteFrom(IDEMPOTENCY_KEYS)
        .where(IDEMPOTENCY_KEYS.ACCOUNT_ID.eq(context.author().value()))
        .and(IDEMPOTENCY_KEYS.KEY.eq(key))
        .and(IDEMPOTENCY_KEYS.CREATED_AT.lt(now.minus(PostStatus.IDEMPOTENCY)))
        .execute();
    int taken =
        tx.sql()
            .insertInto(IDEMPOTENCY_KEYS)
            .set(IDEMPOTENCY_KEYS.ACCOUNT_ID, context.author().value())
            .set(IDEMPOTENCY_KEYS.KEY, key)
            .set(IDEMPOTENCY_KEYS.CREATED_AT, now)
            .onConflictDoNothing()
            .execute();
    if (taken == 1) {
      return Optional.empty();
    }
    return tx.sql()
        .select(IDEMPOTENCY_KEYS.STATUS_ID)
        .from(IDEMPOTENCY_KEYS)
        .where(IDEMPOTENCY_KEYS.ACCOUNT_ID.eq(context.author().value()))
        .and(IDEMPOTENCY_KEYS.KEY.eq(key))
        .fetchOptional(IDEMPOTENCY_KEYS.STATUS_ID)
        .map(StatusId::new);
  }

  private static void keepKey(Tx tx, AccountId author, String key, StatusId id) {
    tx.sql()
        .update(IDEMPOTENCY_KEYS)
        .set(IDEMPOTENCY_KEYS.STATUS_ID, id.value())
        .where(IDEMPOTENCY_KEYS.ACCOUNT_ID.eq(author.value()))
        .and(IDEMPOTENCY_KEYS.KEY.eq(key))
        .execute();
  }
}
