package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.HashtagName;
import org.jooq.DSLContext;

/** Keeps which hashtags a status has. */
public final class StatusTags {
  private final Kit kit;

  public StatusTags(Kit kit) {
    this.kit = kit;
  }

  /** Sets the hashtags of a status; {@code names} as written, without the sign. */
  public void write(DSLContext sql, StatusId status, List<String> names) {
    sql.deleteFrom(STATUS_TAGS).where(STATUS_TAGS.STATUS_ID.eq(status.value())).execute();
    add(sql, status, names);
  }

  /** The hashtags of a status that has none yet. */
  void add(DSLContext sql, StatusId status, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    Map<String, String> byName = new LinkedHashMap<>();
    names.forEach(name -> byName.putIfAbsent(HashtagName.normalize(name), name));
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    var insert = sql.insertInto(TAGS, TAGS.ID, TAGS.NAME, TAGS.DISPLAY_NAME, TAGS.CREATED_AT);
    // in one order everywhere, so that two transactions with the same tags do not deadlock
    for (String name : byName.keySet().stream().sorted().toList()) {
      insert = insert.values(kit.ids().next(), name, byName.getOrDefault(name, name), now);
    }
    insert.onConflictDoNothing().execute();
    sql.insertInto(STATUS_TAGS, STATUS_TAGS.TAG_ID, STATUS_TAGS.STATUS_ID)
        .select(
            sql.select(TAGS.ID, org.jooq.impl.DSL.val(status.value()))
                .from(TAGS)
                .where(TAGS.NAME.in(byName.keySet())))
        .onConflictDoNothing()
        .execute();
  }
}
