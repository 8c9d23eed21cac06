package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.database.Viewer;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** What stands before and after a status in its thread, as far as the viewer may read it. */
public final class Threads {
  /** Statuses shown to a member before, and after (semantics.md, section 4). */
  public static final int MAX_FOR_MEMBERS = 4096;

  /** Statuses shown to a visitor before. */
  public static final int MAX_ANCESTORS_FOR_STRANGERS = 40;

  /** Statuses shown to a visitor after. */
  public static final int MAX_DESCENDANTS_FOR_STRANGERS = 60;

  /** Levels of replies that a visitor sees. */
  public static final int MAX_DEPTH_FOR_STRANGERS = 20;

  private static final String UPWARDS =
      """
      WITH RECURSIVE up (id, parent, depth) AS (
        SELECT id, in_reply_to_id, 0 FROM statuses WHERE id = ?
        UNION ALL
        SELECT s.id, s.in_reply_to_id, up.depth + 1
        FROM up JOIN statuses s ON s.id = up.parent
        WHERE up.depth < ?
      )
      SELECT id FROM up WHERE depth > 0 ORDER BY depth DESC
      """;

  private static final String DOWNWARDS =
      """
      WITH RECURSIVE down (id, parent, depth) AS (
        SELECT id, in_reply_to_id, 0 FROM statuses WHERE id = ?
        UNION ALL
        SELECT s.id, s.in_reply_to_id, down.depth + 1
        FROM down JOIN statuses s ON s.in_reply_to_id = down.id
        WHERE down.depth < ? AND s.deleted_at IS NULL
      )
      SELECT id, parent FROM down WHERE depth > 0 ORDER BY depth, id LIMIT ?
      """;

  private Threads() {}

  /** Identifiers from the first status of the thread down to the one before {@code id}. */
  public static List<Long> ancestors(DSLContext sql, Viewer viewer, StatusId id) {
    int most = viewer instanceof Viewer.Member ? MAX_FOR_MEMBERS : MAX_ANCESTORS_FOR_STRANGERS;
    List<Long> all =
        sql.resultQuery(UPWARDS, id.value(), most).fetch(row -> row.get(0, Long.class));
    return readable(sql, viewer, all);
  }

  /** Identifiers of all replies below {@code id}, each followed by its own replies. */
  public static List<Long> descendants(DSLContext sql, Viewer viewer, StatusId id) {
    boolean member = viewer instanceof Viewer.Member;
    List<Record2<Long, Long>> rows =
        sql.resultQuery(
                DOWNWARDS,
                id.value(),
                member ? MAX_FOR_MEMBERS : MAX_DEPTH_FOR_STRANGERS,
                member ? MAX_FOR_MEMBERS : MAX_DESCENDANTS_FOR_STRANGERS)
            .fetch()
            .into(DSL.field("id", Long.class), DSL.field("parent", Long.class));
    return readable(sql, viewer, depthFirst(rows, id.value()));
  }

  private static List<Long> depthFirst(List<Record2<Long, Long>> rows, long root) {
    Map<Long, List<Long>> children = new java.util.HashMap<>();
    for (Record2<Long, Long> row : rows) {
      children.computeIfAbsent(row.value2(), _ -> new ArrayList<>()).add(row.value1());
    }
    List<Long> ordered = new ArrayList<>(rows.size());
    // a stack, not recursion: threads may be deeper than the call stack
    Deque<Long> stack = new ArrayDeque<>(children.getOrDefault(root, List.of()).reversed());
    while (!stack.isEmpty()) {
      long next = stack.removeLast();
      ordered.add(next);
      children.getOrDefault(next, List.of()).reversed().forEach(stack::addLast);
    }
    return ordered;
  }

  private static List<Long> readable(DSLContext sql, Viewer viewer, List<Long> ids) {
    if (ids.isEmpty()) {
      return ids;
    }
    Statuses s = STATUSES.as("s");
    java.util.Set<Long> readable =
        sql.select(s.ID)
            .from(s)
            .where(s.ID.in(ids))
            .and(Visible.to(viewer, s))
            .and(Visible.wanted(viewer, s.ACCOUNT_ID))
            .fetchSet(s.ID);
    return ids.stream().filter(readable::contains).toList();
  }
}
