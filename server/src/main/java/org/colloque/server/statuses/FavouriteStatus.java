package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.ZoneOffset;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Favourites, of local members and of people elsewhere. Doing it twice is doing it once. */
public final class FavouriteStatus {
  private final Kit kit;
  private final Notifier notifier;
  private final Outbox outbox;

  public FavouriteStatus(Kit kit, Notifier notifier, Outbox outbox) {
    this.kit = kit;
    this.notifier = notifier;
    this.outbox = outbox;
  }

  /** A member favourites what they may read; answers the original. */
  public StatusId favourite(Tx tx, AccountId account, StatusId id) {
    StatusesRecord status = ReadStatus.original(tx.sql(), Viewer.of(account), id);
    StatusId original = new StatusId(status.getId());
    MayInteract.like(tx.sql(), status.getInteractions(), status.getAccountId(), account);
    if (add(tx, account, original, new AccountId(status.getAccountId()), null)) {
      outbox.favourited(tx, account, original);
    }
    return original;
  }

  /** Takes it back; answers the original. */
  public StatusId unfavourite(Tx tx, AccountId account, StatusId id) {
    StatusesRecord status = ReadStatus.original(tx.sql(), Viewer.of(account), id);
    StatusId original = new StatusId(status.getId());
    if (exists(tx.sql(), account, original)) {
      outbox.unfavourited(tx, account, original);
      remove(tx, account, original, new AccountId(status.getAccountId()));
    }
    return original;
  }

  /**
   * Notes the favourite.
   *
   * @param uri id of the Like activity, when it came from elsewhere
   * @return whether it is new
   */
  public boolean add(
      Tx tx, AccountId account, StatusId status, AccountId author, @Nullable String uri) {
    return add(tx, account, status, author, uri, Reaction.NONE);
  }

  /**
   * With what a favourite of another server was made.
   *
   * @param emoji a character, or the shortcode of the picture at {@code url}
   */
  public record Reaction(@Nullable String emoji, @Nullable String url) {
    public static final Reaction NONE = new Reaction(null, null);
  }

  /** Notes a favourite that is a reaction. The first one of an account counts. */
  public boolean add(
      Tx tx,
      AccountId account,
      StatusId status,
      AccountId author,
      @Nullable String uri,
      Reaction reaction) {
    int added =
        tx.sql()
            .insertInto(FAVOURITES)
            .set(FAVOURITES.ID, kit.ids().next())
            .set(FAVOURITES.ACCOUNT_ID, account.value())
            .set(FAVOURITES.STATUS_ID, status.value())
            .set(FAVOURITES.URI, uri)
            .set(FAVOURITES.EMOJI, reaction.emoji())
            .set(FAVOURITES.EMOJI_URL, reaction.url())
            .set(FAVOURITES.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute();
    if (added > 0) {
      step(tx.sql(), status, 1);
      notifier.tell(tx, author, NotificationType.FAVOURITE, account, status);
    }
    return added > 0;
  }

  /** Removes the favourite, its count and its notification. */
  public void remove(Tx tx, AccountId account, StatusId status, AccountId author) {
    int removed =
        tx.sql()
            .deleteFrom(FAVOURITES)
            .where(FAVOURITES.ACCOUNT_ID.eq(account.value()))
            .and(FAVOURITES.STATUS_ID.eq(status.value()))
            .execute();
    if (removed > 0) {
      step(tx.sql(), status, -1);
      notifier.takeBack(tx, author, NotificationType.FAVOURITE, account, status);
    }
  }

  private static boolean exists(DSLContext sql, AccountId account, StatusId status) {
    return sql.fetchExists(
        FAVOURITES,
        FAVOURITES.ACCOUNT_ID.eq(account.value()).and(FAVOURITES.STATUS_ID.eq(status.value())));
  }

  private static void step(DSLContext sql, StatusId status, int by) {
    sql.update(STATUSES)
        .set(STATUSES.FAVOURITES_COUNT, STATUSES.FAVOURITES_COUNT.plus(by))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(status.value()))
        .execute();
  }
}
