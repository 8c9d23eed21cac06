package org.colloque.server.discovery;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;

import java.util.List;
import java.util.Optional;
import org.colloque.server.outbox.LocalPosts;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;

/** Answers and threads, as far as everybody may read them. */
final class ThreadQueries {
  /** Goes down from answer to answer, but not through what only some may read. */
  private static final String DOWNWARDS =
      """
      WITH RECURSIVE down (id, depth) AS (
        SELECT id, 0 FROM federated_statuses WHERE id = ?
        UNION ALL
        SELECT s.id, down.depth + 1
        FROM down JOIN federated_statuses s ON s.in_reply_to_id = down.id
        WHERE down.depth < ? AND s.deleted_at IS NULL AND s.audience IN ('public', 'unlisted')
      ), first_ones AS (SELECT id FROM down ORDER BY id LIMIT ?)
      SELECT s.uri FROM first_ones f
      JOIN federated_statuses s ON s.id = f.id
      JOIN accounts a ON a.id = s.account_id
      WHERE s.uri IS NOT NULL AND a.suspended_at IS NULL AND a.deleted_at IS NULL
      ORDER BY s.id
      """;

  private static final int DEEPEST = 100;

  private ThreadQueries() {}

  /**
   * @param owner whose post it begins with
   * @param posts ids, the oldest first
   */
  record Posts(String owner, List<String> posts) {}

  /** Answers to a post, the oldest first, after {@code minId}. */
  static List<CollectionQueries.Entry> answers(
      DSLContext sql, StatusId status, long minId, int limit) {
    return sql.select(FEDERATED_STATUSES.ID, FEDERATED_STATUSES.URI)
        .from(FEDERATED_STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
        .where(FEDERATED_STATUSES.IN_REPLY_TO_ID.eq(status.value()))
        .and(FEDERATED_STATUSES.ID.gt(minId))
        .and(FEDERATED_STATUSES.AUDIENCE.in("public", "unlisted"))
        .and(FEDERATED_STATUSES.DELETED_AT.isNull())
        .and(FEDERATED_STATUSES.URI.isNotNull())
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .orderBy(FEDERATED_STATUSES.ID)
        .limit(limit)
        .fetch(row -> new CollectionQueries.Entry(row.value1(), row.value2()));
  }

  /** Empty unless the thread begins with a post of ours that everybody may read. */
  static Optional<Posts> thread(DSLContext sql, long conversation, int limit) {
    return sql.select(FEDERATED_STATUSES.ID, ACCOUNTS.URI)
        .from(FEDERATED_STATUSES)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEDERATED_STATUSES.ACCOUNT_ID))
        .where(FEDERATED_STATUSES.CONVERSATION_ID.eq(conversation))
        .and(LocalPosts.isOpenRoot(FEDERATED_STATUSES))
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .and(ACCOUNTS.DELETED_AT.isNull())
        .orderBy(FEDERATED_STATUSES.ID)
        .limit(1)
        .fetchOptional()
        .map(root ->
            new Posts(
                root.value2(),
                sql.resultQuery(DOWNWARDS, root.value1(), DEEPEST, limit)
                    .fetch(row -> row.get(0, String.class))));
  }
}
