package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.CONVERSATIONS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record4;
import org.jspecify.annotations.Nullable;

/**
 * Stores a status that was checked, local or remote, with all that follows from it here: mentions,
 * hashtags, media, counters, home feeds, notifications, and the signal to streams. Telling other
 * servers is the caller's part.
 */
public final class StoreStatus {
  private final Kit kit;
  private final Notifier notifier;
  private final StatusTags tags;
  private final AttachMedia media;

  public StoreStatus(Kit kit, Notifier notifier) {
    this.kit = kit;
    this.notifier = notifier;
    this.tags = new StatusTags(kit);
    this.media = new AttachMedia(kit);
  }

  /** What a reply needs to know of the status before it. */
  private record Parent(long id, long account, long conversation) {}

  /** Empty when a status with this {@code uri} is stored already: nothing happens then. */
  public Optional<StatusId> store(Tx tx, NewStatus status) {
    return write(tx, status, false);
  }

  /**
   * Stores what was fetched because something else needed it, an old thread for instance. It is no
   * news: nobody is told, and no feed gets it.
   */
  public Optional<StatusId> storeQuietly(Tx tx, NewStatus status) {
    return write(tx, status, true);
  }

  /**
   * What was only fetched so far comes from its own server, as {@code status}: now it is news.
   *
   * @return whether it was
   */
  public boolean arrived(Tx tx, StatusId id, NewStatus status) {
    boolean quiet =
        tx.sql()
                .update(STATUSES)
                .set(STATUSES.QUIET, false)
                .where(STATUSES.ID.eq(id.value()))
                .and(STATUSES.QUIET)
                .and(STATUSES.DELETED_AT.isNull())
                .execute()
            == 1;
    if (quiet) {
      announce(tx, id, status);
    }
    return quiet;
  }

  private Optional<StatusId> write(Tx tx, NewStatus status, boolean quiet) {
    Parent parent = parent(tx.sql(), status.inReplyTo());
    long id = status.local() ? kit.ids().next() : kit.ids().at(status.createdAt());
    if (insert(tx, status, id, parent, quiet) == 0) {
      return Optional.empty();
    }
    StatusId stored = new StatusId(id);
    media.attach(tx, stored, status);
    mention(tx.sql(), stored, status);
    tags.write(tx.sql(), stored, status.tags());
    adoptChildren(tx.sql(), status, stored);
    if (!quiet) {
      announce(tx, stored, status);
    }
    // last, because from here to the end others who count on the same rows wait
    count(tx.sql(), status, parent);
    return Optional.of(stored);
  }

  private void announce(Tx tx, StatusId id, NewStatus status) {
    Feeds.deliver(tx, id, status.author(), !status.tags().isEmpty());
    tell(tx, status, id);
    StatusSignals.created(kit.signals(), tx, id);
  }

  private int insert(Tx tx, NewStatus status, long id, @Nullable Parent parent, boolean quiet) {
    String username = status.local() ? username(tx.sql(), status.author()) : "";
    boolean federated = status.audience() instanceof Audience.Fediverse;
    String uri = status.local() ? kit.urls().statusUri(username, id) : status.uri();
    String url = status.local() ? kit.urls().statusPage(username, id) : status.url();
    return tx.sql()
        .insertInto(STATUSES)
        .set(STATUSES.ID, id)
        .set(STATUSES.ACCOUNT_ID, status.author().value())
        .set(STATUSES.URI, federated ? uri : null)
        .set(STATUSES.URL, url)
        .set(STATUSES.LOCAL, status.local())
        .set(STATUSES.AUDIENCE, status.audience().column())
        .set(STATUSES.GROUP_ID, group(status.audience()))
        .set(STATUSES.IN_REPLY_TO_ID, parent == null ? null : parent.id())
        .set(STATUSES.IN_REPLY_TO_ACCOUNT_ID, parent == null ? null : parent.account())
        .set(STATUSES.IN_REPLY_TO_URI, status.inReplyToUri())
        .set(STATUSES.CONVERSATION_ID, conversation(tx.sql(), status, parent))
        .set(STATUSES.TEXT, status.text())
        .set(STATUSES.CONTENT_HTML, status.html())
        .set(STATUSES.SPOILER_TEXT, status.spoilerText())
        .set(STATUSES.SENSITIVE, status.sensitive())
        .set(STATUSES.LANGUAGE, status.language())
        .set(STATUSES.EMOJIS, JSONB.valueOf(status.emojis()))
        .set(STATUSES.LISTED, listed(status, parent))
        .set(STATUSES.QUIET, quiet)
        .set(STATUSES.APPLICATION_ID, status.application())
        .set(STATUSES.CREATED_AT, status.createdAt().atOffset(ZoneOffset.UTC))
        .set(
            STATUSES.EDITED_AT,
            status.editedAt() == null ? null : status.editedAt().atOffset(ZoneOffset.UTC))
        .onConflict(STATUSES.URI)
        .doNothing()
        .execute();
  }

  private static boolean listed(NewStatus status, @Nullable Parent parent) {
    boolean reply = parent != null || status.inReplyToUri() != null;
    boolean toSelf = parent != null && parent.account() == status.author().value();
    return status.audience().column().equals("public") && (!reply || toSelf);
  }

  private static @Nullable Long group(Audience audience) {
    return switch (audience) {
      case Audience.Fediverse _ -> null;
      case Audience.Group group -> group.group();
    };
  }

  private static @Nullable Parent parent(DSLContext sql, @Nullable StatusId id) {
    if (id == null) {
      return null;
    }
    Record4<Long, Long, Long, Long> row =
        sql.select(
                STATUSES.ID, STATUSES.ACCOUNT_ID, STATUSES.CONVERSATION_ID, STATUSES.REBLOG_OF_ID)
            .from(STATUSES)
            .where(STATUSES.ID.eq(id.value()))
            .and(STATUSES.DELETED_AT.isNull())
            .fetchOne();
    return row == null ? null : new Parent(row.value1(), row.value2(), row.value3());
  }

  private long conversation(DSLContext sql, NewStatus status, @Nullable Parent parent) {
    if (parent != null) {
      return parent.conversation();
    }
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    String uri = status.conversationUri();
    if (uri != null && !kit.urls().isOurs(uri)) {
      sql.insertInto(CONVERSATIONS, CONVERSATIONS.ID, CONVERSATIONS.URI, CONVERSATIONS.CREATED_AT)
          .values(kit.ids().next(), uri, now)
          .onConflictDoNothing()
          .execute();
      return sql.select(CONVERSATIONS.ID)
          .from(CONVERSATIONS)
          .where(CONVERSATIONS.URI.eq(uri))
          .fetchSingle()
          .value1();
    }
    long id = kit.ids().next();
    sql.insertInto(CONVERSATIONS, CONVERSATIONS.ID, CONVERSATIONS.CREATED_AT)
        .values(id, now)
        .execute();
    return id;
  }

  private static String username(DSLContext sql, AccountId account) {
    return sql.select(ACCOUNTS.USERNAME)
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(account.value()))
        .fetchSingle()
        .value1();
  }

  private static void mention(DSLContext sql, StatusId id, NewStatus status) {
    if (status.mentions().isEmpty()) {
      return;
    }
    var insert = sql.insertInto(MENTIONS, MENTIONS.STATUS_ID, MENTIONS.ACCOUNT_ID, MENTIONS.SILENT);
    for (NewStatus.Mentioned mentioned : status.mentions()) {
      insert = insert.values(id.value(), mentioned.account().value(), mentioned.silent());
    }
    insert.onConflictDoNothing().execute();
  }

  private static void count(DSLContext sql, NewStatus status, @Nullable Parent parent) {
    LocalDate day = LocalDate.ofInstant(status.createdAt(), ZoneOffset.UTC);
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.STATUSES_COUNT, ACCOUNTS.STATUSES_COUNT.plus(1))
        .set(
            ACCOUNTS.LAST_STATUS_ON,
            org.jooq.impl.DSL.greatest(
                org.jooq.impl.DSL.coalesce(ACCOUNTS.LAST_STATUS_ON, day),
                org.jooq.impl.DSL.val(day)))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(status.author().value()))
        .execute();
    if (parent != null) {
      sql.update(STATUSES)
          .set(STATUSES.REPLIES_COUNT, STATUSES.REPLIES_COUNT.plus(1))
          .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
          .where(STATUSES.ID.eq(parent.id()))
          .execute();
    }
  }

  /** Replies that came before what they reply to find their parent now. */
  private static void adoptChildren(DSLContext sql, NewStatus status, StatusId id) {
    if (status.uri() == null) {
      return;
    }
    int adopted =
        sql.update(STATUSES)
            .set(STATUSES.IN_REPLY_TO_ID, id.value())
            .set(STATUSES.IN_REPLY_TO_ACCOUNT_ID, status.author().value())
            .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
            .where(STATUSES.IN_REPLY_TO_URI.eq(status.uri()))
            .and(STATUSES.IN_REPLY_TO_ID.isNull())
            .execute();
    if (adopted > 0) {
      sql.update(STATUSES)
          .set(STATUSES.REPLIES_COUNT, STATUSES.REPLIES_COUNT.plus(adopted))
          .where(STATUSES.ID.eq(id.value()))
          .execute();
    }
  }

  private void tell(Tx tx, NewStatus status, StatusId id) {
    for (NewStatus.Mentioned mentioned : status.mentions()) {
      if (!mentioned.silent()) {
        notifier.tell(tx, mentioned.account(), NotificationType.MENTION, status.author(), id);
      }
    }
    boolean forFollowers =
        !status.audience().column().equals("direct") && group(status.audience()) == null;
    if (forFollowers && status.inReplyTo() == null) {
      tx.sql()
          .select(FOLLOWS.ACCOUNT_ID)
          .from(FOLLOWS)
          .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(status.author().value()))
          .and(FOLLOWS.NOTIFY)
          .fetch(FOLLOWS.ACCOUNT_ID)
          .forEach(follower ->
              notifier.tell(
                  tx, new AccountId(follower), NotificationType.STATUS, status.author(), id));
    }
  }
}
