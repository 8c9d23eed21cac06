package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.MUTES;

import org.colloque.migrations.tables.Accounts;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Who may read a status, as conditions of SQL. Rows of private groups are hidden by the database
 * itself (row-level security); what is left to say here is the fediverse's part.
 */
public final class Visible {
  private Visible() {}

  /** {@code status} is there and may be read by {@code viewer}. */
  public static Condition to(Viewer viewer, Statuses status) {
    Condition open = status.AUDIENCE.in("public", "unlisted");
    Condition readable =
        switch (viewer) {
          case Viewer.Stranger _ -> open;
          case Viewer.Member member -> forMember(member.account(), status, open);
        };
    return status.DELETED_AT.isNull().and(authorStands(status)).and(readable);
  }

  /** Public or unlisted, for answers that are the same for everybody. */
  public static Condition toAll(Statuses status) {
    return to(Viewer.stranger(), status);
  }

  /**
   * Neither side has blocked the other, and the viewer has not muted the author or their server.
   */
  public static Condition wanted(Viewer viewer, Field<Long> author) {
    return switch (viewer) {
      case Viewer.Stranger _ -> DSL.noCondition();
      case Viewer.Member member ->
          DSL.notExists(
                  DSL.selectOne()
                      .from(MUTES)
                      .where(MUTES.ACCOUNT_ID.eq(member.account().value()))
                      .and(MUTES.TARGET_ACCOUNT_ID.eq(author))
                      .and(
                          MUTES
                              .EXPIRES_AT
                              .isNull()
                              .or(MUTES.EXPIRES_AT.gt(DSL.currentOffsetDateTime()))))
              .and(
                  DSL.notExists(
                      DSL.selectOne()
                          .from(BLOCKS)
                          .where(
                              BLOCKS
                                  .ACCOUNT_ID
                                  .eq(member.account().value())
                                  .and(BLOCKS.TARGET_ACCOUNT_ID.eq(author)))))
              .and(DSL.not(blockedBy(member.account(), author)))
              .and(DSL.not(onBlockedServer(member.account(), author)));
    };
  }

  /** The author lives on a server of which the member wants to see nothing. */
  private static Condition onBlockedServer(AccountId me, Field<Long> author) {
    Accounts there = ACCOUNTS.as("on_blocked_server");
    return DSL.exists(
        DSL.selectOne()
            .from(ACCOUNT_DOMAIN_BLOCKS)
            .where(ACCOUNT_DOMAIN_BLOCKS.ACCOUNT_ID.eq(me.value()))
            .and(
                ACCOUNT_DOMAIN_BLOCKS.DOMAIN.eq(
                    // looked up by its key, however few rows the planner expects here
                    DSL.select(there.DOMAIN).from(there).where(there.ID.eq(author)))));
  }

  private static Condition forMember(AccountId me, Statuses status, Condition open) {
    Condition own = status.ACCOUNT_ID.eq(me.value());
    Condition mentioned =
        DSL.exists(
            DSL.selectOne()
                .from(MENTIONS)
                .where(MENTIONS.STATUS_ID.eq(status.ID))
                .and(MENTIONS.ACCOUNT_ID.eq(me.value())));
    Condition follower =
        status
            .AUDIENCE
            .eq("followers")
            .and(
                DSL.exists(
                    DSL.selectOne()
                        .from(FOLLOWS)
                        .where(FOLLOWS.ACCOUNT_ID.eq(me.value()))
                        .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(status.ACCOUNT_ID))));
    // that a row of a group is found at all means that the viewer is a member
    Condition group = status.AUDIENCE.eq("group");
    return own.or(group)
        .or(open.or(mentioned).or(follower).and(DSL.not(blockedBy(me, status.ACCOUNT_ID))));
  }

  private static Condition blockedBy(AccountId me, Field<Long> author) {
    return DSL.exists(
        DSL.selectOne()
            .from(BLOCKS)
            .where(BLOCKS.ACCOUNT_ID.eq(author))
            .and(BLOCKS.TARGET_ACCOUNT_ID.eq(me.value())));
  }

  private static Condition authorStands(Statuses status) {
    Accounts author = ACCOUNTS.as("visible_author");
    return DSL.exists(
        DSL.selectOne()
            .from(author)
            .where(author.ID.eq(status.ACCOUNT_ID))
            .and(author.SUSPENDED_AT.isNull())
            .and(author.DELETED_AT.isNull()));
  }
}
