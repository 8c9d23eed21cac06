package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.NOTIFICATION_PERMISSIONS;
import static org.colloque.migrations.Tables.NOTIFICATION_POLICIES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.colloque.migrations.tables.Follows;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Whether a member wants to be told by somebody at all, by their policy of notifications. */
final class JudgeSender {
  /** So long an account counts as new. */
  static final Duration NEW_ACCOUNT = Duration.ofDays(30);

  /** Who has followed for less does not count as a follower yet. */
  static final Duration NEW_FOLLOWER = Duration.ofDays(3);

  /** Levels of a thread in which is looked for what the member wrote themselves. */
  private static final int MAX_DEPTH = 100;

  private static final Set<NotificationType> FILTERABLE =
      EnumSet.of(
          NotificationType.MENTION,
          NotificationType.STATUS,
          NotificationType.REBLOG,
          NotificationType.FOLLOW,
          NotificationType.FOLLOW_REQUEST,
          NotificationType.FAVOURITE,
          NotificationType.QUOTE);

  private static final Field<Boolean> FOLLOWING = DSL.field("following", Boolean.class);
  private static final Field<OffsetDateTime> FOLLOWED =
      DSL.field("followed_since", OffsetDateTime.class);
  private static final Field<Boolean> EXCUSED = DSL.field("excused", Boolean.class);

  private JudgeSender() {}

  /**
   * The strictest of what the member chose for the reasons that hold. What is said in a private
   * group is never filtered: who is in it is no stranger to the others.
   */
  static FilterChoice judge(
      DSLContext sql,
      AccountId to,
      NotificationType type,
      AccountId from,
      @Nullable StatusId status,
      Instant now) {
    if (!FILTERABLE.contains(type)) {
      return FilterChoice.ACCEPT;
    }
    Record facts = facts(sql, to, from, status);
    if (facts == null || facts.get(EXCUSED)) {
      return FilterChoice.ACCEPT;
    }
    NotificationPolicy policy = NotificationPolicy.read(facts);
    return reasons(sql, to, type, from, status, facts, policy, now).stream()
        .map(policy::choice)
        .max(Comparator.naturalOrder())
        .orElse(FilterChoice.ACCEPT);
  }

  private static Set<FilterReason> reasons(
      DSLContext sql,
      AccountId to,
      NotificationType type,
      AccountId from,
      @Nullable StatusId status,
      Record facts,
      NotificationPolicy policy,
      Instant now) {
    Set<FilterReason> reasons = EnumSet.noneOf(FilterReason.class);
    OffsetDateTime followed = facts.get(FOLLOWED);
    if (followed == null || followed.toInstant().isAfter(now.minus(NEW_FOLLOWER))) {
      reasons.add(FilterReason.NOT_FOLLOWERS);
    }
    if (facts.get(FOLLOWING)) {
      return reasons;
    }
    reasons.add(FilterReason.NOT_FOLLOWING);
    if (facts.get(ACCOUNTS.CREATED_AT).isAfter(now.minus(NEW_ACCOUNT).atOffset(ZoneOffset.UTC))) {
      reasons.add(FilterReason.NEW_ACCOUNTS);
    }
    // a request to follow is a decision that waits for the member in any case
    if (facts.get(ACCOUNTS.SILENCED_AT) != null && type != NotificationType.FOLLOW_REQUEST) {
      reasons.add(FilterReason.LIMITED_ACCOUNTS);
    }
    if (facts.get(ACCOUNTS.BOT)) {
      reasons.add(FilterReason.BOTS);
    }
    if (type == NotificationType.MENTION
        && status != null
        && policy.choice(FilterReason.PRIVATE_MENTIONS) != FilterChoice.ACCEPT
        && isUnaskedPrivateMention(sql, to, from, status)) {
      reasons.add(FilterReason.PRIVATE_MENTIONS);
    }
    return reasons;
  }

  private static @Nullable Record facts(
      DSLContext sql, AccountId to, AccountId from, @Nullable StatusId status) {
    Follows back = FOLLOWS.as("back");
    Condition permitted =
        DSL.exists(
            DSL.selectOne()
                .from(NOTIFICATION_PERMISSIONS)
                .where(NOTIFICATION_PERMISSIONS.ACCOUNT_ID.eq(to.value()))
                .and(NOTIFICATION_PERMISSIONS.FROM_ACCOUNT_ID.eq(from.value())));
    Condition staff =
        DSL.exists(
            DSL.selectOne()
                .from(USERS)
                .where(USERS.ACCOUNT_ID.eq(from.value()))
                .and(USERS.ROLE.ne("member")));
    Condition inGroup =
        DSL.exists(
            DSL.selectOne()
                .from(STATUSES)
                .where(STATUSES.ID.eq(status == null ? -1L : status.value()))
                .and(STATUSES.GROUP_ID.isNotNull()));
    return sql.select(ACCOUNTS.CREATED_AT, ACCOUNTS.SILENCED_AT, ACCOUNTS.BOT)
        .select(
            DSL.field(
                    DSL.exists(
                        DSL.selectOne()
                            .from(FOLLOWS)
                            .where(FOLLOWS.ACCOUNT_ID.eq(to.value()))
                            .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(from.value()))))
                .as(FOLLOWING),
            DSL.field(
                    DSL.select(back.CREATED_AT)
                        .from(back)
                        .where(back.ACCOUNT_ID.eq(from.value()))
                        .and(back.TARGET_ACCOUNT_ID.eq(to.value())))
                .as(FOLLOWED),
            DSL.field(permitted.or(staff).or(inGroup)).as(EXCUSED))
        .select(NOTIFICATION_POLICIES.fields())
        .from(ACCOUNTS)
        .leftJoin(NOTIFICATION_POLICIES)
        .on(NOTIFICATION_POLICIES.ACCOUNT_ID.eq(to.value()))
        .where(ACCOUNTS.ID.eq(from.value()))
        .fetchOne();
  }

  /** Nothing above it is a private message in which the member wrote to the sender. */
  private static boolean isUnaskedPrivateMention(
      DSLContext sql, AccountId to, AccountId from, StatusId status) {
    Field<Long> id = DSL.field(DSL.name("up", "id"), Long.class);
    Field<Long> parent = DSL.field(DSL.name("up", "parent"), Long.class);
    Field<Integer> depth = DSL.field(DSL.name("up", "depth"), Integer.class);
    Statuses above = STATUSES.as("above");
    Statuses asked = STATUSES.as("asked");
    var up =
        DSL.name("up")
            .fields("id", "parent", "depth")
            .as(
                DSL.select(STATUSES.ID, STATUSES.IN_REPLY_TO_ID, DSL.inline(0))
                    .from(STATUSES)
                    .where(STATUSES.ID.eq(status.value()))
                    .and(STATUSES.AUDIENCE.eq("direct"))
                    .unionAll(
                        DSL.select(above.ID, above.IN_REPLY_TO_ID, depth.plus(1))
                            .from(DSL.table(DSL.name("up")))
                            .join(above)
                            .on(above.ID.eq(parent))
                            .where(depth.lt(MAX_DEPTH))));
    return sql.withRecursive(up)
        .select(
            DSL.field(
                DSL.notExists(
                    DSL.selectOne()
                        .from(up)
                        .join(asked)
                        .on(asked.ID.eq(id))
                        .join(MENTIONS)
                        .on(MENTIONS.STATUS_ID.eq(asked.ID))
                        .where(asked.ACCOUNT_ID.eq(to.value()))
                        .and(asked.AUDIENCE.eq("direct"))
                        .and(MENTIONS.ACCOUNT_ID.eq(from.value())))))
        .from(up)
        .where(depth.eq(0))
        .fetchOptional(0, Boolean.class)
        .orElse(false);
  }
}
