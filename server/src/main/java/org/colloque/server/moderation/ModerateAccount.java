package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.OUTBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.deliver.Trouble;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.remote.ForgetAccount;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a moderator decides about one account, here or elsewhere. Whatever was hidden is shown again
 * when the decision is taken back; only a member who stays suspended is erased one day.
 */
public final class ModerateAccount {
  /** A member who has been suspended for so long is erased, as in Mastodon. */
  public static final Duration ERASED_AFTER = Duration.ofDays(30);

  /** What is held back is never sent before it is erased. */
  private static final Duration BEHIND = Duration.ofDays(1);

  private final Kit kit;
  private final FederationPolicy policy;
  private final ApplyPolicy apply;
  private final Outbox outbox;
  private final Revoke revoke;
  private final AuditLog audit;

  public ModerateAccount(Kit kit, FederationPolicy policy, Outbox outbox, Revoke revoke) {
    this.kit = kit;
    this.policy = policy;
    this.apply = new ApplyPolicy(kit);
    this.outbox = outbox;
    this.revoke = revoke;
    this.audit = new AuditLog(kit);
  }

  /** What is decided. */
  public enum Action {
    /** Hidden everywhere; a member is signed out and cannot come back. */
    SUSPEND,
    UNSUSPEND,
    /** Not in public timelines, and no notifications from strangers. */
    SILENCE,
    UNSILENCE,
    /** Pictures and films of theirs are covered until somebody wants to see them. */
    SENSITIVE,
    UNSENSITIVE,
    /** Members are told that they might want to follow them. */
    SUGGEST,
    UNSUGGEST,
    /** Only written down. */
    NONE,
    /** What a suspended member left is erased at once. */
    ERASE,
    /** A member cannot sign in; what they wrote stays. */
    DISABLE,
    ENABLE;

    /** As in the client API and in addresses. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Action> parse(String name) {
      return Arrays.stream(values()).filter(action -> action.wire().equals(name)).findFirst();
    }
  }

  private record Target(
      AccountId id, String username, @Nullable String domain, String uri, @Nullable UserId user) {
    boolean local() {
      return domain == null;
    }

    String handle() {
      return local() ? username : username + "@" + domain;
    }
  }

  /**
   * @param text for those who run the instance
   * @throws ProblemException 404 when there is no such account, 403 when it is not for this
   *     moderator to decide, 422 when it makes no sense for this account
   */
  public void act(Tx tx, Caller.Member by, AccountId id, Action action, String text) {
    Target target = target(tx, by, id);
    switch (action) {
      case SUSPEND -> suspend(tx, target);
      case UNSUSPEND -> unsuspend(tx, target);
      case SILENCE -> silence(tx, target, true);
      case UNSILENCE -> silence(tx, target, false);
      case SENSITIVE -> sensitize(tx, target, true);
      case UNSENSITIVE -> sensitize(tx, target, false);
      case SUGGEST -> suggest(tx, target, true);
      case UNSUGGEST -> suggest(tx, target, false);
      case NONE -> {}
      case ERASE -> erase(tx, target);
      case DISABLE -> disable(tx, target, true);
      case ENABLE -> disable(tx, target, false);
    }
    kit.signals().send(tx, ApplyPolicy.APPLIED, "");
    audit.write(
        tx,
        by.account(),
        "account." + action.wire(),
        Map.of("account", target.handle(), "text", text.strip()));
  }

  private Target target(Tx tx, Caller.Member by, AccountId id) {
    var row =
        tx.sql()
            .select(ACCOUNTS.USERNAME, ACCOUNTS.DOMAIN, ACCOUNTS.URI, USERS.ID, USERS.ROLE)
            .from(ACCOUNTS)
            .leftJoin(USERS)
            .on(USERS.ACCOUNT_ID.eq(ACCOUNTS.ID))
            .where(ACCOUNTS.ID.eq(id.value()))
            .and(ACCOUNTS.DELETED_AT.isNull())
            .and(ACCOUNTS.URI.ne(kit.urls().instanceActor()))
            .forUpdate()
            .of(ACCOUNTS)
            .fetchOptional()
            .orElseThrow(ProblemException::notFound);
    String role = row.get(USERS.ROLE);
    boolean mayDecide =
        role == null
            || role.equals("member")
            || by.isStaff() && role.equals("moderator")
            || by.role().equals("owner") && role.equals("admin");
    if (!mayDecide || id.equals(by.account())) {
      throw ProblemException.forbidden();
    }
    Long user = row.get(USERS.ID);
    return new Target(
        id,
        row.get(ACCOUNTS.USERNAME),
        row.get(ACCOUNTS.DOMAIN),
        row.get(ACCOUNTS.URI),
        user == null ? null : new UserId(user));
  }

  private void suspend(Tx tx, Target target) {
    OffsetDateTime erased = now().plus(ERASED_AFTER);
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.SUSPENDED_AT, now())
        .set(ACCOUNTS.ERASE_AT, target.local() ? erased : null)
        .set(ACCOUNTS.SUSPENDED_BY_DOMAIN, false)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(target.id().value()))
        .execute();
    if (target.user() != null) {
      revoke.everything(tx, target.user(), 0);
    }
    if (target.local()) {
      holdBack(tx, target.id(), erased);
      outbox.profileChanged(tx, target.id());
    }
  }

  /**
   * What they said last and nobody has got yet stays here: of posts until they stand again or are
   * erased, of follows for good.
   */
  private void holdBack(Tx tx, AccountId account, OffsetDateTime erased) {
    tx.sql()
        .deleteFrom(DELIVERIES)
        .where(DELIVERIES.ACTIVITY_ID.in(saidBy(account, OUTBOX_ACTIVITIES.STATUS_ID.isNull())))
        .execute();
    tx.sql()
        .update(DELIVERIES)
        .set(DELIVERIES.NEXT_ATTEMPT_AT, erased.plus(BEHIND))
        .set(DELIVERIES.TROUBLE, Trouble.HELD.name())
        .where(DELIVERIES.ACTIVITY_ID.in(saidBy(account, OUTBOX_ACTIVITIES.STATUS_ID.isNotNull())))
        .execute();
  }

  private void letGo(Tx tx, AccountId account) {
    tx.sql()
        .update(DELIVERIES)
        .set(DELIVERIES.NEXT_ATTEMPT_AT, now())
        .setNull(DELIVERIES.TROUBLE)
        .where(DELIVERIES.TROUBLE.eq(Trouble.HELD.name()))
        .and(DELIVERIES.ACTIVITY_ID.in(saidBy(account, OUTBOX_ACTIVITIES.STATUS_ID.isNotNull())))
        .execute();
    kit.signals().send(tx, DeliveryWorker.WAKE, "");
  }

  /** Activities of an account, but not its deletions. */
  private static Select<Record1<Long>> saidBy(AccountId account, Condition which) {
    return DSL.select(OUTBOX_ACTIVITIES.ID)
        .from(OUTBOX_ACTIVITIES)
        .where(OUTBOX_ACTIVITIES.ACCOUNT_ID.eq(account.value()))
        .and(OUTBOX_ACTIVITIES.TYPE.notLike("Delete%"))
        .and(which);
  }

  private void unsuspend(Tx tx, Target target) {
    tx.sql()
        .update(ACCOUNTS)
        .setNull(ACCOUNTS.SUSPENDED_AT)
        .setNull(ACCOUNTS.ERASE_AT)
        .set(ACCOUNTS.SUSPENDED_BY_DOMAIN, false)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(target.id().value()))
        .execute();
    underRule(tx, target);
    if (target.user() != null) {
      revoke.changed(tx, target.user());
    }
    if (target.local()) {
      letGo(tx, target.id());
      outbox.profileChanged(tx, target.id());
    }
  }

  private void silence(Tx tx, Target target, boolean on) {
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.SILENCED_AT, on ? now() : null)
        .set(ACCOUNTS.SILENCED_BY_DOMAIN, false)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(target.id().value()))
        .execute();
    if (!on) {
      underRule(tx, target);
    }
  }

  private void sensitize(Tx tx, Target target, boolean on) {
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.SENSITIZED_AT, on ? now() : null)
        .where(ACCOUNTS.ID.eq(target.id().value()))
        .execute();
    // texts that were rendered covered, or uncovered, are rendered again
    tx.sql()
        .update(STATUSES)
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ACCOUNT_ID.eq(target.id().value()))
        .and(STATUSES.GROUP_ID.isNull())
        .and(STATUSES.REBLOG_OF_ID.isNull())
        .andExists(
            DSL.selectOne()
                .from(MEDIA_ATTACHMENTS)
                .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(STATUSES.ID)))
        .execute();
  }

  private void suggest(Tx tx, Target target, boolean on) {
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.SUGGESTED_AT, on ? now() : null)
        .where(ACCOUNTS.ID.eq(target.id().value()))
        .execute();
  }

  private void erase(Tx tx, Target target) {
    int erased =
        tx.sql()
            .update(ACCOUNTS)
            .set(ACCOUNTS.ERASE_AT, now())
            .where(ACCOUNTS.ID.eq(target.id().value()))
            .and(ACCOUNTS.SUSPENDED_AT.isNotNull())
            .and(ACCOUNTS.DOMAIN.isNull())
            .execute();
    if (erased == 0) {
      throw ProblemException.forbidden();
    }
    kit.signals().send(tx, ForgetAccount.ERASE, "");
  }

  /** Nobody is freed of a rule about their server by being freed of a decision. */
  private void underRule(Tx tx, Target target) {
    String domain = target.domain();
    if (domain != null) {
      apply.applyTo(tx, target.id(), policy.ofAccount(domain, target.uri()));
    }
  }

  private void disable(Tx tx, Target target, boolean on) {
    UserId user = target.user();
    if (user == null) {
      throw ProblemException.invalid("Only members sign in here");
    }
    tx.sql()
        .update(USERS)
        .set(USERS.DISABLED_AT, on ? now() : null)
        .where(USERS.ID.eq(user.value()))
        .execute();
    if (on) {
      revoke.everything(tx, user, 0);
    } else {
      revoke.changed(tx, user);
    }
  }

  private OffsetDateTime now() {
    return kit.now().atOffset(ZoneOffset.UTC);
  }
}
