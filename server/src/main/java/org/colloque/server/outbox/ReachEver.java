package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.PAST_FOLLOWERS;

import org.colloque.server.accounts.AccountId;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Every server that something of an account ever went to, one inbox each: told when the account is
 * deleted. Nobody else is told that it was there.
 */
final class ReachEver {
  private ReachEver() {}

  static Select<Record1<String>> of(AccountId account) {
    long id = account.value();
    return DSL.select(Reach.shared())
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.in(related(id).union(spokenWith(id))))
        .and(Reach.isReachable())
        .union(
            DSL.select(PAST_FOLLOWERS.INBOX_URL)
                .from(PAST_FOLLOWERS)
                .where(PAST_FOLLOWERS.ACCOUNT_ID.eq(id)));
  }

  /** Followers, and whom it followed, asked to follow or blocked. */
  private static Select<Record1<Long>> related(long id) {
    return DSL.select(FOLLOWS.ACCOUNT_ID)
        .from(FOLLOWS)
        .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(id))
        .union(DSL.select(FOLLOWS.TARGET_ACCOUNT_ID).from(FOLLOWS).where(FOLLOWS.ACCOUNT_ID.eq(id)))
        .union(
            DSL.select(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID)
                .from(FOLLOW_REQUESTS)
                .where(FOLLOW_REQUESTS.ACCOUNT_ID.eq(id)))
        .union(DSL.select(BLOCKS.TARGET_ACCOUNT_ID).from(BLOCKS).where(BLOCKS.ACCOUNT_ID.eq(id)));
  }

  /** Whom it named, liked, answered or boosted, and who did that with what it wrote. */
  private static Select<Record1<Long>> spokenWith(long id) {
    var mine = FEDERATED_STATUSES.as("mine");
    var theirs = FEDERATED_STATUSES.as("theirs");
    return DSL.select(MENTIONS.ACCOUNT_ID)
        .from(MENTIONS)
        .join(mine)
        .on(mine.ID.eq(MENTIONS.STATUS_ID))
        .where(mine.ACCOUNT_ID.eq(id))
        .union(
            DSL.select(FAVOURITES.ACCOUNT_ID)
                .from(FAVOURITES)
                .join(mine)
                .on(mine.ID.eq(FAVOURITES.STATUS_ID))
                .where(mine.ACCOUNT_ID.eq(id)))
        .union(
            DSL.select(theirs.ACCOUNT_ID)
                .from(FAVOURITES)
                .join(theirs)
                .on(theirs.ID.eq(FAVOURITES.STATUS_ID))
                .where(FAVOURITES.ACCOUNT_ID.eq(id)))
        .union(DSL.select(mine.IN_REPLY_TO_ACCOUNT_ID).from(mine).where(mine.ACCOUNT_ID.eq(id)))
        .union(
            DSL.select(theirs.ACCOUNT_ID)
                .from(mine)
                .join(theirs)
                .on(theirs.ID.eq(mine.REBLOG_OF_ID).or(theirs.IN_REPLY_TO_ID.eq(mine.ID)))
                .where(mine.ACCOUNT_ID.eq(id)))
        .union(
            DSL.select(theirs.ACCOUNT_ID)
                .from(mine)
                .join(theirs)
                .on(theirs.REBLOG_OF_ID.eq(mine.ID))
                .where(mine.ACCOUNT_ID.eq(id)));
  }
}
