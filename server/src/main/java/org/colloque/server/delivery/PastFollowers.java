package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.PAST_FOLLOWERS;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Where followers were who have left: what they got is deleted there too. Whoever follows and
 * leaves by the thousand must not fill the table, nor drive the others out of it.
 */
public final class PastFollowers {
  /** Inboxes kept of one account on one server; servers with a shared inbox need one. */
  public static final int PER_SERVER = 20;

  /** Inboxes kept of one account. */
  public static final int PER_ACCOUNT = 5_000;

  private PastFollowers() {}

  /** Forgets the oldest that are too many; returns how many. */
  public static int bound(DSLContext sql) {
    Field<String> server = DSL.splitPart(DSL.splitPart(PAST_FOLLOWERS.INBOX_URL, "://", 2), "/", 1);
    Field<Integer> ofServer =
        DSL.rowNumber()
            .over()
            .partitionBy(PAST_FOLLOWERS.ACCOUNT_ID, server)
            .orderBy(PAST_FOLLOWERS.LEFT_AT.desc(), PAST_FOLLOWERS.INBOX_URL)
            .as("of_server");
    Field<Integer> ofAccount =
        DSL.rowNumber()
            .over()
            .partitionBy(PAST_FOLLOWERS.ACCOUNT_ID)
            .orderBy(PAST_FOLLOWERS.LEFT_AT.desc(), PAST_FOLLOWERS.INBOX_URL)
            .as("of_account");
    var ranked =
        DSL.select(PAST_FOLLOWERS.ACCOUNT_ID, PAST_FOLLOWERS.INBOX_URL, ofServer, ofAccount)
            .from(PAST_FOLLOWERS)
            .asTable("ranked");
    return sql.deleteFrom(PAST_FOLLOWERS)
        .using(ranked)
        .where(PAST_FOLLOWERS.ACCOUNT_ID.eq(ranked.field(PAST_FOLLOWERS.ACCOUNT_ID)))
        .and(PAST_FOLLOWERS.INBOX_URL.eq(ranked.field(PAST_FOLLOWERS.INBOX_URL)))
        .and(rank("of_server").gt(PER_SERVER).or(rank("of_account").gt(PER_ACCOUNT)))
        .execute();
  }

  private static Field<Integer> rank(String name) {
    return DSL.field(DSL.name("ranked", name), Integer.class);
  }
}
