package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;
import static org.colloque.migrations.Tables.QUOTES;

import org.colloque.federation.vocabulary.Addressing;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Which inboxes something goes to, as queries: they are run by the database and never held here.
 * What everybody may read goes once to each server, by its shared inbox. What only some may read
 * goes to the servers of the followers and to the inboxes of the people addressed, no further.
 */
final class Reach {
  private Reach() {}

  /** A new post. */
  static Select<Record1<String>> ofNew(AccountId author, StatusId status, Addressing addressing) {
    return switch (addressing) {
      case Addressing.Public _, Addressing.Unlisted _ ->
          followers(author).union(mentioned(status, shared())).union(answered(status));
      case Addressing.Followers _ ->
          followers(author).union(mentioned(status, sharedIfReached(author)));
      case Addressing.Direct _ -> mentioned(status, ACCOUNTS.INBOX_URL);
    };
  }

  /**
   * An edit: whoever may read the post, and for open posts whoever answered, boosted or liked it.
   * Who followed once and liked a post for followers does not get its new text.
   */
  static Select<Record1<String>> ofEdit(AccountId author, StatusId status, Addressing addressing) {
    Select<Record1<String>> readers = ofNew(author, status, addressing);
    return switch (addressing) {
      case Addressing.Public _, Addressing.Unlisted _ -> readers.union(interested(status));
      case Addressing.Followers _, Addressing.Direct _ -> readers;
    };
  }

  /**
   * A deletion, which says nothing but the address: everyone who was reached, also those who have
   * left since.
   */
  static Select<Record1<String>> ofDeletion(
      AccountId author, StatusId status, Addressing addressing) {
    Select<Record1<String>> all = ofNew(author, status, addressing).union(interested(status));
    return switch (addressing) {
      case Addressing.Public _, Addressing.Unlisted _, Addressing.Followers _ ->
          all.union(pastFollowers(author, status));
      case Addressing.Direct _ -> all;
    };
  }

  /** A boost, or taking it back: the followers, and the author of what is boosted. */
  static Select<Record1<String>> ofBoost(AccountId booster, StatusId boost) {
    var original = FEDERATED_STATUSES.as("boosted");
    Select<Record1<String>> author =
        DSL.select(shared())
            .from(FEDERATED_STATUSES)
            .join(original)
            .on(original.ID.eq(FEDERATED_STATUSES.REBLOG_OF_ID))
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(original.ACCOUNT_ID))
            .where(FEDERATED_STATUSES.ID.eq(boost.value()))
            .and(isReachable());
    return followers(booster).union(author);
  }

  /** The end of a consent: where both who is quoted and who quotes are read. */
  static Select<Record1<String>> ofQuote(AccountId quoted, AccountId asker) {
    return followers(quoted).union(followers(asker)).union(account(asker));
  }

  /** The servers of the followers. */
  static Select<Record1<String>> followers(AccountId author) {
    return DSL.select(shared())
        .from(FOLLOWS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
        .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(author.value()))
        .and(isReachable());
  }

  /** The servers of the followers, but not the one from which {@code status} came. */
  static Select<Record1<String>> followersBut(AccountId author, StatusId status) {
    return followers(author).except(authorsWhere(FEDERATED_STATUSES.ID.eq(status.value())));
  }

  /** The inbox of one account. */
  static Select<Record1<String>> account(AccountId account) {
    return DSL.select(ACCOUNTS.INBOX_URL)
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(account.value()))
        .and(isReachable());
  }

  /** The inbox of the author of a status. */
  static Select<Record1<String>> authorOf(StatusId status) {
    return DSL.select(ACCOUNTS.INBOX_URL)
        .from(FEDERATED_STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
        .where(FEDERATED_STATUSES.ID.eq(status.value()))
        .and(isReachable());
  }

  private static Select<Record1<String>> pastFollowers(AccountId author, StatusId status) {
    return DSL.select(PAST_FOLLOWERS.INBOX_URL)
        .from(PAST_FOLLOWERS)
        .where(PAST_FOLLOWERS.ACCOUNT_ID.eq(author.value()))
        .and(
            PAST_FOLLOWERS.LEFT_AT.ge(
                DSL.select(FEDERATED_STATUSES.CREATED_AT)
                    .from(FEDERATED_STATUSES)
                    .where(FEDERATED_STATUSES.ID.eq(status.value()))));
  }

  private static Select<Record1<String>> mentioned(StatusId status, Field<String> inbox) {
    return DSL.select(inbox)
        .from(MENTIONS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(MENTIONS.ACCOUNT_ID))
        .where(MENTIONS.STATUS_ID.eq(status.value()))
        .and(isReachable());
  }

  private static Select<Record1<String>> interested(StatusId status) {
    Select<Record1<String>> liked =
        DSL.select(shared())
            .from(FAVOURITES)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(FAVOURITES.ACCOUNT_ID))
            .where(FAVOURITES.STATUS_ID.eq(status.value()))
            .and(isReachable());
    return liked
        .union(authorsWhere(FEDERATED_STATUSES.REBLOG_OF_ID.eq(status.value())))
        .union(authorsWhere(FEDERATED_STATUSES.IN_REPLY_TO_ID.eq(status.value())))
        .union(followersOfBoosters(status))
        .union(quoting(status));
  }

  /** Who quotes it, and whom it quotes. */
  private static Select<Record1<String>> quoting(StatusId status) {
    return DSL.select(shared())
        .from(QUOTES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(QUOTES.ACCOUNT_ID))
        .where(QUOTES.QUOTED_ID.eq(status.value()))
        .and(isReachable())
        .union(
            DSL.select(shared())
                .from(QUOTES)
                .join(ACCOUNTS)
                .on(ACCOUNTS.ID.eq(QUOTES.QUOTED_ACCOUNT_ID))
                .where(QUOTES.STATUS_ID.eq(status.value()))
                .and(isReachable()));
  }

  /** Who has it by a boost of a member of ours. */
  private static Select<Record1<String>> followersOfBoosters(StatusId status) {
    return DSL.select(shared())
        .from(FEDERATED_STATUSES)
        .join(FOLLOWS)
        .on(FOLLOWS.TARGET_ACCOUNT_ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
        .where(FEDERATED_STATUSES.REBLOG_OF_ID.eq(status.value()))
        .and(FEDERATED_STATUSES.LOCAL)
        .and(isReachable());
  }

  /** The author of what it answers, who need not be mentioned: for the thread over there. */
  private static Select<Record1<String>> answered(StatusId status) {
    return DSL.select(shared())
        .from(FEDERATED_STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.IN_REPLY_TO_ACCOUNT_ID))
        .where(FEDERATED_STATUSES.ID.eq(status.value()))
        .and(isReachable());
  }

  private static Select<Record1<String>> authorsWhere(Condition condition) {
    return DSL.select(shared())
        .from(FEDERATED_STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
        .where(condition)
        .and(isReachable());
  }

  static Condition isReachable() {
    return ACCOUNTS
        .DOMAIN
        .isNotNull()
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull());
  }

  /** One copy for each server, where it takes one. */
  static Field<String> shared() {
    return DSL.coalesce(ACCOUNTS.SHARED_INBOX_URL, ACCOUNTS.INBOX_URL);
  }

  /** The shared inbox where the followers' copy goes already, else the person's own. */
  private static Field<String> sharedIfReached(AccountId author) {
    var follower = ACCOUNTS.as("follower");
    return DSL.when(
            ACCOUNTS.SHARED_INBOX_URL.in(
                DSL.select(follower.SHARED_INBOX_URL)
                    .from(FOLLOWS)
                    .join(follower)
                    .on(follower.ID.eq(FOLLOWS.ACCOUNT_ID))
                    .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(author.value()))
                    .and(follower.SHARED_INBOX_URL.isNotNull())),
            ACCOUNTS.SHARED_INBOX_URL)
        .otherwise(ACCOUNTS.INBOX_URL);
  }
}
