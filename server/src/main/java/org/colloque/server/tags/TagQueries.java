package org.colloque.server.tags;

import static org.colloque.migrations.Tables.FEATURED_TAGS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TAG_FOLLOWS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.HashtagName;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads hashtags and who follows them, and keeps new ones. */
public final class TagQueries {
  /** Bits of an identifier below the milliseconds ({@code Ids}). */
  private static final int LOW_BITS = 16;

  private static final String USES =
      """
      SELECT st.tag_id, (s.created_at AT TIME ZONE 'UTC')::date AS day,
        count(*) AS uses, count(DISTINCT s.account_id) AS accounts
      FROM status_tags st JOIN statuses s ON s.id = st.status_id
      WHERE st.tag_id = ANY (?::bigint[]) AND st.status_id >= ?
        AND s.audience = 'public' AND s.deleted_at IS NULL AND s.created_at >= ?::timestamptz
      GROUP BY 1, 2
      """;

  private TagQueries() {}

  /** A row of {@code tags}. */
  public record Tag(long id, String name, String displayName) {}

  /** A followed hashtag and the cursor of its page. */
  record Followed(long cursor, Tag tag) {}

  /** Uses of one day. */
  record Uses(long uses, long accounts) {}

  /**
   * The identifier of a hashtag, whose row is made when there is none.
   *
   * @param name as stored
   * @param written as it is shown from now on, if it is new
   */
  static long keep(Kit kit, DSLContext sql, String name, String written) {
    sql.insertInto(TAGS)
        .set(TAGS.ID, kit.ids().next())
        .set(TAGS.NAME, name)
        .set(TAGS.DISPLAY_NAME, written)
        .set(TAGS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
        .onConflictDoNothing()
        .execute();
    return sql.select(TAGS.ID).from(TAGS).where(TAGS.NAME.eq(name)).fetchSingle().value1();
  }

  /**
   * By what number clients know a hashtag of this name: the same as {@code TagEntities} makes, and
   * there is an index of it.
   */
  public static Field<Long> wireId(Field<String> name) {
    return DSL.function("tag_wire_id", Long.class, name);
  }

  /**
   * The hashtag, if it is used in public or {@code follower} follows it or shows it.
   *
   * @param name as stored
   */
  static Optional<Tag> known(DSLContext sql, String name, Optional<AccountId> follower) {
    Condition followed =
        follower
            .map(account ->
                DSL.exists(
                    DSL.selectOne()
                        .from(TAG_FOLLOWS)
                        .where(TAG_FOLLOWS.TAG_ID.eq(TAGS.ID))
                        .and(TAG_FOLLOWS.ACCOUNT_ID.eq(account.value()))
                        .unionAll(
                            DSL.selectOne()
                                .from(FEATURED_TAGS)
                                .where(FEATURED_TAGS.TAG_ID.eq(TAGS.ID))
                                .and(FEATURED_TAGS.ACCOUNT_ID.eq(account.value())))))
            .orElse(DSL.falseCondition());
    return sql.select(TAGS.ID, TAGS.NAME, TAGS.DISPLAY_NAME)
        .from(TAGS)
        .where(TAGS.NAME.eq(name))
        .and(usedInPublic().or(followed))
        .fetchOptional(TagQueries::tag);
  }

  /**
   * Hashtags used in public, and not kept out of searches by a moderator, whose names begin so, the
   * shortest first.
   */
  public static List<Tag> byPrefix(DSLContext sql, String prefix, int limit, int offset) {
    String name = HashtagName.normalize(prefix);
    return sql.select(TAGS.ID, TAGS.NAME, TAGS.DISPLAY_NAME)
        .from(TAGS)
        // byte by byte, as the index has them; the last character of Unicode ends the range
        .where(DSL.condition("name ~>=~ {0}", DSL.val(name)))
        .and(DSL.condition("name ~<=~ {0}", DSL.val(name + Character.toString(0x10FFFF))))
        .and(usedInPublic())
        .and(TAGS.LISTABLE)
        .orderBy(DSL.length(TAGS.NAME), TAGS.NAME)
        .limit(limit)
        .offset(offset)
        .fetch(TagQueries::tag);
  }

  static List<Followed> followedBy(DSLContext sql, AccountId account, Paging paging) {
    return paging.newestFirst(
        sql.select(TAG_FOLLOWS.ID, TAGS.ID, TAGS.NAME, TAGS.DISPLAY_NAME)
            .from(TAG_FOLLOWS)
            .join(TAGS)
            .on(TAGS.ID.eq(TAG_FOLLOWS.TAG_ID))
            .where(TAG_FOLLOWS.ACCOUNT_ID.eq(account.value()))
            .and(paging.condition(TAG_FOLLOWS.ID))
            .orderBy(paging.order(TAG_FOLLOWS.ID))
            .limit(paging.rows())
            .fetch(row -> new Followed(row.get(TAG_FOLLOWS.ID), tag(row))));
  }

  /**
   * @param name as stored
   */
  public static boolean isFollowed(DSLContext sql, String name, AccountId account) {
    return sql.fetchExists(
        DSL.selectOne()
            .from(TAG_FOLLOWS)
            .join(TAGS)
            .on(TAGS.ID.eq(TAG_FOLLOWS.TAG_ID))
            .where(TAG_FOLLOWS.ACCOUNT_ID.eq(account.value()))
            .and(TAGS.NAME.eq(name)));
  }

  static Set<Long> following(DSLContext sql, AccountId account, Collection<Long> tags) {
    return new HashSet<>(
        sql.select(TAG_FOLLOWS.TAG_ID)
            .from(TAG_FOLLOWS)
            .where(TAG_FOLLOWS.ACCOUNT_ID.eq(account.value()))
            .and(TAG_FOLLOWS.TAG_ID.in(tags))
            .fetch(TAG_FOLLOWS.TAG_ID));
  }

  static Set<Long> featuring(DSLContext sql, AccountId account, Collection<Long> tags) {
    return new HashSet<>(
        sql.select(FEATURED_TAGS.TAG_ID)
            .from(FEATURED_TAGS)
            .where(FEATURED_TAGS.ACCOUNT_ID.eq(account.value()))
            .and(FEATURED_TAGS.TAG_ID.in(tags))
            .fetch(FEATURED_TAGS.TAG_ID));
  }

  /** Public uses of the last days, by hashtag and day. */
  static Map<Long, Map<LocalDate, Uses>> uses(DSLContext sql, Collection<Long> tags, Instant now) {
    Instant since =
        LocalDate.ofInstant(now, ZoneOffset.UTC)
            .minusDays(TagEntity.DAYS - 1L)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    // an identifier may be of an earlier moment than the status says, by a day at most
    long firstId = since.minus(Duration.ofDays(1)).toEpochMilli() << LOW_BITS;
    Map<Long, Map<LocalDate, Uses>> uses = new HashMap<>();
    for (Record row :
        sql.resultQuery(USES, tags.toArray(Long[]::new), firstId, since.atOffset(ZoneOffset.UTC))
            .fetch()) {
      uses.computeIfAbsent(row.get("tag_id", Long.class), _ -> new HashMap<>())
          .put(
              row.get("day", LocalDate.class),
              new Uses(row.get("uses", Long.class), row.get("accounts", Long.class)));
    }
    return uses;
  }

  public static Condition usedInPublic() {
    return DSL.exists(
        DSL.selectOne()
            .from(STATUS_TAGS)
            .join(STATUSES)
            .on(STATUSES.ID.eq(STATUS_TAGS.STATUS_ID))
            .where(STATUS_TAGS.TAG_ID.eq(TAGS.ID))
            .and(STATUSES.AUDIENCE.eq("public"))
            .and(STATUSES.DELETED_AT.isNull()));
  }

  private static Tag tag(Record row) {
    return new Tag(row.get(TAGS.ID), row.get(TAGS.NAME), row.get(TAGS.DISPLAY_NAME));
  }
}
