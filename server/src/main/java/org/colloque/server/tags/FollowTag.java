package org.colloque.server.tags;

import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TAG_FOLLOWS;

import java.time.ZoneOffset;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Feeds;

/** A member follows a hashtag: what is posted with it from now on comes into their home feed. */
public final class FollowTag {
  /** Hashtags that one member may follow. */
  public static final int MAX_FOLLOWED = 1_000;

  private final Kit kit;

  public FollowTag(Kit kit) {
    this.kit = kit;
  }

  /**
   * @param name as stored
   * @throws ProblemException 422 when the member follows too many
   */
  public void follow(Tx tx, AccountId account, String name, String displayName) {
    int followed = tx.sql().fetchCount(TAG_FOLLOWS, TAG_FOLLOWS.ACCOUNT_ID.eq(account.value()));
    if (followed >= MAX_FOLLOWED) {
      throw ProblemException.invalid("You cannot follow more than " + MAX_FOLLOWED + " hashtags");
    }
    tx.sql()
        .insertInto(TAG_FOLLOWS)
        .set(TAG_FOLLOWS.ID, kit.ids().next())
        .set(TAG_FOLLOWS.ACCOUNT_ID, account.value())
        .set(TAG_FOLLOWS.TAG_ID, TagQueries.keep(kit, tx.sql(), name, displayName))
        .set(TAG_FOLLOWS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
  }

  public void unfollow(Tx tx, AccountId account, String name) {
    tx.sql()
        .deleteFrom(TAG_FOLLOWS)
        .where(TAG_FOLLOWS.ACCOUNT_ID.eq(account.value()))
        .and(TAG_FOLLOWS.TAG_ID.eq(tx.sql().select(TAGS.ID).from(TAGS).where(TAGS.NAME.eq(name))))
        .returning(TAG_FOLLOWS.TAG_ID)
        .fetchOptional()
        .ifPresent(row -> Feeds.withdrawTagged(tx, account, row.getTagId()));
  }
}
