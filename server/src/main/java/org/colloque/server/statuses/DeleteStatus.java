package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_EDITS;
import static org.colloque.migrations.Tables.STATUS_PINS;
import static org.colloque.migrations.Tables.STATUS_TAGS;

import java.time.ZoneOffset;
import java.util.List;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.board.KeepBoard;
import org.colloque.server.conversations.KeepConversations;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.quotes.KeepQuotes;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a status or takes a reblog back. What it said is gone at once; an empty row stays as a
 * tombstone, so that the address answers 410 and a late copy is not taken in again.
 */
public final class DeleteStatus {
  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;

  private final KeepBoard board;
  private final KeepQuotes quotes;

  public DeleteStatus(
      Kit kit, Notifier notifier, Outbox outbox, KeepBoard board, KeepQuotes quotes) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
    this.board = board;
    this.quotes = quotes;
  }

  /** The author, or another server in the author's name, deletes it. */
  public void delete(Tx tx, AccountId author, StatusId id) {
    StatusesRecord status = ReadStatus.own(tx.sql(), author, id);
    if (status.getReblogOfId() == null) {
      deleteReblogs(tx, status);
    }
    bury(tx.sql(), id.value());
    if (status.getLocal() && status.getGroupId() == null) {
      // while it is known who liked it: their servers have a copy
      outbox.deleted(tx, id);
    }
    strip(tx, status);
  }

  /** Those who look after a group take a post of it away; the caller has checked that they do. */
  public void remove(Tx tx, StatusesRecord status) {
    if (status.getGroupId() == null) {
      throw new IllegalArgumentException("only in a group others take posts away");
    }
    bury(tx.sql(), status.getId());
    strip(tx, status);
  }

  private void deleteReblogs(Tx tx, StatusesRecord status) {
    for (StatusesRecord reblog :
        tx.sql()
            .selectFrom(STATUSES)
            .where(STATUSES.REBLOG_OF_ID.eq(status.getId()))
            .and(STATUSES.DELETED_AT.isNull())) {
      bury(tx.sql(), reblog.getId());
      strip(tx, reblog);
    }
  }

  /** What it said goes. */
  private void bury(DSLContext sql, long id) {
    sql.update(STATUSES)
        .set(STATUSES.DELETED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(STATUSES.LISTED, false)
        .set(STATUSES.TEXT, "")
        .set(STATUSES.CONTENT_HTML, "")
        .set(STATUSES.SPOILER_TEXT, "")
        .set(STATUSES.EMOJIS, JSONB.valueOf("[]"))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(id))
        .execute();
  }

  /** What hangs on it goes. */
  private void strip(Tx tx, StatusesRecord status) {
    DSLContext sql = tx.sql();
    long id = status.getId();
    List<Long> readers = Feeds.forget(sql, id);
    sql.deleteFrom(STATUS_EDITS).where(STATUS_EDITS.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(POLLS).where(POLLS.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(STATUS_TAGS).where(STATUS_TAGS.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(STATUS_PINS).where(STATUS_PINS.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(FAVOURITES).where(FAVOURITES.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(BOOKMARKS).where(BOOKMARKS.STATUS_ID.eq(id)).execute();
    sql.deleteFrom(NOTIFICATIONS).where(NOTIFICATIONS.STATUS_ID.eq(id)).execute();
    if (status.getAudience().equals("direct")) {
      KeepConversations.forget(sql, new StatusId(id));
    }
    loosen(tx, status);
    quotes.deleted(tx, status);
    count(tx, status);
    if (status.getGroupId() != null) {
      readers = board.deleted(tx, status);
    }
    boolean forEverybody =
        status.getAudience().equals("public") || status.getAudience().equals("unlisted");
    StatusSignals.deleted(kit.signals(), tx, new StatusId(id), forEverybody, readers);
  }

  /** What was attached belongs to no post any more, and from then on to nobody but its owner. */
  private static void loosen(Tx tx, StatusesRecord status) {
    long id = status.getId();
    if (!status.getLocal() && status.getGroupId() == null) {
      // the files are elsewhere
      tx.sql().deleteFrom(MEDIA_ATTACHMENTS).where(MEDIA_ATTACHMENTS.STATUS_ID.eq(id)).execute();
    } else if (status.getReblogOfId() == null) {
      // the retention of uploads deletes the files; who deletes need not be who sees them then
      tx.<Integer>seeingAll(sql ->
          sql.update(MEDIA_ATTACHMENTS)
              .setNull(MEDIA_ATTACHMENTS.STATUS_ID)
              .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(id))
              .execute());
    }
  }

  private void count(Tx tx, StatusesRecord status) {
    DSLContext sql = tx.sql();
    Long original = status.getReblogOfId();
    if (original != null) {
      StatusesRecord reblogged =
          sql.update(STATUSES)
              .set(STATUSES.REBLOGS_COUNT, STATUSES.REBLOGS_COUNT.minus(1))
              .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
              .where(STATUSES.ID.eq(original))
              .returning()
              .fetchOne();
      tellBack(tx, status, reblogged);
      return;
    }
    if (status.getGroupId() == null) {
      sql.update(ACCOUNTS)
          .set(
              ACCOUNTS.STATUSES_COUNT,
              org.jooq.impl.DSL.greatest(
                  ACCOUNTS.STATUSES_COUNT.minus(1), org.jooq.impl.DSL.inline(0)))
          .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
          .where(ACCOUNTS.ID.eq(status.getAccountId()))
          .execute();
    }
    if (status.getInReplyToId() != null) {
      sql.update(STATUSES)
          .set(
              STATUSES.REPLIES_COUNT,
              org.jooq.impl.DSL.greatest(
                  STATUSES.REPLIES_COUNT.minus(1), org.jooq.impl.DSL.inline(0)))
          .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
          .where(STATUSES.ID.eq(status.getInReplyToId()))
          .execute();
    }
  }

  private void tellBack(Tx tx, StatusesRecord reblog, @Nullable StatusesRecord original) {
    if (original != null) {
      notifier.takeBack(
          tx,
          new AccountId(original.getAccountId()),
          NotificationType.REBLOG,
          new AccountId(reblog.getAccountId()),
          new StatusId(original.getId()));
    }
  }
}
