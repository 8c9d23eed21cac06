package org.colloque.server.remote;

import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.UNDONE_EARLY;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Batch;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finds the statuses that we hold by their ActivityPub ids. */
public final class RemoteStatuses {
  /** What was undone before it came is remembered for so long (federation.md, quirk 33). */
  public static final Duration UNDONE_KEPT = Duration.ofHours(24);

  /** Fixed, for every received post asks for some. */
  private static final String KNOWN =
      """
      SELECT s.id, s.account_id, s.audience, s.local, s.deleted_at IS NOT NULL, s.reblog_of_id,
        EXISTS (SELECT FROM accounts a WHERE a.id = s.account_id AND a.suspended_at IS NULL),
        coalesce(s.uri, '')
      FROM statuses s WHERE s.group_id IS NULL AND\
      """;

  private static final String UNDONE =
      """
      SELECT uri, actor_uri FROM undone_early WHERE uri = ANY (?) AND expires_at > ?::timestamptz
      """;

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
    return find(sql, " s.uri = ?", uri).values().stream().findFirst();
  }

  /** As above, for many. */
  static Map<String, Known> byUris(DSLContext sql, Collection<String> uris) {
    return find(sql, " s.uri = ANY (?)", (Object) uris.toArray(String[]::new));
  }

  public static Optional<Known> byId(DSLContext sql, StatusId id) {
    return find(sql, " s.id = ?", id.value()).values().stream().findFirst();
  }

  /** By their addresses; what has none has the empty one. */
  private static Map<String, Known> find(DSLContext sql, String condition, Object value) {
    return Batch.map(sql, KNOWN + condition, row -> row.getString(8), RemoteStatuses::known, value);
  }

  private static Known known(ResultSet row) throws SQLException {
    long reblogOf = row.getLong(6);
    return new Known(
        new StatusId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        row.getString(3),
        row.getBoolean(4),
        row.getBoolean(5),
        reblogOf == 0 ? null : new StatusId(reblogOf),
        row.getBoolean(7));
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
    return Batch.map(
        sql,
        UNDONE,
        row -> row.getString(1),
        row -> row.getString(2),
        uris.toArray(String[]::new),
        now);
  }

  /** Whether {@code actor} has taken {@code uri} back before it came. */
  public static boolean wasUndone(DSLContext sql, String uri, String actor, Instant now) {
    return actor.equals(undone(sql, List.of(uri), now).get(uri));
  }
}
