package org.colloque.server.tags;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FEATURED_TAGS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.HashtagName;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The hashtags that people show on their profiles, here and elsewhere. */
public final class FeaturedTagQueries {
  private static final String OF_ACCOUNT =
      """
      SELECT f.id, t.name, t.display_name, u.uses, u.last
      FROM featured_tags f JOIN tags t ON t.id = f.tag_id
      CROSS JOIN LATERAL (
        SELECT count(*) AS uses, (max(s.created_at) AT TIME ZONE 'UTC')::date AS last
        FROM status_tags st JOIN statuses s ON s.id = st.status_id
        WHERE st.tag_id = f.tag_id AND s.account_id = f.account_id
          AND s.audience IN ('public', 'unlisted') AND s.deleted_at IS NULL) u
      JOIN accounts a ON a.id = f.account_id AND a.suspended_at IS NULL
      WHERE f.account_id = ?
      ORDER BY u.uses DESC, t.name
      """;

  /** Posts of a member that are looked at for what they write about most. */
  private static final int LOOKED_AT = 1_000;

  private FeaturedTagQueries() {}

  /** A row, and how often it is used where everybody may read it. */
  record Featured(
      long id, String name, String displayName, long uses, @Nullable LocalDate lastUse) {}

  static boolean exists(DSLContext sql, AccountId account) {
    return sql.fetchExists(
        ACCOUNTS, ACCOUNTS.ID.eq(account.value()).and(ACCOUNTS.DELETED_AT.isNull()));
  }

  /** The most used first; none of an account that is suspended. */
  static List<Featured> of(DSLContext sql, AccountId account) {
    return sql.resultQuery(OF_ACCOUNT, account.value())
        .fetch(row ->
            new Featured(
                row.get("id", Long.class),
                row.get("name", String.class),
                row.get("display_name", String.class),
                row.get("uses", Long.class),
                row.get("last", LocalDate.class)));
  }

  /** As they were written first, by name; none of an account that is suspended. */
  public static List<String> written(DSLContext sql, AccountId account) {
    return sql.select(TAGS.DISPLAY_NAME)
        .from(FEATURED_TAGS)
        .join(TAGS)
        .on(TAGS.ID.eq(FEATURED_TAGS.TAG_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(FEATURED_TAGS.ACCOUNT_ID))
        .where(FEATURED_TAGS.ACCOUNT_ID.eq(account.value()))
        .and(ACCOUNTS.SUSPENDED_AT.isNull())
        .orderBy(TAGS.NAME)
        .fetch(TAGS.DISPLAY_NAME);
  }

  /** How many there are; no new one comes while the transaction lasts. */
  public static int count(DSLContext sql, AccountId account) {
    return sql.fetchCount(FEATURED_TAGS, FEATURED_TAGS.ACCOUNT_ID.eq(account.value()));
  }

  /** Returns whether it is new. */
  public static boolean add(Kit kit, DSLContext sql, AccountId account, String written) {
    long tag = TagQueries.keep(kit, sql, HashtagName.normalize(written), written);
    return sql.insertInto(FEATURED_TAGS)
            .set(FEATURED_TAGS.ID, kit.ids().next())
            .set(FEATURED_TAGS.ACCOUNT_ID, account.value())
            .set(FEATURED_TAGS.TAG_ID, tag)
            .set(FEATURED_TAGS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute()
        > 0;
  }

  /** Returns whether it was there. */
  public static boolean remove(DSLContext sql, AccountId account, String name) {
    return sql.deleteFrom(FEATURED_TAGS)
            .using(TAGS)
            .where(FEATURED_TAGS.ACCOUNT_ID.eq(account.value()))
            .and(TAGS.ID.eq(FEATURED_TAGS.TAG_ID))
            .and(TAGS.NAME.eq(HashtagName.normalize(name)))
            .execute()
        > 0;
  }

  /** What the account writes about most where everybody may read it, and does not show yet. */
  static List<TagQueries.Tag> suggested(DSLContext sql, AccountId account, int limit) {
    var latest =
        DSL.select(STATUSES.ID)
            .from(STATUSES)
            .where(STATUSES.ACCOUNT_ID.eq(account.value()))
            .and(STATUSES.AUDIENCE.in("public", "unlisted"))
            .and(STATUSES.DELETED_AT.isNull())
            .orderBy(STATUSES.ID.desc())
            .limit(LOOKED_AT)
            .asTable("latest");
    return sql.select(TAGS.ID, TAGS.NAME, TAGS.DISPLAY_NAME)
        .from(latest)
        .join(STATUS_TAGS)
        .on(STATUS_TAGS.STATUS_ID.eq(latest.field(STATUSES.ID)))
        .join(TAGS)
        .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
        .whereNotExists(
            DSL.selectOne()
                .from(FEATURED_TAGS)
                .where(FEATURED_TAGS.ACCOUNT_ID.eq(account.value()))
                .and(FEATURED_TAGS.TAG_ID.eq(TAGS.ID)))
        .groupBy(TAGS.ID)
        .orderBy(DSL.count().desc(), TAGS.NAME)
        .limit(limit)
        .fetch(row -> new TagQueries.Tag(row.value1(), row.value2(), row.value3()));
  }
}
