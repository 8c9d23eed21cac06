package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.CONVERSATION_MUTES;
import static org.colloque.migrations.Tables.STATUS_PINS;

import java.time.ZoneOffset;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.jooq.impl.DSL;

/** Bookmarks, pins on one's profile, muted conversations. Other servers learn of pins alone. */
public final class StatusMarks {
  /** Statuses that one may pin (semantics.md, section 7). */
  public static final int MAX_PINS = 5;

  private final Kit kit;
  private final Outbox outbox;

  public StatusMarks(Kit kit, Outbox outbox) {
    this.kit = kit;
    this.outbox = outbox;
  }

  public StatusId bookmark(Tx tx, AccountId account, StatusId id) {
    StatusId original = original(tx, account, id);
    tx.sql()
        .insertInto(BOOKMARKS)
        .set(BOOKMARKS.ID, kit.ids().next())
        .set(BOOKMARKS.ACCOUNT_ID, account.value())
        .set(BOOKMARKS.STATUS_ID, original.value())
        .set(BOOKMARKS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
    return original;
  }

  public StatusId unbookmark(Tx tx, AccountId account, StatusId id) {
    StatusId original = original(tx, account, id);
    tx.sql()
        .deleteFrom(BOOKMARKS)
        .where(BOOKMARKS.ACCOUNT_ID.eq(account.value()))
        .and(BOOKMARKS.STATUS_ID.eq(original.value()))
        .execute();
    return original;
  }

  /**
   * Pins an own status to the profile.
   *
   * @throws ProblemException 422 for another's, a direct one, a reblog, or one too many
   */
  public StatusId pin(Tx tx, AccountId account, StatusId id) {
    StatusesRecord status = ReadStatus.readable(tx.sql(), Viewer.of(account), id);
    if (status.getAccountId() != account.value()) {
      throw ProblemException.invalid("Someone else's post cannot be pinned");
    }
    if (status.getReblogOfId() != null) {
      throw ProblemException.invalid("A boost cannot be pinned");
    }
    if (status.getAudience().equals("direct") || status.getGroupId() != null) {
      throw ProblemException.invalid(
          "Posts that are only visible to mentioned users cannot be pinned");
    }
    // the account's row is the lock: two pins at once cannot both be the fifth
    tx.sql()
        .select(DSL.inline(1))
        .from(org.colloque.migrations.Tables.ACCOUNTS)
        .where(org.colloque.migrations.Tables.ACCOUNTS.ID.eq(account.value()))
        .forUpdate()
        .fetch();
    boolean there = tx.sql().fetchExists(STATUS_PINS, STATUS_PINS.STATUS_ID.eq(id.value()));
    if (!there
        && tx.sql().fetchCount(STATUS_PINS, STATUS_PINS.ACCOUNT_ID.eq(account.value()))
            >= MAX_PINS) {
      throw ProblemException.invalid("You have already pinned the maximum number of posts");
    }
    tx.sql()
        .insertInto(STATUS_PINS)
        .set(STATUS_PINS.ID, kit.ids().next())
        .set(STATUS_PINS.ACCOUNT_ID, account.value())
        .set(STATUS_PINS.STATUS_ID, id.value())
        .set(STATUS_PINS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
    if (!there) {
      outbox.pinned(tx, account, id);
    }
    return id;
  }

  public StatusId unpin(Tx tx, AccountId account, StatusId id) {
    StatusesRecord status = ReadStatus.own(tx.sql(), account, id);
    int pins =
        tx.sql().deleteFrom(STATUS_PINS).where(STATUS_PINS.STATUS_ID.eq(status.getId())).execute();
    if (pins > 0) {
      outbox.unpinned(tx, account, id);
    }
    return id;
  }

  /** No more notifications from the conversation that the status belongs to. */
  public StatusId mute(Tx tx, AccountId account, StatusId id) {
    StatusesRecord status = ReadStatus.readable(tx.sql(), Viewer.of(account), id);
    tx.sql()
        .insertInto(CONVERSATION_MUTES)
        .set(CONVERSATION_MUTES.ACCOUNT_ID, account.value())
        .set(CONVERSATION_MUTES.CONVERSATION_ID, status.getConversationId())
        .onConflictDoNothing()
        .execute();
    return id;
  }

  public StatusId unmute(Tx tx, AccountId account, StatusId id) {
    StatusesRecord status = ReadStatus.readable(tx.sql(), Viewer.of(account), id);
    tx.sql()
        .deleteFrom(CONVERSATION_MUTES)
        .where(CONVERSATION_MUTES.ACCOUNT_ID.eq(account.value()))
        .and(CONVERSATION_MUTES.CONVERSATION_ID.eq(status.getConversationId()))
        .execute();
    return id;
  }

  private static StatusId original(Tx tx, AccountId account, StatusId id) {
    return new StatusId(ReadStatus.original(tx.sql(), Viewer.of(account), id).getId());
  }
}
