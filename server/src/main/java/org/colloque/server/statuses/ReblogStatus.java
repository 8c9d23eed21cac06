package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.STATUSES;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reblogs: rows of {@code statuses} that point at another. Doing it twice is doing it once. */
public final class ReblogStatus {
  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;
  private final DeleteStatus delete;

  public ReblogStatus(Kit kit, Notifier notifier, Outbox outbox, DeleteStatus delete) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
    this.delete = delete;
  }

  /**
   * A member reblogs.
   *
   * @return the reblog
   * @throws ProblemException 404 when it cannot be read, 403 when its audience is too narrow, 422
   *     for a post of a group
   */
  public StatusId reblog(Tx tx, AccountId account, StatusId id, Visibility visibility) {
    StatusesRecord original = ReadStatus.original(tx.sql(), Viewer.of(account), id);
    boolean own = original.getAccountId() == account.value();
    Visibility widest = Visibility.ofColumn(original.getAudience());
    if (original.getGroupId() != null) {
      throw ProblemException.invalid("Posts of a group stay in the group: they cannot be boosted");
    }
    if (widest == Visibility.DIRECT || widest == Visibility.PRIVATE && !own) {
      throw ProblemException.forbidden();
    }
    MayInteract.reblog(tx.sql(), original.getInteractions(), original.getAccountId(), account);
    Visibility chosen = visibility.compareTo(widest) < 0 ? widest : visibility;
    if (chosen == Visibility.DIRECT) {
      throw ProblemException.invalid("Visibility is not included in the list");
    }
    Optional<StatusId> added =
        add(tx, account, original, Audience.of(chosen), null, null, kit.now());
    if (added.isPresent()) {
      outbox.reblogged(tx, added.get());
      return added.get();
    }
    return existing(tx.sql(), account, original.getId()).orElseThrow(ProblemException::notFound);
  }

  /** Takes the reblog back; answers the original. */
  public StatusId unreblog(Tx tx, AccountId account, StatusId id) {
    StatusesRecord original = ReadStatus.original(tx.sql(), Viewer.of(account), id);
    existing(tx.sql(), account, original.getId())
        .ifPresent(reblog -> delete.delete(tx, account, reblog));
    return new StatusId(original.getId());
  }

  /**
   * Stores a reblog, with feeds, counters and the notification.
   *
   * @param uri id of the Announce activity, when it came from elsewhere
   * @return empty when the account has reblogged it already
   */
  public Optional<StatusId> add(
      Tx tx,
      AccountId account,
      StatusesRecord original,
      Audience audience,
      @Nullable String uri,
      @Nullable String url,
      Instant at) {
    boolean local = uri == null;
    long id = local ? kit.ids().next() : kit.ids().at(at);
    String ownUri = local ? kit.urls().statusUri(username(tx.sql(), account), id) : uri;
    int added =
        tx.sql()
            .insertInto(STATUSES)
            .set(STATUSES.ID, id)
            .set(STATUSES.ACCOUNT_ID, account.value())
            .set(STATUSES.URI, ownUri)
            .set(STATUSES.URL, local ? ownUri : url)
            .set(STATUSES.LOCAL, local)
            .set(STATUSES.AUDIENCE, audience.column())
            .set(STATUSES.REBLOG_OF_ID, original.getId())
            .set(STATUSES.CONVERSATION_ID, original.getConversationId())
            .set(STATUSES.SENSITIVE, original.getSensitive())
            .set(STATUSES.LANGUAGE, original.getLanguage())
            .set(STATUSES.CREATED_AT, at.atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute();
    if (added == 0) {
      return Optional.empty();
    }
    tx.sql()
        .update(STATUSES)
        .set(STATUSES.REBLOGS_COUNT, STATUSES.REBLOGS_COUNT.plus(1))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(original.getId()))
        .execute();
    StatusId reblog = new StatusId(id);
    Feeds.deliver(tx, reblog);
    notifier.tell(
        tx,
        new AccountId(original.getAccountId()),
        NotificationType.REBLOG,
        account,
        new StatusId(original.getId()));
    StatusSignals.created(kit.signals(), tx, reblog);
    return Optional.of(reblog);
  }

  private static Optional<StatusId> existing(DSLContext sql, AccountId account, long original) {
    return sql.select(STATUSES.ID)
        .from(STATUSES)
        .where(STATUSES.REBLOG_OF_ID.eq(original))
        .and(STATUSES.ACCOUNT_ID.eq(account.value()))
        .and(STATUSES.DELETED_AT.isNull())
        .fetchOptional(STATUSES.ID)
        .map(StatusId::new);
  }

  private static String username(DSLContext sql, AccountId account) {
    return sql.select(org.colloque.migrations.Tables.ACCOUNTS.USERNAME)
        .from(org.colloque.migrations.Tables.ACCOUNTS)
        .where(org.colloque.migrations.Tables.ACCOUNTS.ID.eq(account.value()))
        .fetchSingle()
        .value1();
  }
}
