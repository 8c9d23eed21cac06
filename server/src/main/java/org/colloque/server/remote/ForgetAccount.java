package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_KEYS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.GUESTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.ZoneOffset;
import org.colloque.migrations.tables.Statuses;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.FederatedOutbox;
import org.colloque.server.statuses.Feeds;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * An account was deleted by its owner: what they wrote and did here goes, and an empty account
 * stays, so that late copies of their posts are not taken in.
 */
public final class ForgetAccount {
  /** The topic on which it is told, for whoever keeps something of accounts in memory. */
  public static final String FORGOTTEN = "account_forgotten";

  /** The topic on which it is told that accounts are to be erased in portions. */
  public static final String ERASE = "erase_accounts";

  /** Posts or favourites that go in one transaction where there are many. */
  public static final int PORTION = 1_000;

  private static final Statuses POST = STATUSES.as("post");

  private final Kit kit;
  private final FederatedOutbox outbox;

  public ForgetAccount(Kit kit, FederatedOutbox outbox) {
    this.kit = kit;
    this.outbox = outbox;
  }

  /** By ActivityPub id; nothing happens when we do not know it. Ours are never forgotten so. */
  public void forget(String uri) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                ActorQueries.byUri(tx.sql(), uri)
                    .filter(actor -> !actor.isLocal() && !actor.deleted())
                    .ifPresent(actor -> forgetRemote(tx, actor.id())));
  }

  /**
   * The same for an account of another server. One who wrote much is hidden at once and erased in
   * portions, as ours are: it would hold up all who wait for the same rows. A guest of groups too,
   * because it takes who sees all to take them out.
   */
  public void forgetRemote(Tx tx, AccountId account) {
    if (posts(tx.sql(), account).length < PORTION && !isGuest(tx.sql(), account)) {
      forget(tx, account);
      return;
    }
    var now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .update(ACCOUNTS)
        .set(ACCOUNTS.DELETED_AT, now)
        .set(ACCOUNTS.SUSPENDED_AT, DSL.coalesce(ACCOUNTS.SUSPENDED_AT, now))
        .set(ACCOUNTS.ERASE_AT, now)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(account.value()))
        .execute();
    kit.signals().send(tx, FORGOTTEN, account.toString());
    kit.signals().send(tx, ERASE, "");
  }

  private static boolean isGuest(DSLContext sql, AccountId account) {
    return sql.fetchExists(GUESTS, GUESTS.ACCOUNT_ID.eq(account.value()));
  }

  private static Long[] posts(DSLContext sql, AccountId account) {
    return portion(sql, STATUSES.ID, STATUSES.ACCOUNT_ID.eq(account.value()));
  }

  /** The same at once, and also for one of ours. */
  public void forget(Tx tx, AccountId account) {
    DSLContext sql = tx.sql();
    long id = account.value();
    outbox.followerGoes(tx, account);
    recountAccounts(sql, id);
    recountFavourites(sql, FAVOURITES.ACCOUNT_ID.eq(id));
    recountPosts(sql, POST.ACCOUNT_ID.eq(id));
    sql.deleteFrom(FAVOURITES).where(FAVOURITES.ACCOUNT_ID.eq(id)).execute();
    sql.deleteFrom(NOTIFICATIONS).where(NOTIFICATIONS.FROM_ACCOUNT_ID.eq(id)).execute();
    sql.deleteFrom(MENTIONS).where(MENTIONS.ACCOUNT_ID.eq(id)).execute();
    Feeds.forget(sql, account);
    // reblogs of them go with them, replies to them stay
    sql.deleteFrom(STATUSES).where(STATUSES.ACCOUNT_ID.eq(id)).execute();
    sql.deleteFrom(FOLLOWS)
        .where(FOLLOWS.ACCOUNT_ID.eq(id).or(FOLLOWS.TARGET_ACCOUNT_ID.eq(id)))
        .execute();
    sql.deleteFrom(FOLLOW_REQUESTS)
        .where(FOLLOW_REQUESTS.ACCOUNT_ID.eq(id).or(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(id)))
        .execute();
    sql.deleteFrom(BLOCKS).where(BLOCKS.ACCOUNT_ID.eq(id)).execute();
    // a key of ours still signs the deletion
    sql.deleteFrom(ACCOUNT_KEYS)
        .where(ACCOUNT_KEYS.ACCOUNT_ID.eq(id))
        .and(ACCOUNT_KEYS.PRIVATE_KEY_ENCRYPTED.isNull())
        .execute();
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.DELETED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(ACCOUNTS.DISPLAY_NAME, "")
        .set(ACCOUNTS.NOTE_HTML, "")
        .set(ACCOUNTS.FIELDS, JSONB.valueOf("[]"))
        .set(ACCOUNTS.EMOJIS, JSONB.valueOf("[]"))
        .setNull(ACCOUNTS.AVATAR_REMOTE_URL)
        .setNull(ACCOUNTS.HEADER_REMOTE_URL)
        .set(ACCOUNTS.FOLLOWERS_COUNT, 0)
        .set(ACCOUNTS.FOLLOWING_COUNT, 0)
        .set(ACCOUNTS.STATUSES_COUNT, 0)
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.eq(id))
        .execute();
    kit.signals().send(tx, FORGOTTEN, account.toString());
  }

  /** Counters of other people in which the account had its part. */
  private static void recountAccounts(DSLContext sql, long id) {
    oneLess(
        sql,
        ACCOUNTS.FOLLOWERS_COUNT,
        DSL.select(FOLLOWS.TARGET_ACCOUNT_ID).from(FOLLOWS).where(FOLLOWS.ACCOUNT_ID.eq(id)));
    oneLess(
        sql,
        ACCOUNTS.FOLLOWING_COUNT,
        DSL.select(FOLLOWS.ACCOUNT_ID).from(FOLLOWS).where(FOLLOWS.TARGET_ACCOUNT_ID.eq(id)));
  }

  private static void oneLess(
      DSLContext sql, TableField<AccountsRecord, Integer> counter, Select<Record1<Long>> whose) {
    sql.update(ACCOUNTS)
        .set(counter, counter.minus(1))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.in(whose))
        .and(counter.gt(0))
        .execute();
  }

  /**
   * Erases a portion of what the account wrote and favourited, so that whoever wrote much does not
   * hold up the others. What is left is for {@link #forget(Tx, AccountId)}.
   *
   * @return whether there was a whole portion
   */
  public boolean forgetSome(Tx tx, AccountId account) {
    DSLContext sql = tx.sql();
    Long[] posts = posts(sql, account);
    if (posts.length == PORTION) {
      recountPosts(sql, POST.ID.eq(DSL.any(posts)));
      Feeds.forget(sql, posts);
      sql.deleteFrom(STATUSES).where(STATUSES.ID.eq(DSL.any(posts))).execute();
      return true;
    }
    Long[] favourites = portion(sql, FAVOURITES.ID, FAVOURITES.ACCOUNT_ID.eq(account.value()));
    if (favourites.length == PORTION) {
      recountFavourites(sql, FAVOURITES.ID.eq(DSL.any(favourites)));
      sql.deleteFrom(FAVOURITES).where(FAVOURITES.ID.eq(DSL.any(favourites))).execute();
      return true;
    }
    return false;
  }

  private static Long[] portion(DSLContext sql, TableField<?, Long> id, Condition which) {
    return sql.select(id)
        .from(id.getTable())
        .where(which)
        .limit(DSL.inline(PORTION))
        .fetch(id)
        .toArray(Long[]::new);
  }

  /** Counters of what other people wrote and these favourites are of. */
  private static void recountFavourites(DSLContext sql, Condition which) {
    sql.update(STATUSES)
        .set(STATUSES.FAVOURITES_COUNT, STATUSES.FAVOURITES_COUNT.minus(1))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.in(DSL.select(FAVOURITES.STATUS_ID).from(FAVOURITES).where(which)))
        .and(STATUSES.FAVOURITES_COUNT.gt(0))
        .execute();
  }

  /** Counters of what other people wrote and these posts boost or answer. */
  private static void recountPosts(DSLContext sql, Condition which) {
    sql.update(STATUSES)
        .set(STATUSES.REBLOGS_COUNT, STATUSES.REBLOGS_COUNT.minus(1))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(
            STATUSES.ID.in(
                DSL.select(POST.REBLOG_OF_ID)
                    .from(POST)
                    .where(which)
                    .and(POST.REBLOG_OF_ID.isNotNull())
                    .and(POST.DELETED_AT.isNull())))
        .and(STATUSES.REBLOGS_COUNT.gt(0))
        .execute();
    var answers =
        DSL.select(POST.IN_REPLY_TO_ID, DSL.count().as("n"))
            .from(POST)
            .where(which)
            .and(POST.IN_REPLY_TO_ID.isNotNull())
            .and(POST.DELETED_AT.isNull())
            .groupBy(POST.IN_REPLY_TO_ID)
            .asTable("answers");
    sql.update(STATUSES)
        .set(
            STATUSES.REPLIES_COUNT,
            DSL.greatest(
                STATUSES.REPLIES_COUNT.minus(answers.field("n", Integer.class)), DSL.inline(0)))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .from(answers)
        .where(STATUSES.ID.eq(answers.field(POST.IN_REPLY_TO_ID)))
        .execute();
  }
}
