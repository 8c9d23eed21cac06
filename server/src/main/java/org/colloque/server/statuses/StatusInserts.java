package org.colloque.server.statuses;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.colloque.server.database.Batch;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes many statuses, and what belongs to them, each kind in one statement whatever their number:
 * what other servers send comes in dozens.
 */
final class StatusInserts {
  /** What the columns of a status are filled with, in the order of {@link #insert}. */
  private static final String STATUSES =
      """
      INSERT INTO statuses (id, account_id, uri, url, local, audience, group_id, in_reply_to_id,
        in_reply_to_account_id, in_reply_to_uri, conversation_id, text, content_html, spoiler_text,
        sensitive, language, emojis, listed, quiet, application_id, created_at, edited_at,
        interactions)
      SELECT id, account_id, uri, url, local, audience, group_id, in_reply_to_id,
        in_reply_to_account_id, in_reply_to_uri, conversation_id, text, content_html, spoiler_text,
        sensitive, language, emojis::jsonb, listed, ?::boolean, application_id,
        created_at::timestamptz, edited_at::timestamptz, interactions
      FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::text[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[],
        ?::text[], ?::boolean[], ?::text[], ?::text[], ?::boolean[], ?::bigint[], ?::text[],
        ?::text[], ?::int[])
        AS s(id, account_id, uri, url, local, audience, group_id, in_reply_to_id,
          in_reply_to_account_id, in_reply_to_uri, conversation_id, text, content_html,
          spoiler_text, sensitive, language, emojis, listed, application_id, created_at, edited_at,
          interactions)
      ON CONFLICT (uri) DO NOTHING RETURNING id
      """;

  private static final String MENTIONS =
      """
      INSERT INTO mentions (status_id, account_id, silent)
      SELECT status_id, account_id, silent
      FROM unnest(?::bigint[], ?::bigint[], ?::boolean[]) m(status_id, account_id, silent)
      ON CONFLICT DO NOTHING
      """;

  private static final String ADOPT =
      """
      WITH adopted AS (
        UPDATE statuses c SET in_reply_to_id = p.id, in_reply_to_account_id = p.author,
          version = c.version + 1
        FROM unnest(?::text[], ?::bigint[], ?::bigint[]) p(uri, id, author)
        WHERE c.in_reply_to_uri = p.uri AND c.in_reply_to_id IS NULL
        RETURNING p.id)
      SELECT id, count(*) FROM adopted GROUP BY id
      """;

  private static final String COUNT_POSTS =
      """
      UPDATE accounts a SET statuses_count = a.statuses_count + n.posts,
        last_status_on = greatest(a.last_status_on, n.day::date), version = a.version + 1
      FROM unnest(?::bigint[], ?::int[], ?::text[]) n(id, posts, day) WHERE a.id = n.id
      """;

  private static final String COUNT_REPLIES =
      """
      UPDATE statuses s SET replies_count = s.replies_count + n.replies, version = s.version + 1
      FROM unnest(?::bigint[], ?::int[]) n(id, replies) WHERE s.id = n.id
      """;

  private StatusInserts() {}

  /** What a reply needs to know of the status before it. */
  record Parent(long id, long account, long conversation) {}

  /**
   * A status with all that is known before it is written.
   *
   * @param uri null where it is never federated
   */
  record Row(
      long id,
      NewStatus status,
      @Nullable String uri,
      @Nullable String url,
      @Nullable Parent parent,
      long conversation) {
    @Nullable Long group() {
      return switch (status.audience()) {
        case Audience.Fediverse _ -> null;
        case Audience.Group group -> group.group();
      };
    }

    boolean listed() {
      boolean reply = parent != null || status.inReplyToUri() != null;
      boolean toSelf = parent != null && parent.account() == status.author().value();
      return status.audience().column().equals("public") && (!reply || toSelf);
    }
  }

  /** Answers which of them are new here: the others have an address that is known. */
  static Set<Long> insert(DSLContext sql, List<Row> rows, boolean quiet) {
    return new HashSet<>(
        Batch.query(
            sql,
            STATUSES,
            row -> row.getLong(1),
            quiet,
            longs(rows, Row::id),
            longs(rows, row -> row.status().author().value()),
            texts(rows, Row::uri),
            texts(rows, Row::url),
            flags(rows, row -> row.status().local()),
            texts(rows, row -> row.status().audience().column()),
            longs(rows, Row::group),
            longs(rows, row -> row.parent() == null ? null : row.parent().id()),
            longs(rows, row -> row.parent() == null ? null : row.parent().account()),
            texts(rows, row -> row.status().inReplyToUri()),
            longs(rows, Row::conversation),
            texts(rows, row -> row.status().text()),
            texts(rows, row -> row.status().html()),
            texts(rows, row -> row.status().spoilerText()),
            flags(rows, row -> row.status().sensitive()),
            texts(rows, row -> row.status().language()),
            texts(rows, row -> row.status().emojis()),
            flags(rows, Row::listed),
            longs(rows, row -> row.status().application()),
            texts(rows, row -> row.status().createdAt().toString()),
            texts(rows, row -> text(row.status().editedAt())),
            rows.stream()
                .map(row -> row.status().interactions().column())
                .toArray(Integer[]::new)));
  }

  static void mentions(DSLContext sql, List<Row> rows) {
    record Line(long status, NewStatus.Mentioned mentioned) {}
    List<Line> lines =
        rows.stream()
            .flatMap(row ->
                row.status().mentions().stream().map(mentioned -> new Line(row.id(), mentioned)))
            .toList();
    if (!lines.isEmpty()) {
      Batch.execute(
          sql,
          MENTIONS,
          longs(lines, Line::status),
          longs(lines, line -> line.mentioned().account().value()),
          flags(lines, line -> line.mentioned().silent()));
    }
  }

  /** Replies that came before what they reply to find their parent now. */
  static void adoptChildren(DSLContext sql, List<Row> rows) {
    List<Row> remote = rows.stream().filter(row -> row.status().uri() != null).toList();
    if (remote.isEmpty()) {
      return;
    }
    Map<Long, Integer> adopted =
        Batch.map(
            sql,
            ADOPT,
            row -> row.getLong(1),
            row -> row.getInt(2),
            texts(remote, Row::uri),
            longs(remote, Row::id),
            longs(remote, row -> row.status().author().value()));
    countReplies(sql, new TreeMap<>(adopted));
  }

  /** Each kind of row in the order of the ids, so that two who count do not wait for each other. */
  static void count(DSLContext sql, List<Row> rows) {
    Map<Long, Integer> posts = new TreeMap<>();
    Map<Long, LocalDate> days = new TreeMap<>();
    Map<Long, Integer> replies = new TreeMap<>();
    for (Row row : rows) {
      long author = row.status().author().value();
      LocalDate day = LocalDate.ofInstant(row.status().createdAt(), ZoneOffset.UTC);
      // a profile, which others see, does not tell of groups
      if (row.group() == null) {
        posts.merge(author, 1, Integer::sum);
        days.merge(author, day, (one, other) -> one.isAfter(other) ? one : other);
      }
      if (row.parent() != null) {
        replies.merge(row.parent().id(), 1, Integer::sum);
      }
    }
    if (!posts.isEmpty()) {
      Batch.execute(
          sql,
          COUNT_POSTS,
          posts.keySet().toArray(Long[]::new),
          posts.values().toArray(Integer[]::new),
          days.values().stream().map(LocalDate::toString).toArray(String[]::new));
    }
    countReplies(sql, replies);
  }

  private static void countReplies(DSLContext sql, Map<Long, Integer> replies) {
    if (!replies.isEmpty()) {
      Batch.execute(
          sql,
          COUNT_REPLIES,
          replies.keySet().toArray(Long[]::new),
          replies.values().toArray(Integer[]::new));
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static <T> @Nullable Long[] longs(
      List<T> rows, Function<T, ? extends @Nullable Long> of) {
    return rows.stream().map(of).toArray(Long[]::new);
  }

  private static <T> @Nullable String[] texts(
      List<T> rows, Function<T, ? extends @Nullable String> of) {
    return rows.stream().map(of).toArray(String[]::new);
  }

  private static <T> Boolean[] flags(List<T> rows, Function<T, Boolean> of) {
    return rows.stream().map(of).toArray(Boolean[]::new);
  }
}
