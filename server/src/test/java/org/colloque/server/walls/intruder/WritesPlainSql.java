package org.colloque.server.walls.intruder;

import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Puts together SQL from text. */
public final class WritesPlainSql {
  private WritesPlainSql() {}

  public static int delete(DSLContext sql, String name) {
    return sql.execute("DELETE FROM tags WHERE name = '" + name + "'");
  }

  public static int count(DSLContext sql, String condition) {
    return sql.fetchCount(DSL.table("tags"), DSL.condition(condition));
  }
}
