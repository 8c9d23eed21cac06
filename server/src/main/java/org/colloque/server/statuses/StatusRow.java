package org.colloque.server.statuses;

import org.colloque.server.accounts.AccountEntities;
import org.jspecify.annotations.Nullable;

/**
 * What a page of statuses asks PostgreSQL for: identifiers, versions, and the viewer's flags. All
 * else comes from rendered bytes.
 *
 * @param account the author's, with its version
 * @param reblog the reblogged status; missing for an ordinary one
 * @param own whether the viewer wrote it
 */
record StatusRow(
    Key key,
    AccountEntities.Key account,
    @Nullable Key reblog,
    AccountEntities.@Nullable Key reblogAccount,
    boolean favourited,
    boolean reblogged,
    boolean bookmarked,
    boolean muted,
    boolean pinned,
    boolean own) {
  /** Which text of which status. */
  record Key(long id, long version) {}
}
