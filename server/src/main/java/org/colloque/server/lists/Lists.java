package org.colloque.server.lists;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Db;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.statuses.StatusId;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** The lists of members as others read them: their own, and those of {@link MoreLists}. */
public final class Lists {
  private final Db db;
  private final List<MoreLists> more;

  public Lists(Db db, List<MoreLists> more) {
    this.db = db;
    this.more = List.copyOf(more);
  }

  public List<ListEntity> of(Tx tx, AccountId member) {
    List<ListEntity> all = new ArrayList<>();
    ListQueries.of(tx.sql(), member).stream().map(ListEntity::of).forEach(all::add);
    more.forEach(others -> all.addAll(others.of(tx, member)));
    return all;
  }

  /** Empty when there is no such list for {@code member}. */
  public Optional<ListEntity> one(Tx tx, AccountId member, long id) {
    return ListQueries.one(tx.sql(), member, id)
        .map(ListEntity::of)
        .or(() -> other(tx, member, id).flatMap(others -> others.one(tx, member, id)));
  }

  /** Whether {@code member} has this list. */
  public boolean has(AccountId member, long id) {
    return db.as(Viewer.of(member), tx -> one(tx, member, id).isPresent());
  }

  /** Identifiers of the statuses of a page; empty when there is no such list for {@code member}. */
  public Optional<Select<Record1<Long>>> page(Tx tx, AccountId member, long id, Paging paging) {
    return ListQueries.one(tx.sql(), member, id)
        .map(list -> ListTimeline.page(member, list, paging))
        .or(() -> other(tx, member, id).map(others -> others.page(member, id, paging)));
  }

  private Optional<MoreLists> other(Tx tx, AccountId member, long id) {
    return more.stream().filter(others -> others.one(tx, member, id).isPresent()).findFirst();
  }

  /**
   * Those of {@code lists}, of any members, that show a status, each with its owner. Lists of
   * {@link MoreLists} are not among them.
   */
  public Map<Long, AccountId> showing(StatusId status, Collection<Long> lists) {
    if (lists.isEmpty()) {
      return Map.of();
    }
    Map<Long, AccountId> candidates =
        db.as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(STATUSES.ACCOUNT_ID)
                    .from(STATUSES)
                    .where(STATUSES.ID.eq(status.value()))
                    .fetchOptional(STATUSES.ACCOUNT_ID)
                    .map(author -> ListQueries.ofAuthor(tx.sql(), author, lists))
                    .orElse(Map.of()));
    Map<Long, AccountId> showing = new HashMap<>();
    candidates.forEach((id, owner) -> {
      if (db.as(Viewer.of(owner), tx -> shows(tx, owner, id, status))) {
        showing.put(id, owner);
      }
    });
    return showing;
  }

  private static boolean shows(Tx tx, AccountId owner, long id, StatusId status) {
    return ListQueries.one(tx.sql(), owner, id)
        .map(list -> ListTimeline.shows(owner, list, status.value()))
        .map(shown -> tx.sql().select(DSL.field(shown)).fetchSingle().value1())
        .orElse(false);
  }
}
