package org.colloque.server.accounts;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** How a member stands to others: one statement, whatever their number. */
public final class RelationshipQueries {
  private static final String RELATIONSHIPS =
      """
      SELECT a.id,
        f.id IS NOT NULL AS following,
        coalesce(f.show_reblogs, r.show_reblogs, false) AS showing_reblogs,
        coalesce(f.notify, r.notify, false) AS notifying,
        coalesce(f.languages, r.languages) AS languages,
        EXISTS (SELECT FROM follows b WHERE b.account_id = a.id AND b.target_account_id = me.id)
          AS followed_by,
        EXISTS (SELECT FROM blocks b WHERE b.account_id = me.id AND b.target_account_id = a.id)
          AS blocking,
        EXISTS (SELECT FROM blocks b WHERE b.account_id = a.id AND b.target_account_id = me.id)
          AS blocked_by,
        m.id IS NOT NULL AS muting,
        coalesce(m.hide_notifications, false) AS muting_notifications,
        m.expires_at AS muting_expires_at,
        r.id IS NOT NULL AS requested,
        EXISTS (SELECT FROM follow_requests b
          WHERE b.account_id = a.id AND b.target_account_id = me.id) AS requested_by,
        EXISTS (SELECT FROM account_domain_blocks d
          WHERE d.account_id = me.id AND d.domain = a.domain) AS domain_blocking,
        EXISTS (SELECT FROM endorsements e
          WHERE e.account_id = me.id AND e.target_account_id = a.id) AS endorsed,
        coalesce(n.comment, '') AS note
      FROM accounts a
      CROSS JOIN (SELECT ?::bigint AS id) me
      LEFT JOIN follows f ON f.account_id = me.id AND f.target_account_id = a.id
      LEFT JOIN follow_requests r ON r.account_id = me.id AND r.target_account_id = a.id
      LEFT JOIN mutes m ON m.account_id = me.id AND m.target_account_id = a.id
        AND (m.expires_at IS NULL OR m.expires_at > ?::timestamptz)
      LEFT JOIN account_notes n ON n.account_id = me.id AND n.target_account_id = a.id
      WHERE a.id = ANY (?::bigint[]) AND a.deleted_at IS NULL
        AND (?::boolean OR a.suspended_at IS NULL)
      """;

  private RelationshipQueries() {}

  /**
   * In the order of {@code ids}; those that do not exist are left out.
   *
   * @param suspended whether suspended accounts are answered too
   */
  public static List<RelationshipEntity> list(
      DSLContext sql, AccountId me, Collection<Long> ids, boolean suspended, Instant now) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Long, RelationshipEntity> byId = new HashMap<>();
    for (Record row :
        sql.resultQuery(
                RELATIONSHIPS,
                me.value(),
                now.atOffset(ZoneOffset.UTC),
                ids.toArray(Long[]::new),
                suspended)
            .fetch()) {
      byId.put(row.get("id", Long.class), entity(row));
    }
    return ids.stream().distinct().map(byId::get).filter(Objects::nonNull).toList();
  }

  private static RelationshipEntity entity(Record row) {
    String @Nullable [] languages = row.get("languages", String[].class);
    @Nullable OffsetDateTime expires = row.get("muting_expires_at", OffsetDateTime.class);
    return new RelationshipEntity(
        row.get("id", String.class),
        flag(row, "following"),
        flag(row, "showing_reblogs"),
        flag(row, "notifying"),
        languages == null ? null : List.of(languages),
        flag(row, "followed_by"),
        flag(row, "blocking"),
        flag(row, "blocked_by"),
        flag(row, "muting"),
        flag(row, "muting_notifications"),
        RelationshipEntity.wholeSecond(expires == null ? null : expires.toInstant()),
        flag(row, "requested"),
        flag(row, "requested_by"),
        flag(row, "domain_blocking"),
        flag(row, "endorsed"),
        row.get("note", String.class));
  }

  private static boolean flag(Record row, String name) {
    return Boolean.TRUE.equals(row.get(name, Boolean.class));
  }
}
