package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows of follows and requests, and the counters that go with them. */
final class FollowQueries {
  private FollowQueries() {}

  static boolean follows(DSLContext sql, Pair pair) {
    return sql.fetchExists(FOLLOWS, follow(pair));
  }

  static boolean requested(DSLContext sql, Pair pair) {
    return sql.fetchExists(FOLLOW_REQUESTS, request(pair));
  }

  /** Whether one of the two has blocked the other. */
  static boolean blocked(DSLContext sql, Pair pair) {
    long from = pair.from().id().value();
    long to = pair.to().id().value();
    return sql.fetchExists(
        BLOCKS,
        BLOCKS
            .ACCOUNT_ID
            .eq(from)
            .and(BLOCKS.TARGET_ACCOUNT_ID.eq(to))
            .or(BLOCKS.ACCOUNT_ID.eq(to).and(BLOCKS.TARGET_ACCOUNT_ID.eq(from))));
  }

  /**
   * Adds the follow and steps the counters of both.
   *
   * @param uri id of the Follow activity, when it came from elsewhere
   */
  static void insertFollow(
      DSLContext sql,
      long id,
      Pair pair,
      FollowOptions options,
      @Nullable String uri,
      Instant now) {
    insert(sql, FOLLOWS, id, pair, options, uri, now);
    count(sql, pair, 1);
  }

  static void insertRequest(
      DSLContext sql,
      long id,
      Pair pair,
      FollowOptions options,
      @Nullable String uri,
      Instant now) {
    insert(sql, FOLLOW_REQUESTS, id, pair, options, uri, now);
  }

  /** A request has the columns of the follow that it becomes. */
  private static void insert(
      DSLContext sql,
      Table<?> table,
      long id,
      Pair pair,
      FollowOptions options,
      @Nullable String uri,
      Instant now) {
    Field<String> address = in(table, FOLLOWS.URI);
    sql.insertInto(table)
        .set(in(table, FOLLOWS.ID), id)
        .set(in(table, FOLLOWS.ACCOUNT_ID), pair.from().id().value())
        .set(in(table, FOLLOWS.TARGET_ACCOUNT_ID), pair.to().id().value())
        .set(address, unused(sql, table, address, uri))
        .set(in(table, FOLLOWS.SHOW_REBLOGS), options.reblogs().orElse(true))
        .set(in(table, FOLLOWS.NOTIFY), options.notifying().orElse(false))
        .set(in(table, FOLLOWS.LANGUAGES), languages(options.languages().orElse(List.of())))
        .set(in(table, FOLLOWS.CREATED_AT), now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** The column of {@code table} that is called as the one of follows. */
  private static <T> Field<T> in(Table<?> table, Field<T> column) {
    return Objects.requireNonNull(table.field(column));
  }

  /** Changes what a follow or a request shows. */
  static void updateOptions(DSLContext sql, Pair pair, FollowOptions options) {
    if (options.equals(FollowOptions.UNCHANGED)) {
      return;
    }
    sql.update(FOLLOWS)
        .set(FOLLOWS.SHOW_REBLOGS, changed(options.reblogs(), FOLLOWS.SHOW_REBLOGS))
        .set(FOLLOWS.NOTIFY, changed(options.notifying(), FOLLOWS.NOTIFY))
        .set(
            FOLLOWS.LANGUAGES,
            options.languages().isPresent()
                ? DSL.val(languages(options.languages().get()), FOLLOWS.LANGUAGES)
                : FOLLOWS.LANGUAGES)
        .where(follow(pair))
        .execute();
    sql.update(FOLLOW_REQUESTS)
        .set(FOLLOW_REQUESTS.SHOW_REBLOGS, changed(options.reblogs(), FOLLOW_REQUESTS.SHOW_REBLOGS))
        .set(FOLLOW_REQUESTS.NOTIFY, changed(options.notifying(), FOLLOW_REQUESTS.NOTIFY))
        .set(
            FOLLOW_REQUESTS.LANGUAGES,
            options.languages().isPresent()
                ? DSL.val(languages(options.languages().get()), FOLLOW_REQUESTS.LANGUAGES)
                : FOLLOW_REQUESTS.LANGUAGES)
        .where(request(pair))
        .execute();
  }

  /** Moves a request to the follows, with its options and the id of its activity. */
  static boolean acceptRequest(DSLContext sql, long id, Pair pair, Instant now) {
    Record request = sql.deleteFrom(FOLLOW_REQUESTS).where(request(pair)).returning().fetchOne();
    if (request == null) {
      return false;
    }
    sql.insertInto(FOLLOWS)
        .set(FOLLOWS.ID, id)
        .set(FOLLOWS.ACCOUNT_ID, pair.from().id().value())
        .set(FOLLOWS.TARGET_ACCOUNT_ID, pair.to().id().value())
        .set(FOLLOWS.URI, unused(sql, FOLLOWS, FOLLOWS.URI, request.get(FOLLOW_REQUESTS.URI)))
        .set(FOLLOWS.SHOW_REBLOGS, request.get(FOLLOW_REQUESTS.SHOW_REBLOGS))
        .set(FOLLOWS.NOTIFY, request.get(FOLLOW_REQUESTS.NOTIFY))
        .set(FOLLOWS.LANGUAGES, request.get(FOLLOW_REQUESTS.LANGUAGES))
        .set(FOLLOWS.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
    count(sql, pair, 1);
    return true;
  }

  static boolean deleteRequest(DSLContext sql, Pair pair) {
    return sql.deleteFrom(FOLLOW_REQUESTS).where(request(pair)).execute() > 0;
  }

  static boolean deleteFollow(DSLContext sql, Pair pair) {
    boolean deleted = sql.deleteFrom(FOLLOWS).where(follow(pair)).execute() > 0;
    if (deleted) {
      count(sql, pair, -1);
    }
    return deleted;
  }

  private static void count(DSLContext sql, Pair pair, int by) {
    long from = pair.from().id().value();
    long to = pair.to().id().value();
    sql.update(ACCOUNTS)
        .set(ACCOUNTS.FOLLOWING_COUNT, counted(ACCOUNTS.FOLLOWING_COUNT, from, by))
        .set(ACCOUNTS.FOLLOWERS_COUNT, counted(ACCOUNTS.FOLLOWERS_COUNT, to, by))
        .set(ACCOUNTS.VERSION, ACCOUNTS.VERSION.plus(1))
        .where(ACCOUNTS.ID.in(from, to))
        .execute();
  }

  /** Never below zero: the counters of a remote account are what its server last said. */
  private static Field<Integer> counted(Field<Integer> counter, long account, int by) {
    return DSL.when(ACCOUNTS.ID.eq(account), DSL.greatest(counter.plus(by), DSL.inline(0)))
        .otherwise(counter);
  }

  private static Condition follow(Pair pair) {
    return FOLLOWS
        .ACCOUNT_ID
        .eq(pair.from().id().value())
        .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(pair.to().id().value()));
  }

  private static Condition request(Pair pair) {
    return FOLLOW_REQUESTS
        .ACCOUNT_ID
        .eq(pair.from().id().value())
        .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(pair.to().id().value()));
  }

  private static Field<Boolean> changed(java.util.Optional<Boolean> to, Field<Boolean> column) {
    return to.<Field<Boolean>>map(DSL::val).orElse(column);
  }

  /** Another server may send an id twice: then the row goes without. */
  private static @Nullable String unused(
      DSLContext sql, Table<?> table, Field<String> column, @Nullable String uri) {
    return uri == null || sql.fetchExists(table, column.eq(uri)) ? null : uri;
  }

  private static String @Nullable [] languages(List<String> languages) {
    return languages.isEmpty() ? null : languages.toArray(String[]::new);
  }
}
