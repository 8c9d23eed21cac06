package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FEDERATED_STATUSES;
import static org.colloque.migrations.Tables.QUOTES;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.json.ActivityWriter.QuoteAsked;
import org.colloque.migrations.tables.Accounts;
import org.colloque.migrations.tables.FederatedStatuses;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.kit.Urls;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What quotes what, as other servers are told. */
public final class QuoteRows {
  private static final FederatedStatuses QUOTING = FEDERATED_STATUSES.as("quoting");
  private static final Accounts ASKER = ACCOUNTS.as("asker");
  private static final Accounts AUTHOR = ACCOUNTS.as("quoted_author");

  private QuoteRows() {}

  /** Somebody of either side. */
  record Side(AccountId account, String actor, String username, boolean local) {}

  /**
   * A quote of something that is known here.
   *
   * @param asker who quotes, {@code author} who is quoted
   * @param quoted null when its row is gone
   */
  record Row(
      StatusId status,
      String uri,
      Side asker,
      @Nullable StatusId quoted,
      @Nullable String quotedAudience,
      String quotedUri,
      @Nullable Side author,
      String state,
      @Nullable String request,
      @Nullable String stamp) {

    boolean isAccepted() {
      return state.equals("accepted");
    }

    boolean isDeleted() {
      return state.equals("deleted");
    }

    /** Nobody has to be asked by themselves. */
    boolean isOwn() {
      return author != null && author.account().equals(asker.account());
    }

    /** Where it is said that the author agrees; null when it is not, or need not be. */
    @Nullable String stampOn(Urls urls) {
      if (!isAccepted() || author == null || isOwn()) {
        return null;
      }
      return author.local() ? urls.quoteStamp(author.username(), status.value()) : stamp;
    }

    QuoteAsked asked(String otherwise) {
      return new QuoteAsked(request == null ? otherwise : request, asker.actor(), quotedUri, uri);
    }
  }

  static Optional<Row> of(DSLContext sql, StatusId status) {
    return Optional.ofNullable(where(sql, QUOTES.STATUS_ID.eq(status.value())).get(status.value()));
  }

  /** Those of {@code statuses} that quote, by identifier. */
  static Map<Long, Row> of(DSLContext sql, Collection<Long> statuses) {
    return where(sql, QUOTES.STATUS_ID.in(statuses));
  }

  /**
   * The stamp that a member gave: who is quoted by the status {@code quoting}, and where. Empty
   * when they did not agree, or no longer.
   */
  public static Optional<Stamp> stamp(DSLContext sql, String username, StatusId quoting) {
    return of(sql, quoting)
        .flatMap(row ->
            Optional.ofNullable(row.author())
                .filter(author -> author.local() && author.username().equalsIgnoreCase(username))
                .filter(_ -> row.isAccepted() && row.quoted() != null)
                .map(author -> new Stamp(author.actor(), row.uri(), row.quotedUri())));
  }

  /** That {@code author} agrees that {@code quote} quotes {@code quoted}; ActivityPub ids. */
  public record Stamp(String author, String quote, String quoted) {}

  private static Map<Long, Row> where(DSLContext sql, Condition condition) {
    Map<Long, Row> rows = new HashMap<>();
    sql.select(QUOTES.fields())
        .select(QUOTING.URI)
        .select(ASKER.URI, ASKER.USERNAME, ASKER.DOMAIN)
        .select(AUTHOR.URI, AUTHOR.USERNAME, AUTHOR.DOMAIN)
        .from(QUOTES)
        .join(QUOTING)
        .on(QUOTING.ID.eq(QUOTES.STATUS_ID))
        .join(ASKER)
        .on(ASKER.ID.eq(QUOTES.ACCOUNT_ID))
        .leftJoin(AUTHOR)
        .on(AUTHOR.ID.eq(QUOTES.QUOTED_ACCOUNT_ID))
        .where(condition)
        .forEach(row -> rows.put(row.get(QUOTES.STATUS_ID), row(row)));
    return rows;
  }

  private static Row row(Record row) {
    Long quoted = row.get(QUOTES.QUOTED_ID);
    Long author = row.get(QUOTES.QUOTED_ACCOUNT_ID);
    return new Row(
        new StatusId(row.get(QUOTES.STATUS_ID)),
        row.get(QUOTING.URI),
        side(row, ASKER, row.get(QUOTES.ACCOUNT_ID)),
        quoted == null ? null : new StatusId(quoted),
        row.get(QUOTES.QUOTED_AUDIENCE),
        row.get(QUOTES.QUOTED_URI),
        author == null ? null : side(row, AUTHOR, author),
        row.get(QUOTES.STATE),
        row.get(QUOTES.REQUEST_URI),
        row.get(QUOTES.STAMP_URI));
  }

  private static Side side(Record row, Accounts who, long id) {
    return new Side(
        new AccountId(id), row.get(who.URI), row.get(who.USERNAME), row.get(who.DOMAIN) == null);
  }
}
