package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.CONVERSATION_MUTES;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.MUTES;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Tells a local member of something, unless blocks or mutes stand between the two. */
public final class Notifier {
  /** The topic on which new notifications are told: {@code accountId notificationId}. */
  public static final String TOPIC = "notification";

  /** The topic on which is told whose notifications were let through: {@code accountId}. */
  public static final String MERGED = NotificationRequests.MERGED;

  /** Favourites and reblogs of one status within so many hours are shown as one group. */
  private static final int GROUP_HOURS = 12;

  private final Kit kit;

  public Notifier(Kit kit) {
    this.kit = kit;
  }

  /**
   * Adds a notification for {@code to}. Nothing happens when {@code to} is remote, is the same
   * person (but a poll of their own is told of), has blocked or muted {@code from} or muted the
   * conversation, or knows it already. By their policy it may wait for their decision, or be
   * dropped.
   */
  public void tell(
      Tx tx, AccountId to, NotificationType type, AccountId from, @Nullable StatusId status) {
    if (to.equals(from) && type != NotificationType.POLL || !wanted(tx, to, from, status)) {
      return;
    }
    FilterChoice choice = JudgeSender.judge(tx.sql(), to, type, from, status, kit.now());
    if (choice == FilterChoice.DROP) {
      return;
    }
    boolean filtered = choice == FilterChoice.FILTER;
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    long id = kit.ids().next();
    int added =
        tx.sql()
            .insertInto(NOTIFICATIONS)
            .set(NOTIFICATIONS.ID, id)
            .set(NOTIFICATIONS.ACCOUNT_ID, to.value())
            .set(NOTIFICATIONS.FROM_ACCOUNT_ID, from.value())
            .set(NOTIFICATIONS.TYPE, type.wire())
            .set(NOTIFICATIONS.STATUS_ID, status == null ? null : status.value())
            .set(
                NOTIFICATIONS.GROUP_ID,
                DSL.select(STATUSES.GROUP_ID)
                    .from(STATUSES)
                    .where(STATUSES.ID.eq(status == null ? -1L : status.value())))
            .set(NOTIFICATIONS.GROUP_KEY, groupKey(type, status, id))
            .set(NOTIFICATIONS.FILTERED, filtered)
            .set(NOTIFICATIONS.CREATED_AT, now)
            .onConflictDoNothing()
            .execute();
    if (added > 0 && filtered) {
      NotificationRequests.add(tx, id, to, from, now);
    } else if (added > 0) {
      kit.signals().send(tx, TOPIC, to + " " + id);
    }
  }

  /** Tells a moderator of a report by {@code from}; no block or mute stands before that. */
  public void tellOfReport(Tx tx, AccountId moderator, AccountId from, long report) {
    long id = kit.ids().next();
    tx.sql()
        .insertInto(NOTIFICATIONS)
        .set(NOTIFICATIONS.ID, id)
        .set(NOTIFICATIONS.ACCOUNT_ID, moderator.value())
        .set(NOTIFICATIONS.FROM_ACCOUNT_ID, from.value())
        .set(NOTIFICATIONS.TYPE, NotificationType.ADMIN_REPORT.wire())
        .set(NOTIFICATIONS.REPORT_ID, report)
        .set(NOTIFICATIONS.GROUP_KEY, groupKey(NotificationType.ADMIN_REPORT, null, id))
        .set(NOTIFICATIONS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
    kit.signals().send(tx, TOPIC, moderator + " " + id);
  }

  /**
   * Tells {@code to} of a row of the log of a group in which they are; no block or mute stands
   * before that.
   */
  public void tellOfGroup(Tx tx, AccountId to, AccountId from, long group, long seq) {
    tellOfGroup(tx, to, NotificationType.GROUP_NEWS, from, group, seq);
  }

  /** Tells {@code to} that {@code from} asks them into a group, unless they do not want to hear. */
  public void tellOfInvitation(Tx tx, AccountId to, AccountId from, long group) {
    if (wanted(tx, to, from, null)) {
      tellOfGroup(tx, to, NotificationType.GROUP_INVITATION, from, group, null);
    }
  }

  /** Tells an organiser that {@code from} asks to join. */
  public void tellOfRequest(Tx tx, AccountId organiser, AccountId from, long group) {
    // who asks is in no group and writes into none
    tx.seeingAll(_ -> {
      tellOfGroup(tx, organiser, NotificationType.GROUP_REQUEST, from, group, null);
      return group;
    });
  }

  private void tellOfGroup(
      Tx tx, AccountId to, NotificationType type, AccountId from, long group, @Nullable Long seq) {
    if (!tx.sql().fetchExists(ACCOUNTS, ACCOUNTS.ID.eq(to.value()), ACCOUNTS.DOMAIN.isNull())) {
      // a guest has no page of notifications; the log of the group tells them
      return;
    }
    long id = kit.ids().next();
    tx.sql()
        .insertInto(NOTIFICATIONS)
        .set(NOTIFICATIONS.ID, id)
        .set(NOTIFICATIONS.ACCOUNT_ID, to.value())
        .set(NOTIFICATIONS.FROM_ACCOUNT_ID, from.value())
        .set(NOTIFICATIONS.TYPE, type.wire())
        .set(NOTIFICATIONS.GROUP_ID, group)
        .set(NOTIFICATIONS.GROUP_SEQ, seq)
        .set(NOTIFICATIONS.GROUP_KEY, groupKey(type, null, id))
        .set(NOTIFICATIONS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Takes back what {@code from} caused: an unfollow, an unfavourite. */
  public void takeBack(
      Tx tx, AccountId to, NotificationType type, AccountId from, @Nullable StatusId status) {
    tx.sql()
        .deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(to.value()))
        .and(NOTIFICATIONS.FROM_ACCOUNT_ID.eq(from.value()))
        .and(NOTIFICATIONS.TYPE.eq(type.wire()))
        .and(
            status == null
                ? NOTIFICATIONS.STATUS_ID.isNull()
                : NOTIFICATIONS.STATUS_ID.eq(status.value()))
        .execute();
  }

  private boolean wanted(Tx tx, AccountId to, AccountId from, @Nullable StatusId status) {
    var blocked =
        DSL.exists(
            DSL.selectOne()
                .from(BLOCKS)
                .where(BLOCKS.ACCOUNT_ID.eq(to.value()))
                .and(BLOCKS.TARGET_ACCOUNT_ID.eq(from.value())));
    var blockedServer =
        DSL.exists(
            DSL.selectOne()
                .from(ACCOUNT_DOMAIN_BLOCKS)
                .where(ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID.eq(to.value()))
                .and(
                    ACCOUNT_DOMAIN_BLOCKS.DOMAIN.eq(
                        DSL.select(ACCOUNTS.as("there").DOMAIN)
                            .from(ACCOUNTS.as("there"))
                            .where(ACCOUNTS.as("there").ID.eq(from.value())))));
    var muted =
        DSL.exists(
            DSL.selectOne()
                .from(MUTES)
                .where(MUTES.ACCOUNT_ID.eq(to.value()))
                .and(MUTES.TARGET_ACCOUNT_ID.eq(from.value()))
                .and(MUTES.HIDE_NOTIFICATIONS)
                .and(
                    MUTES
                        .EXPIRES_AT
                        .isNull()
                        .or(MUTES.EXPIRES_AT.gt(kit.now().atOffset(ZoneOffset.UTC)))));
    var mutedConversation =
        DSL.exists(
            DSL.selectOne()
                .from(CONVERSATION_MUTES)
                .join(STATUSES)
                .on(STATUSES.CONVERSATION_ID.eq(CONVERSATION_MUTES.CONVERSATION_ID))
                .where(CONVERSATION_MUTES.ACCOUNT_ID.eq(to.value()))
                .and(STATUSES.ID.eq(status == null ? -1L : status.value())));
    return tx.sql()
        .fetchExists(
            DSL.selectOne()
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(to.value()))
                .and(ACCOUNTS.DOMAIN.isNull())
                .and(DSL.not(outside(to, status)))
                .and(DSL.not(blocked))
                .and(DSL.not(blockedServer))
                .and(DSL.not(muted))
                .and(DSL.not(mutedConversation)));
  }

  /** It is about a post of a group, of which only its members hear. */
  private static Condition outside(AccountId to, @Nullable StatusId status) {
    return DSL.exists(
        DSL.selectOne()
            .from(STATUSES)
            .where(STATUSES.ID.eq(status == null ? -1L : status.value()))
            .and(STATUSES.GROUP_ID.isNotNull())
            .andNotExists(
                DSL.selectOne()
                    .from(GROUP_MEMBERS)
                    .where(GROUP_MEMBERS.GROUP_ID.eq(STATUSES.GROUP_ID))
                    .and(GROUP_MEMBERS.ACCOUNT_ID.eq(to.value()))));
  }

  /** Mastodon's form: grouped for favourites, reblogs and follows, else a key of its own. */
  private String groupKey(NotificationType type, @Nullable StatusId status, long id) {
    long bucket = bucket(kit.now());
    return switch (type) {
      case FAVOURITE, REBLOG -> type.wire() + "-" + status + "-" + bucket;
      case FOLLOW, ADMIN_SIGN_UP -> type.wire() + "-" + bucket;
      case MENTION,
          STATUS,
          FOLLOW_REQUEST,
          POLL,
          UPDATE,
          QUOTE,
          QUOTED_UPDATE,
          QUOTE_REQUEST,
          ADMIN_REPORT,
          GROUP_INVITATION,
          GROUP_REQUEST,
          GROUP_NEWS ->
          "ungrouped-" + id;
    };
  }

  private static long bucket(Instant now) {
    return now.getEpochSecond() / 3600 / GROUP_HOURS;
  }
}
