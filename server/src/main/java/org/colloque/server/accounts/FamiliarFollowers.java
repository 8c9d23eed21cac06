package org.colloque.server.accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.RawJson;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Whom of the people that a member follows also follow somebody else. */
final class FamiliarFollowers {
  /** People named for each account. */
  static final int SHOWN = 40;

  /** Who hides their lists is not named. */
  private static final String FAMILIAR =
      """
      SELECT target, account_id FROM (
        SELECT theirs.target_account_id AS target, theirs.account_id,
          row_number() OVER (PARTITION BY theirs.target_account_id ORDER BY theirs.id DESC) AS place
        FROM follows theirs
        JOIN follows mine ON mine.target_account_id = theirs.account_id AND mine.account_id = ?
        JOIN accounts a ON a.id = theirs.account_id
        WHERE theirs.target_account_id = ANY (?::bigint[]) AND NOT a.hide_collections
          AND a.suspended_at IS NULL AND a.deleted_at IS NULL
      ) numbered WHERE place <= ? ORDER BY place
      """;

  private FamiliarFollowers() {}

  /** One answer (Mastodon 4.6, entity FamiliarFollowers). */
  record Entity(String id, List<RawJson> accounts) {}

  static List<Entity> list(DSLContext sql, AccountEntities entities, AccountId me, List<Long> ids) {
    Map<Long, List<Long>> byTarget = new LinkedHashMap<>();
    ids.forEach(id -> byTarget.put(id, new ArrayList<>()));
    for (Record row :
        sql.resultQuery(FAMILIAR, me.value(), ids.toArray(Long[]::new), SHOWN).fetch()) {
      List<Long> named = byTarget.get(row.get("target", Long.class));
      if (named != null) {
        named.add(row.get("account_id", Long.class));
      }
    }
    Map<Long, RawJson> accounts =
        entities.byIds(sql, byTarget.values().stream().flatMap(List::stream).distinct().toList());
    List<Entity> list = new ArrayList<>();
    byTarget.forEach((id, named) ->
        list.add(
            new Entity(
                Long.toString(id),
                named.stream().map(accounts::get).filter(java.util.Objects::nonNull).toList())));
    return list;
  }
}
