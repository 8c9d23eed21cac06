package org.colloque.server.lists;

import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.LIST_ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;

import org.colloque.migrations.tables.Follows;
import org.colloque.migrations.tables.ListAccounts;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * What the people of a list write, as its owner may and wants to see it. Nothing is written when
 * they post: of each of them the newest are looked up, in the order of an index.
 */
final class ListTimeline {
  private static final Statuses T = STATUSES.as("t");
  private static final ListAccounts L = LIST_ACCOUNTS.as("l");
  private static final Follows F = FOLLOWS.as("f");

  private ListTimeline() {}

  static Select<Record1<Long>> page(AccountId owner, MemberList list, Paging paging) {
    var newest =
        DSL.lateral(
                DSL.select(T.ID)
                    .from(T)
                    .where(T.ACCOUNT_ID.eq(L.ACCOUNT_ID))
                    .and(wanted(owner, list))
                    .and(paging.condition(T.ID))
                    .orderBy(paging.order(T.ID))
                    .limit(paging.rows()))
            .as("newest", "id");
    Field<Long> id = DSL.field(DSL.name("newest", "id"), Long.class);
    return DSL.select(id)
        .from(L)
        .join(F)
        .on(F.ACCOUNT_ID.eq(L.OWNER_ID))
        .and(F.TARGET_ACCOUNT_ID.eq(L.ACCOUNT_ID))
        .crossJoin(newest)
        .where(L.LIST_ID.eq(list.id()))
        .orderBy(paging.order(id))
        .limit(paging.rows());
  }

  /** Whether the list shows this status. */
  static Condition shows(AccountId owner, MemberList list, long status) {
    return DSL.exists(
        DSL.selectOne()
            .from(T)
            .join(L)
            .on(L.LIST_ID.eq(list.id()))
            .and(L.ACCOUNT_ID.eq(T.ACCOUNT_ID))
            .join(F)
            .on(F.ACCOUNT_ID.eq(L.OWNER_ID))
            .and(F.TARGET_ACCOUNT_ID.eq(L.ACCOUNT_ID))
            .where(T.ID.eq(status))
            .and(wanted(owner, list)));
  }

  /** The rules of the home feed, but that the list says whose replies are shown. */
  private static Condition wanted(AccountId owner, MemberList list) {
    Viewer viewer = Viewer.of(owner);
    Statuses boosted = STATUSES.as("boosted");
    return T.AUDIENCE
        .in(DSL.inline("public"), DSL.inline("unlisted"), DSL.inline("followers"))
        .and(Visible.to(viewer, T))
        .and(Visible.wanted(viewer, T.ACCOUNT_ID))
        .and(F.LANGUAGES.isNull().or(T.LANGUAGE.isNull()).or(T.LANGUAGE.eq(DSL.any(F.LANGUAGES))))
        .and(replies(owner, list))
        .and(
            T.REBLOG_OF_ID
                .isNull()
                .or(
                    F.SHOW_REBLOGS
                        .isTrue()
                        .and(
                            DSL.exists(
                                DSL.selectOne()
                                    .from(boosted)
                                    .where(boosted.ID.eq(T.REBLOG_OF_ID))
                                    .and(Visible.to(viewer, boosted))
                                    .and(Visible.wanted(viewer, boosted.ACCOUNT_ID))))));
  }

  private static Condition replies(AccountId owner, MemberList list) {
    Condition always =
        T.IN_REPLY_TO_ACCOUNT_ID
            .isNull()
            .or(T.IN_REPLY_TO_ACCOUNT_ID.in(T.ACCOUNT_ID, DSL.val(owner.value())));
    ListAccounts others = LIST_ACCOUNTS.as("others");
    Follows followed = FOLLOWS.as("followed");
    return switch (list.replies()) {
      case NONE -> always;
      case LIST ->
          always.or(
              DSL.exists(
                  DSL.selectOne()
                      .from(others)
                      .where(others.LIST_ID.eq(list.id()))
                      .and(others.ACCOUNT_ID.eq(T.IN_REPLY_TO_ACCOUNT_ID))));
      case FOLLOWED ->
          always.or(
              DSL.exists(
                  DSL.selectOne()
                      .from(followed)
                      .where(followed.ACCOUNT_ID.eq(owner.value()))
                      .and(followed.TARGET_ACCOUNT_ID.eq(T.IN_REPLY_TO_ACCOUNT_ID))));
    };
  }
}
