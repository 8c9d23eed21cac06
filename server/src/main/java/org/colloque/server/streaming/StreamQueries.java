package org.colloque.server.streaming;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.HOME_ENTRIES;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MUTES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.statuses.Feeds;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Asks whom a status concerns. */
final class StreamQueries {
  private static final Statuses S = STATUSES.as("s");

  private StreamQueries() {}

  /**
   * Whom a status concerns among those who are connected.
   *
   * @param readers who have it in their home feed
   * @param open what everybody may be told; missing when it is for some only, as a group's is
   */
  record Reach(List<Long> readers, Optional<Open> open) {}

  /**
   * A status that everybody may read.
   *
   * @param listed in the public timelines
   * @param tagged shown under its hashtags
   * @param unwilling accounts that do not want to see its author, or that its author has blocked
   */
  record Open(
      boolean listed,
      boolean tagged,
      boolean local,
      boolean media,
      OffsetDateTime createdAt,
      List<String> tags,
      Set<Long> unwilling) {}

  /**
   * One round trip, by a transaction of a stranger: rows of private groups do not exist for it, but
   * who has one in the feed is found.
   */
  static Reach reach(DSLContext sql, StatusId status, List<Long> connected, OffsetDateTime now) {
    Long[] accounts = connected.toArray(Long[]::new);
    Field<Long[]> readers =
        DSL.array(
            DSL.select(HOME_ENTRIES.ACCOUNT_ID)
                .from(HOME_ENTRIES)
                .where(HOME_ENTRIES.STATUS_ID.eq(status.value()))
                .and(HOME_ENTRIES.SPAN.eq(Feeds.span(status)))
                .and(HOME_ENTRIES.ACCOUNT_ID.eq(DSL.any(accounts))));
    Field<String[]> tags =
        DSL.array(
            DSL.select(TAGS.NAME)
                .from(STATUS_TAGS)
                .join(TAGS)
                .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
                .where(STATUS_TAGS.STATUS_ID.eq(S.ID)));
    Field<Long[]> unwilling = DSL.array(unwilling(accounts, now));
    Field<Boolean> media =
        DSL.field(
            DSL.exists(
                DSL.selectOne()
                    .from(MEDIA_ATTACHMENTS)
                    .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(S.ID))));
    Field<Boolean> silenced = DSL.field(silenced());
    return sql.select(S.ID, S.LISTED, S.AUDIENCE, S.LOCAL, S.CREATED_AT)
        .select(readers, tags, unwilling, media, silenced)
        .from(DSL.selectOne().asTable("one"))
        .leftJoin(S)
        .on(S.ID.eq(status.value()))
        .and(Visible.toAll(S))
        .fetchSingle(row -> {
          boolean shown = row.get(S.ID) != null && !row.get(silenced);
          return new Reach(
              List.of(row.get(readers)),
              shown
                  ? Optional.of(open(row, row.get(media), row.get(tags), row.get(unwilling)))
                  : Optional.empty());
        });
  }

  private static Open open(Record row, boolean media, String[] tags, Long[] unwilling) {
    return new Open(
        row.get(S.LISTED),
        row.get(S.AUDIENCE).equals("public"),
        row.get(S.LOCAL),
        media,
        row.get(S.CREATED_AT),
        List.of(tags),
        new HashSet<>(List.of(unwilling)));
  }

  private static Condition silenced() {
    return DSL.exists(
        DSL.selectOne()
            .from(ACCOUNTS)
            .where(ACCOUNTS.ID.eq(S.ACCOUNT_ID))
            .and(ACCOUNTS.SILENCED_AT.isNotNull()));
  }

  private static Select<Record1<Long>> unwilling(Long[] accounts, OffsetDateTime now) {
    return DSL.select(MUTES.ACCOUNT_ID)
        .from(MUTES)
        .where(MUTES.ACCOUNT_ID.eq(DSL.any(accounts)))
        .and(MUTES.TARGET_ACCOUNT_ID.eq(S.ACCOUNT_ID))
        .and(MUTES.EXPIRES_AT.isNull().or(MUTES.EXPIRES_AT.gt(now)))
        .unionAll(
            DSL.select(BLOCKS.ACCOUNT_ID)
                .from(BLOCKS)
                .where(BLOCKS.ACCOUNT_ID.eq(DSL.any(accounts)))
                .and(BLOCKS.TARGET_ACCOUNT_ID.eq(S.ACCOUNT_ID)))
        .unionAll(
            DSL.select(BLOCKS.TARGET_ACCOUNT_ID)
                .from(BLOCKS)
                .where(BLOCKS.ACCOUNT_ID.eq(S.ACCOUNT_ID))
                .and(BLOCKS.TARGET_ACCOUNT_ID.eq(DSL.any(accounts))));
  }
}
