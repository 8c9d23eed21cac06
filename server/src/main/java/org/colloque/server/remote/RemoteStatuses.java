package org.colloque.server.remote;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.UNDONE_EARLY;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Finds the statuses that we hold by their ActivityPub ids. */
public final class RemoteStatuses {
  /** What was undone before it came is remembered for so long (federation.md, quirk 33). */
  public static final Duration UNDONE_KEPT = Duration.ofHours(24);

  private static final Field<Boolean> AUTHOR_STANDS =
      DSL.field(
          DSL.exists(
              DSL.selectOne()
                  .from(ACCOUNTS)
                  .where(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID))
                  .and(ACCOUNTS.SUSPENDED_AT.isNull())));

  private RemoteStatuses() {}

  /**
   * A status, local or remote.
   *
   * @param audience as in the column
   * @param reblogOf what it reblogs
   * @param authorStands whether the author is not suspended (security row 22)
   */
  public record Known(
      StatusId id,
      AccountId author,
      String audience,
      boolean local,
      boolean deleted,
      @Nullable StatusId reblogOf,
      boolean authorStands) {
    /** Whether everybody may read it. */
    public boolean open() {
      return audience.equals("public") || audience.equals("unlisted");
    }
  }

  /** Deleted ones too; private groups' statuses have no address. */
  public static Optional<Known> byUri(DSLContext sql, String uri) {
    return find(sql, STATUSES.URI.eq(uri)).values().stream().findFirst();
  }

  /** As above, for many. */
  static Map<String, Known> byUris(DSLContext sql, Collection<String> uris) {
    return find(sql, STATUSES.URI.eq(DSL.any(uris.toArray(String[]::new))));
  }

  public static Optional<Known> byId(DSLContext sql, StatusId id) {
    return find(sql, STATUSES.ID.eq(id.value())).values().stream().findFirst();
  }

  /** By their addresses; what has none has the empty one. */
  private static Map<String, Known> find(DSLContext sql, Condition condition) {
    return sql.select(
            STATUSES.ID,
            STATUSES.ACCOUNT_ID,
            STATUSES.AUDIENCE,
            STATUSES.LOCAL,
            STATUSES.DELETED_AT,
            STATUSES.REBLOG_OF_ID,
            AUTHOR_STANDS,
            DSL.coalesce(STATUSES.URI, ""))
        .from(STATUSES)
        .where(condition)
        .and(STATUSES.GROUP_ID.isNull())
        .fetchMap(
            row -> row.value8(),
            row ->
                new Known(
                    new StatusId(row.value1()),
                    new AccountId(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5() != null,
                    row.value6() == null ? null : new StatusId(row.value6()),
                    row.value7()));
  }

  /** By the address of its page, remote ones only. */
  static Optional<Known> byPage(DSLContext sql, String url) {
    return sql.select(STATUSES.URI)
        .from(STATUSES)
        .where(ReadStatus.isAt(STATUSES, url))
        .and(STATUSES.LOCAL.isFalse())
        .and(STATUSES.REBLOG_OF_ID.isNull())
        .limit(1)
        .fetchOptional(STATUSES.URI)
        .flatMap(uri -> byUri(sql, uri));
  }

  /** One of ours by its ActivityPub id or the address of its page. */
  public static Optional<Known> byOurAddress(DSLContext sql, String url) {
    return StatusId.parse(url.substring(url.lastIndexOf('/') + 1))
        .flatMap(id ->
            sql.select(STATUSES.URI)
                .from(STATUSES)
                .where(STATUSES.ID.eq(id.value()))
                .and(STATUSES.LOCAL)
                .and(STATUSES.URI.eq(url).or(STATUSES.URL.eq(url)))
                .fetchOptional(STATUSES.URI))
        .flatMap(uri -> byUri(sql, uri));
  }

  /** Remembers that {@code actor} has taken {@code uri} back, which we have not seen yet. */
  public static void remember(DSLContext sql, String uri, String actor, Instant now) {
    var expires = now.plus(UNDONE_KEPT).atOffset(ZoneOffset.UTC);
    sql.insertInto(UNDONE_EARLY)
        .set(UNDONE_EARLY.URI, uri)
        .set(UNDONE_EARLY.ACTOR_URI, actor)
        .set(UNDONE_EARLY.EXPIRES_AT, expires)
        .onConflict(UNDONE_EARLY.URI)
        .doUpdate()
        .set(UNDONE_EARLY.EXPIRES_AT, expires)
        .where(UNDONE_EARLY.ACTOR_URI.eq(actor))
        .execute();
  }

  /** Which of {@code uris} were taken back before they came, and by whom. */
  static Map<String, String> undone(DSLContext sql, Collection<String> uris, Instant now) {
    return sql.select(UNDONE_EARLY.URI, UNDONE_EARLY.ACTOR_URI)
        .from(UNDONE_EARLY)
        .where(UNDONE_EARLY.URI.eq(DSL.any(uris.toArray(String[]::new))))
        .and(UNDONE_EARLY.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)))
        .fetchMap(UNDONE_EARLY.URI, UNDONE_EARLY.ACTOR_URI);
  }

  /** Whether {@code actor} has taken {@code uri} back before it came. */
  public static boolean wasUndone(DSLContext sql, String uri, String actor, Instant now) {
    return actor.equals(undone(sql, List.of(uri), now).get(uri));
  }
}
