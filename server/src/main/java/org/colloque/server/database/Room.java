package org.colloque.server.database;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** How much room the database takes, as PostgreSQL's own catalogue knows it. */
public final class Room {
  private Room() {}

  /** A table, with its indexes. */
  public record Part(String name, long bytes) {}

  /** All of it, in bytes. */
  public static long all(DSLContext sql) {
    return sql.select(DSL.field("pg_database_size(current_database())", Long.class))
        .fetchSingle()
        .value1();
  }

  /** The largest tables. */
  public static List<Part> largest(DSLContext sql, int most) {
    return sql.fetch(
            """
            SELECT relname::text, pg_total_relation_size(oid) FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            ORDER BY 2 DESC LIMIT ?
            """,
            most)
        .map(row -> new Part(row.get(0, String.class), row.get(1, Long.class)));
  }
}
