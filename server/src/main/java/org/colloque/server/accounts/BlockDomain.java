package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** A member wants to see nothing of a server: follows end both ways, as in Mastodon. */
public final class BlockDomain {
  private final Kit kit;
  private final UnfollowAccount unfollow;
  private final AnswerFollow answer;

  public BlockDomain(Kit kit, Relations relations) {
    this.kit = kit;
    this.unfollow = relations.unfollow();
    this.answer = relations.answer();
  }

  /** How many would be lost. */
  record Preview(int followingCount, int followersCount) {}

  Preview preview(DSLContext sql, AccountId account, String domain) {
    return new Preview(
        followed(sql, account, domain).size(), followers(sql, account, domain).size());
  }

  public void block(Tx tx, AccountId account, String domain) {
    tx.sql()
        .insertInto(ACCOUNT_DOMAIN_BLOCKS)
        .set(ACCOUNT_DOMAIN_BLOCKS.ID, kit.ids().next())
        .set(ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID, account.value())
        .set(ACCOUNT_DOMAIN_BLOCKS.DOMAIN, domain)
        .set(ACCOUNT_DOMAIN_BLOCKS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
    followed(tx.sql(), account, domain).forEach(target -> unfollow.unfollow(tx, account, target));
    followers(tx.sql(), account, domain)
        .forEach(follower -> answer.removeFollower(tx, account, follower));
    tx.sql()
        .deleteFrom(NOTIFICATIONS)
        .where(NOTIFICATIONS.ACCOUNT_ID.eq(account.value()))
        .and(NOTIFICATIONS.FROM_ACCOUNT_ID.in(there(domain)))
        .execute();
  }

  static void unblock(Tx tx, AccountId account, String domain) {
    tx.sql()
        .deleteFrom(ACCOUNT_DOMAIN_BLOCKS)
        .where(ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID.eq(account.value()))
        .and(ACCOUNT_DOMAIN_BLOCKS.DOMAIN.eq(domain))
        .execute();
  }

  private static List<AccountId> followed(DSLContext sql, AccountId account, String domain) {
    return sql.select(FOLLOWS.TARGET_ACCOUNT_ID)
        .from(FOLLOWS)
        .where(FOLLOWS.ACCOUNT_ID.eq(account.value()))
        .and(FOLLOWS.TARGET_ACCOUNT_ID.in(there(domain)))
        .fetch(row -> new AccountId(row.value1()));
  }

  private static List<AccountId> followers(DSLContext sql, AccountId account, String domain) {
    return sql.select(FOLLOWS.ACCOUNT_ID)
        .from(FOLLOWS)
        .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(account.value()))
        .and(FOLLOWS.ACCOUNT_ID.in(there(domain)))
        .fetch(row -> new AccountId(row.value1()));
  }

  private static Select<Record1<Long>> there(String domain) {
    return DSL.select(ACCOUNTS.ID).from(ACCOUNTS).where(ACCOUNTS.DOMAIN.eq(domain));
  }
}
