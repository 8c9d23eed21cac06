package org.colloque.server.announcements;

import static org.colloque.migrations.Tables.ANNOUNCEMENTS;
import static org.colloque.migrations.Tables.ANNOUNCEMENT_REACTIONS;
import static org.colloque.migrations.Tables.ANNOUNCEMENT_READS;
import static org.colloque.migrations.Tables.CUSTOM_EMOJIS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.migrations.tables.records.AnnouncementsRecord;
import org.colloque.server.accounts.AccountId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Reads announcements with what a member did about them. */
final class AnnouncementQueries {
  private static final long NOBODY = 0;

  private AnnouncementQueries() {}

  static Condition current(Instant now) {
    return ANNOUNCEMENTS
        .ENDS_AT
        .isNull()
        .or(ANNOUNCEMENTS.ENDS_AT.gt(now.atOffset(ZoneOffset.UTC)));
  }

  /** All that is shown now, the newest first. */
  static List<Announcement> shown(DSLContext sql, AccountId reader, Instant now, int limit) {
    return read(sql, reader.value(), current(now), limit);
  }

  /** As somebody sees it who did nothing about it yet. */
  static Optional<Announcement> one(DSLContext sql, long id, Instant now) {
    return read(sql, NOBODY, current(now).and(ANNOUNCEMENTS.ID.eq(id)), 1).stream().findFirst();
  }

  static boolean exists(DSLContext sql, long id, Instant now) {
    return sql.fetchExists(ANNOUNCEMENTS, current(now).and(ANNOUNCEMENTS.ID.eq(id)));
  }

  /** Also those whose time has passed, the newest first. */
  static List<AnnouncementsRecord> all(DSLContext sql, int limit) {
    return sql.selectFrom(ANNOUNCEMENTS)
        .orderBy(ANNOUNCEMENTS.ID.desc())
        .limit(DSL.inline(limit))
        .fetch();
  }

  private static List<Announcement> read(
      DSLContext sql, long reader, Condition condition, int limit) {
    Field<Boolean> seen =
        DSL.field(
            DSL.exists(
                DSL.selectOne()
                    .from(ANNOUNCEMENT_READS)
                    .where(ANNOUNCEMENT_READS.ANNOUNCEMENT_ID.eq(ANNOUNCEMENTS.ID))
                    .and(ANNOUNCEMENT_READS.ACCOUNT_ID.eq(reader))));
    var rows =
        sql.select(ANNOUNCEMENTS.fields())
            .select(seen)
            .from(ANNOUNCEMENTS)
            .where(condition)
            .orderBy(ANNOUNCEMENTS.ID.desc())
            .limit(DSL.inline(limit))
            .fetch();
    Map<Long, List<Announcement.Reaction>> reactions =
        reactions(sql, rows.getValues(ANNOUNCEMENTS.ID), reader);
    return rows.map(row -> {
      AnnouncementsRecord record = row.into(ANNOUNCEMENTS);
      return new Announcement(
          record.getId(),
          record.getHtml(),
          record.getEndsAt() == null ? null : record.getEndsAt().toInstant(),
          record.getCreatedAt().toInstant(),
          record.getUpdatedAt().toInstant(),
          row.get(seen),
          reactions.getOrDefault(record.getId(), List.of()));
    });
  }

  private static Map<Long, List<Announcement.Reaction>> reactions(
      DSLContext sql, List<Long> announcements, long reader) {
    Field<Integer> count = DSL.count();
    Field<Boolean> mine = DSL.boolOr(ANNOUNCEMENT_REACTIONS.ACCOUNT_ID.eq(reader));
    return sql.select(ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID, ANNOUNCEMENT_REACTIONS.NAME)
        .select(count, mine, DSL.max(CUSTOM_EMOJIS.IMAGE_URL))
        .from(ANNOUNCEMENT_REACTIONS)
        .leftJoin(CUSTOM_EMOJIS)
        .on(CUSTOM_EMOJIS.SHORTCODE.eq(ANNOUNCEMENT_REACTIONS.NAME))
        .and(DSL.coalesce(CUSTOM_EMOJIS.DOMAIN, "").eq(""))
        .where(ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID.in(announcements))
        .groupBy(ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID, ANNOUNCEMENT_REACTIONS.NAME)
        .orderBy(DSL.min(ANNOUNCEMENT_REACTIONS.ID))
        .fetchGroups(
            ANNOUNCEMENT_REACTIONS.ANNOUNCEMENT_ID,
            row ->
                new Announcement.Reaction(
                    row.get(ANNOUNCEMENT_REACTIONS.NAME),
                    row.get(count),
                    row.get(mine),
                    row.get(DSL.max(CUSTOM_EMOJIS.IMAGE_URL))));
  }
}
