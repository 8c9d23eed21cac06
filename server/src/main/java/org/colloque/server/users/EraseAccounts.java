package org.colloque.server.users;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_CONVERSATIONS;
import static org.colloque.migrations.Tables.ACCOUNT_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.ACCOUNT_NOTES;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.COLLECTIONS;
import static org.colloque.migrations.Tables.COLLECTION_ITEMS;
import static org.colloque.migrations.Tables.CONVERSATION_MUTES;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.ENDORSEMENTS;
import static org.colloque.migrations.Tables.FEATURED_TAGS;
import static org.colloque.migrations.Tables.GROUP_INVITATIONS;
import static org.colloque.migrations.Tables.GROUP_REQUESTS;
import static org.colloque.migrations.Tables.GUESTS;
import static org.colloque.migrations.Tables.IDEMPOTENCY_KEYS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.MUTES;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.NOTIFICATION_PERMISSIONS;
import static org.colloque.migrations.Tables.NOTIFICATION_POLICIES;
import static org.colloque.migrations.Tables.NOTIFICATION_REQUESTS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;
import static org.colloque.migrations.Tables.POLL_VOTERS;
import static org.colloque.migrations.Tables.POLL_VOTES;
import static org.colloque.migrations.Tables.SCHEDULED_STATUSES;
import static org.colloque.migrations.Tables.STATUS_MARKS;
import static org.colloque.migrations.Tables.SUGGESTION_DISMISSALS;
import static org.colloque.migrations.Tables.TAG_FOLLOWS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.ProfileImages;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.LeaveGroup;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.remote.ForgetAccount;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Erases the accounts of members who deleted theirs, of those who have been suspended for long, and
 * of people elsewhere who were deleted there and wrote much: whoever was ever reached by one of
 * ours is told, everything that they wrote and did goes, and an empty account stays, so that its
 * addresses answer 410 and nobody ever has its name again.
 */
public final class EraseAccounts implements Worker {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  /** What a member did, and what others keep of them. */
  private static final List<TableField<? extends Record, Long>> TRACES =
      List.of(
          ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID,
          ACCOUNT_NOTES.ACCOUNT_ID,
          ACCOUNT_NOTES.TARGET_ACCOUNT_ID,
          BLOCKS.TARGET_ACCOUNT_ID,
          BOOKMARKS.ACCOUNT_ID,
          ACCOUNT_CONVERSATIONS.ACCOUNT_ID,
          COLLECTIONS.ACCOUNT_ID,
          COLLECTION_ITEMS.ACCOUNT_ID,
          CONVERSATION_MUTES.ACCOUNT_ID,
          ENDORSEMENTS.ACCOUNT_ID,
          ENDORSEMENTS.TARGET_ACCOUNT_ID,
          FEATURED_TAGS.ACCOUNT_ID,
          GROUP_INVITATIONS.ACCOUNT_ID,
          GROUP_INVITATIONS.INVITED_BY,
          GROUP_REQUESTS.ACCOUNT_ID,
          GUESTS.ACCOUNT_ID,
          IDEMPOTENCY_KEYS.ACCOUNT_ID,
          MEMBERSHIPS.ACCOUNT_ID,
          MUTES.ACCOUNT_ID,
          MUTES.TARGET_ACCOUNT_ID,
          NOTIFICATIONS.ACCOUNT_ID,
          NOTIFICATION_PERMISSIONS.ACCOUNT_ID,
          NOTIFICATION_PERMISSIONS.FROM_ACCOUNT_ID,
          NOTIFICATION_POLICIES.ACCOUNT_ID,
          NOTIFICATION_REQUESTS.ACCOUNT_ID,
          NOTIFICATION_REQUESTS.FROM_ACCOUNT_ID,
          PAST_FOLLOWERS.ACCOUNT_ID,
          POLL_VOTES.ACCOUNT_ID,
          POLL_VOTERS.ACCOUNT_ID,
          SCHEDULED_STATUSES.ACCOUNT_ID,
          STATUS_MARKS.ACCOUNT_ID,
          SUGGESTION_DISMISSALS.ACCOUNT_ID,
          SUGGESTION_DISMISSALS.TARGET_ACCOUNT_ID,
          TAG_FOLLOWS.ACCOUNT_ID);

  /** No files, and there is more to be done. */
  private static final List<String> MORE = List.of("");

  private final Kit kit;
  private final Outbox outbox;
  private final ForgetAccount forget;
  private final ProfileImages images;
  private final LeaveGroup groups;

  public EraseAccounts(
      Kit kit, Outbox outbox, ForgetAccount forget, ProfileImages images, LeaveGroup groups) {
    this.kit = kit;
    this.outbox = outbox;
    this.forget = forget;
    this.images = images;
    this.groups = groups;
  }

  @Override
  public String name() {
    return "erase-accounts";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public String wakenBy() {
    return ForgetAccount.ERASE;
  }

  @Override
  public boolean work() {
    List<String> pictures = kit.db().seeingAll(this::eraseNext);
    images.drop(pictures.stream().filter(key -> !key.isEmpty()).toList());
    return !pictures.isEmpty();
  }

  /**
   * One step. The files that nobody is shown any longer, or empty texts; nothing when no account is
   * due.
   */
  private List<String> eraseNext(Tx tx) {
    if (!tx.tryLock("erase accounts")) {
      return List.of();
    }
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    return tx.sql()
        .select(
            ACCOUNTS.ID,
            DSL.coalesce(ACCOUNTS.AVATAR_KEY, ""),
            DSL.coalesce(ACCOUNTS.HEADER_KEY, ""))
        .from(ACCOUNTS)
        .where(ACCOUNTS.ERASE_AT.le(now))
        .orderBy(ACCOUNTS.ERASE_AT)
        .limit(1)
        .fetchOptional()
        .map(row -> {
          AccountId account = new AccountId(row.value1());
          if (tx.sql().fetchExists(USERS, USERS.ACCOUNT_ID.eq(account.value()))) {
            begin(tx, account);
            return MORE;
          }
          // a guest of another instance; ours have left by now
          groups.leaveAll(tx, account);
          if (forget.forgetSome(tx, account)) {
            return MORE;
          }
          erase(tx, account);
          return List.of(row.value2(), row.value3());
        })
        .orElse(List.of());
  }

  /** From here on there is no way back: the rest goes in portions, and on after a crash. */
  private void begin(Tx tx, AccountId account) {
    DSLContext sql = tx.sql();
    // while it is known whom they ever reached
    outbox.accountDeleted(tx, account);
    sql.deleteFrom(DELIVERIES)
        .where(
            DELIVERIES.ACTIVITY_ID.in(
                DSL.select(OUTBOX_ACTIVITIES.ID)
                    .from(OUTBOX_ACTIVITIES)
                    .where(OUTBOX_ACTIVITIES.ACCOUNT_ID.eq(account.value()))
                    .and(OUTBOX_ACTIVITIES.TYPE.ne("DeleteActor"))))
        .execute();
    groups.leaveAll(tx, account);
    sql.deleteFrom(USERS).where(USERS.ACCOUNT_ID.eq(account.value())).execute();
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.DELETED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .where(ACCOUNTS.ID.eq(account.value()))
        .execute();
  }

  private void erase(Tx tx, AccountId account) {
    DSLContext sql = tx.sql();
    forget.forget(tx, account);
    for (TableField<? extends Record, Long> trace : new ArrayList<>(TRACES)) {
      sql.deleteFrom(trace.getTable()).where(trace.eq(account.value())).execute();
    }
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.SUSPENDED_AT, DSL.coalesce(ACCOUNTS.SUSPENDED_AT, now))
        .setNull(ACCOUNTS.ERASE_AT)
        .set(ACCOUNTS.NOTE_SOURCE, "")
        .set(ACCOUNTS.PROFESSION, "")
        .set(ACCOUNTS.AVATAR_DESCRIPTION, "")
        .set(ACCOUNTS.HEADER_DESCRIPTION, "")
        .setNull(ACCOUNTS.AVATAR_KEY)
        .setNull(ACCOUNTS.HEADER_KEY)
        .setNull(ACCOUNTS.MOVED_TO_ID)
        .setNull(ACCOUNTS.LAST_STATUS_ON)
        .set(ACCOUNTS.ALSO_KNOWN_AS, new String[0])
        .set(ACCOUNTS.ATTRIBUTION_DOMAINS, new String[0])
        .set(ACCOUNTS.DISCOVERABLE, false)
        .set(ACCOUNTS.INDEXABLE, false)
        .where(ACCOUNTS.ID.eq(account.value()))
        .execute();
  }
}
