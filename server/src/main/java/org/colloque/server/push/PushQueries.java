package org.colloque.server.push;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.PUSHES;
import static org.colloque.migrations.Tables.PUSH_SUBSCRIPTIONS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.migrations.tables.records.PushSubscriptionsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.push.Subscription.Policy;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Subscriptions, and the pushes that wait. */
final class PushQueries {
  /** Devices of one member; the oldest is forgotten for one more. */
  static final int MAX_SUBSCRIPTIONS = 20;

  private PushQueries() {}

  /** The subscription of a token, or of a session: both have identifiers of one sequence. */
  static Optional<Subscription> of(DSLContext sql, long grant) {
    return sql.selectFrom(PUSH_SUBSCRIPTIONS)
        .where(heldBy(grant))
        .fetchOptional(PushQueries::subscription);
  }

  private static Condition heldBy(long grant) {
    return PUSH_SUBSCRIPTIONS.TOKEN_ID.eq(grant).or(PUSH_SUBSCRIPTIONS.SESSION_ID.eq(grant));
  }

  /** Instead of the one that the token or the session had. */
  static void put(DSLContext sql, long grant, Subscription subscription, Instant now) {
    remove(sql, grant);
    TableField<PushSubscriptionsRecord, Long> holder =
        subscription.sealedToken() == null
            ? PUSH_SUBSCRIPTIONS.SESSION_ID
            : PUSH_SUBSCRIPTIONS.TOKEN_ID;
    sql.insertInto(PUSH_SUBSCRIPTIONS)
        .set(holder, grant)
        .set(PUSH_SUBSCRIPTIONS.ACCOUNT_ID, subscription.account().value())
        .set(PUSH_SUBSCRIPTIONS.ENDPOINT, subscription.endpoint())
        .set(PUSH_SUBSCRIPTIONS.P256DH, subscription.point())
        .set(PUSH_SUBSCRIPTIONS.AUTH, subscription.auth())
        .set(PUSH_SUBSCRIPTIONS.STANDARD, subscription.standard())
        .set(PUSH_SUBSCRIPTIONS.POLICY, wire(subscription.policy()))
        .set(PUSH_SUBSCRIPTIONS.ALERTS, subscription.alerts().toArray(String[]::new))
        .set(PUSH_SUBSCRIPTIONS.TOKEN_SEALED, subscription.sealedToken())
        .set(PUSH_SUBSCRIPTIONS.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
    var kept =
        DSL.select(PUSH_SUBSCRIPTIONS.ID)
            .from(PUSH_SUBSCRIPTIONS)
            .where(PUSH_SUBSCRIPTIONS.ACCOUNT_ID.eq(subscription.account().value()))
            .orderBy(PUSH_SUBSCRIPTIONS.ID.desc())
            .limit(DSL.inline(MAX_SUBSCRIPTIONS));
    sql.deleteFrom(PUSH_SUBSCRIPTIONS)
        .where(PUSH_SUBSCRIPTIONS.ACCOUNT_ID.eq(subscription.account().value()))
        .and(PUSH_SUBSCRIPTIONS.ID.notIn(kept))
        .execute();
  }

  static void change(DSLContext sql, long grant, Policy policy, List<String> alerts) {
    sql.update(PUSH_SUBSCRIPTIONS)
        .set(PUSH_SUBSCRIPTIONS.POLICY, wire(policy))
        .set(PUSH_SUBSCRIPTIONS.ALERTS, alerts.toArray(String[]::new))
        .where(heldBy(grant))
        .execute();
  }

  static void remove(DSLContext sql, long grant) {
    sql.deleteFrom(PUSH_SUBSCRIPTIONS).where(heldBy(grant)).execute();
  }

  /** A device that its push service knows no more. */
  static void forget(DSLContext sql, long subscription) {
    sql.deleteFrom(PUSH_SUBSCRIPTIONS).where(PUSH_SUBSCRIPTIONS.ID.eq(subscription)).execute();
  }

  /**
   * A push under way.
   *
   * @param attempts with this one
   */
  record Push(long subscription, long notification, int attempts, Instant since) {}

  /** Takes pushes that are due; another worker gets them only when {@code lease} is over. */
  static List<Push> take(DSLContext sql, Instant now, Duration lease, int most) {
    var due =
        DSL.select(PUSHES.SUBSCRIPTION_ID, PUSHES.NOTIFICATION_ID)
            .from(PUSHES)
            .where(PUSHES.NEXT_ATTEMPT_AT.le(now.atOffset(ZoneOffset.UTC)))
            .orderBy(PUSHES.NEXT_ATTEMPT_AT)
            .limit(DSL.inline(most))
            .forUpdate()
            .skipLocked();
    return sql.update(PUSHES)
        .set(PUSHES.ATTEMPTS, PUSHES.ATTEMPTS.plus(1))
        .set(PUSHES.NEXT_ATTEMPT_AT, now.plus(lease).atOffset(ZoneOffset.UTC))
        .where(DSL.row(PUSHES.SUBSCRIPTION_ID, PUSHES.NOTIFICATION_ID).in(due))
        .returning()
        .fetch(row ->
            new Push(
                row.getSubscriptionId(),
                row.getNotificationId(),
                row.getAttempts(),
                row.getCreatedAt().toInstant()));
  }

  static void done(DSLContext sql, Push push) {
    sql.deleteFrom(PUSHES)
        .where(PUSHES.SUBSCRIPTION_ID.eq(push.subscription()))
        .and(PUSHES.NOTIFICATION_ID.eq(push.notification()))
        .execute();
  }

  static void again(DSLContext sql, Push push, Instant at) {
    sql.update(PUSHES)
        .set(PUSHES.NEXT_ATTEMPT_AT, at.atOffset(ZoneOffset.UTC))
        .where(PUSHES.SUBSCRIPTION_ID.eq(push.subscription()))
        .and(PUSHES.NOTIFICATION_ID.eq(push.notification()))
        .execute();
  }

  /**
   * A device with what its member chose.
   *
   * @param words their language
   * @param groups whether they want to read what is said in their groups
   */
  record Listener(Subscription subscription, Locale words, boolean groups) {}

  /** Empty when the token or the session has ended, or the member may not act any more. */
  static Optional<Listener> listener(DSLContext sql, long subscription, Instant now) {
    return sql.select(PUSH_SUBSCRIPTIONS.fields())
        .select(USERS.LOCALE, USERS.PUSH_GROUPS)
        .from(PUSH_SUBSCRIPTIONS)
        .leftJoin(OAUTH_TOKENS)
        .on(OAUTH_TOKENS.ID.eq(PUSH_SUBSCRIPTIONS.TOKEN_ID))
        .leftJoin(SESSIONS)
        .on(SESSIONS.ID.eq(PUSH_SUBSCRIPTIONS.SESSION_ID))
        .join(USERS)
        .on(USERS.ID.eq(DSL.coalesce(OAUTH_TOKENS.USER_ID, SESSIONS.USER_ID)))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
        .where(PUSH_SUBSCRIPTIONS.ID.eq(subscription))
        .and(OAUTH_TOKENS.REVOKED_AT.isNull())
        .and(SESSIONS.ID.isNull().or(SESSIONS.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC))))
        .and(USERS.DISABLED_AT.isNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .fetchOptional(row ->
            new Listener(
                subscription(row.into(PUSH_SUBSCRIPTIONS)),
                Locale.forLanguageTag(row.get(USERS.LOCALE)),
                row.get(USERS.PUSH_GROUPS)));
  }

  static String wire(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  private static Subscription subscription(PushSubscriptionsRecord stored) {
    return new Subscription(
        stored.getId(),
        new AccountId(stored.getAccountId()),
        stored.getEndpoint(),
        stored.getP256dh(),
        stored.getAuth(),
        stored.getStandard(),
        Policy.valueOf(stored.getPolicy().toUpperCase(Locale.ROOT)),
        List.of(stored.getAlerts()),
        stored.getTokenSealed());
  }
}
