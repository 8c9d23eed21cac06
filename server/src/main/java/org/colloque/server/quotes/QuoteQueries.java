package org.colloque.server.quotes;

import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.QUOTES;
import static org.colloque.migrations.Tables.STATUSES;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.QuotesRecord;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.Interactions.Permission;
import org.colloque.server.statuses.MayInteract;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads and writes what quotes what. */
final class QuoteQueries {
  private QuoteQueries() {}

  static Optional<Quote> of(DSLContext sql, StatusId status) {
    return one(sql, QUOTES.STATUS_ID.eq(status.value()));
  }

  static Optional<Quote> one(DSLContext sql, Condition condition) {
    return sql.selectFrom(QUOTES)
        .where(condition)
        .orderBy(QUOTES.STATUS_ID)
        .limit(1)
        .fetchOptional(QuoteQueries::quote);
  }

  private static Quote quote(QuotesRecord row) {
    Long quoted = row.getQuotedId();
    Long author = row.getQuotedAccountId();
    return new Quote(
        new StatusId(row.getStatusId()),
        new AccountId(row.getAccountId()),
        quoted == null ? null : new StatusId(quoted),
        author == null ? null : new AccountId(author),
        row.getQuotedUri(),
        QuoteState.of(row.getState()),
        row.getRequestUri(),
        row.getStampUri());
  }

  /** What {@code asker} may do with the quoted status, which they can read. */
  static Permission permission(DSLContext sql, StatusesRecord quoted, AccountId asker) {
    boolean open = quoted.getAudience().equals("public") || quoted.getAudience().equals("unlisted");
    if (quoted.getAccountId() == asker.value()) {
      return open || quoted.getAudience().equals("followers")
          ? Permission.AUTOMATIC
          : Permission.DENIED;
    }
    if (!open) {
      return Permission.DENIED;
    }
    return MayInteract.permission(
        sql, Interactions.ofColumn(quoted.getInteractions()).quote(), quoted.getAccountId(), asker);
  }

  /** Nothing happens when the status quotes already: it quotes one other, and always the same. */
  static boolean add(
      DSLContext sql, KeepQuotes.New quote, @Nullable StatusesRecord quoted, Instant now) {
    return sql.insertInto(QUOTES)
            .set(QUOTES.STATUS_ID, quote.status().value())
            .set(
                QUOTES.STATUS_AUDIENCE,
                DSL.select(STATUSES.AUDIENCE)
                    .from(STATUSES)
                    .where(STATUSES.ID.eq(quote.status().value())))
            .set(QUOTES.ACCOUNT_ID, quote.author().value())
            .set(QUOTES.QUOTED_ID, quoted == null ? null : quoted.getId())
            .set(QUOTES.QUOTED_AUDIENCE, quoted == null ? null : quoted.getAudience())
            .set(QUOTES.QUOTED_ACCOUNT_ID, quoted == null ? null : quoted.getAccountId())
            .set(QUOTES.QUOTED_URI, quote.quotedUri())
            .set(QUOTES.STATE, QuoteState.PENDING.column())
            .set(QUOTES.LEGACY, quote.legacy())
            .set(QUOTES.REQUEST_URI, quote.request())
            .set(QUOTES.CREATED_AT, now.atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /** Whether it was in one of {@code from}. */
  static boolean move(
      DSLContext sql, StatusId status, QuoteState to, @Nullable String stamp, QuoteState... from) {
    List<String> states = List.of(from).stream().map(QuoteState::column).toList();
    return sql.update(QUOTES)
            .set(QUOTES.STATE, to.column())
            .set(QUOTES.STAMP_URI, stamp)
            .where(QUOTES.STATUS_ID.eq(status.value()))
            .and(QUOTES.STATE.in(states))
            .execute()
        == 1;
  }

  /**
   * Who is quoted may read in what a member says to their followers. What others say is read by
   * whom they address, and a message by whom it names.
   */
  static void letRead(DSLContext sql, StatusId status, long account) {
    sql.insertInto(MENTIONS, MENTIONS.STATUS_ID, MENTIONS.ACCOUNT_ID, MENTIONS.SILENT)
        .select(
            DSL.select(STATUSES.ID, DSL.val(account), DSL.val(true))
                .from(STATUSES)
                .where(STATUSES.ID.eq(status.value()))
                .and(STATUSES.LOCAL)
                .and(STATUSES.AUDIENCE.eq("followers")))
        .onConflictDoNothing()
        .execute();
  }

  static void link(DSLContext sql, StatusId status, StatusesRecord quoted) {
    sql.update(QUOTES)
        .set(QUOTES.QUOTED_ID, quoted.getId())
        .set(QUOTES.QUOTED_AUDIENCE, quoted.getAudience())
        .set(QUOTES.QUOTED_ACCOUNT_ID, quoted.getAccountId())
        .where(QUOTES.STATUS_ID.eq(status.value()))
        .and(QUOTES.QUOTED_ID.isNull())
        .execute();
  }

  static void asked(DSLContext sql, StatusId status, String request) {
    sql.update(QUOTES)
        .set(QUOTES.REQUEST_URI, request)
        .where(QUOTES.STATUS_ID.eq(status.value()))
        .execute();
  }

  /** Quotes of {@code asker} that wait for {@code author}. */
  static int waiting(DSLContext sql, AccountId asker, AccountId author) {
    return sql.fetchCount(
        QUOTES,
        QUOTES.ACCOUNT_ID.eq(asker.value()),
        QUOTES.QUOTED_ACCOUNT_ID.eq(author.value()),
        QUOTES.STATE.eq(QuoteState.PENDING.column()));
  }

  /** One more or less that is agreed to, which is seen. */
  static void count(DSLContext sql, StatusId quoted, int more) {
    sql.update(STATUSES)
        .set(STATUSES.QUOTES_COUNT, DSL.greatest(STATUSES.QUOTES_COUNT.plus(more), DSL.inline(0)))
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(quoted.value()))
        .execute();
  }

  static void step(DSLContext sql, StatusId status) {
    sql.update(STATUSES)
        .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
        .where(STATUSES.ID.eq(status.value()))
        .execute();
  }

  /** What quoted it quotes something deleted now. Answers which statuses these are. */
  static List<Long> orphan(DSLContext sql, long quoted) {
    List<Long> orphans =
        sql.update(QUOTES)
            .set(QUOTES.STATE, QuoteState.DELETED.column())
            .where(QUOTES.QUOTED_ID.eq(quoted))
            .returning(QUOTES.STATUS_ID)
            .fetch(QUOTES.STATUS_ID);
    if (!orphans.isEmpty()) {
      sql.update(STATUSES)
          .set(STATUSES.VERSION, STATUSES.VERSION.plus(1))
          .where(STATUSES.ID.in(orphans))
          .execute();
    }
    return orphans;
  }
}
