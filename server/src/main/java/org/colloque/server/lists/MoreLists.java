package org.colloque.server.lists;

import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.jooq.Record1;
import org.jooq.Select;

/**
 * Further lists of a member that are not of their making: shown to clients beside their own, read
 * and streamed as these, changed elsewhere. Their identifiers come from the same sequence.
 */
public interface MoreLists {
  /** In the order in which they are shown. */
  List<ListEntity> of(Tx tx, AccountId member);

  /** Empty when there is none of this number for {@code member}. */
  Optional<ListEntity> one(Tx tx, AccountId member, long id);

  /** Identifiers of the statuses of a page; the caller has seen that {@link #one} is there. */
  Select<Record1<Long>> page(AccountId member, long id, Paging paging);
}
