package org.colloque.server.board;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.GroupQueries;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.lists.ListEntity;
import org.colloque.server.lists.MoreLists;
import org.colloque.server.lists.RepliesPolicy;
import org.colloque.server.statuses.Visible;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * The groups of a member as lists: what apps can show that know nothing of groups. The number of
 * the list is the group's. It holds topics and answers, the newest first.
 */
public final class GroupLists implements MoreLists {
  private static final Statuses T = STATUSES.as("t");

  @Override
  public List<ListEntity> of(Tx tx, AccountId member) {
    return GroupQueries.mine(tx.sql(), member).stream().map(GroupLists::entity).toList();
  }

  @Override
  public Optional<ListEntity> one(Tx tx, AccountId member, long id) {
    return GroupQueries.mine(tx.sql(), member).stream()
        .filter(each -> each.group().id().value() == id)
        .findFirst()
        .map(GroupLists::entity);
  }

  @Override
  public Select<Record1<Long>> page(AccountId member, long id, Paging paging) {
    return DSL.select(T.ID)
        .from(T)
        .where(T.GROUP_ID.eq(id))
        .and(Visible.to(Viewer.of(member), T))
        .and(Visible.wanted(Viewer.of(member), T.ACCOUNT_ID))
        .and(paging.condition(T.ID))
        .orderBy(paging.order(T.ID))
        .limit(paging.rows());
  }

  private static ListEntity entity(MemberOf member) {
    return new ListEntity(
        member.group().id().toString(), member.group().name(), RepliesPolicy.LIST.wire(), false);
  }
}
