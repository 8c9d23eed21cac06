package org.colloque.server.filters;

import static org.colloque.migrations.Tables.FILTERS;
import static org.colloque.migrations.Tables.FILTER_KEYWORDS;
import static org.colloque.migrations.Tables.FILTER_STATUSES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.Visible;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A member makes, changes and ends filters; each change steps the version of all of theirs. */
public final class ChangeFilters {
  private final Kit kit;

  public ChangeFilters(Kit kit) {
    this.kit = kit;
  }

  /** What a filter is beside what it looks for. */
  public record Settings(
      String title, Set<FilterContext> contexts, FilterAction action, @Nullable Instant expiresAt) {
    static Settings of(Filter filter) {
      return new Settings(filter.title(), filter.contexts(), filter.action(), filter.expiresAt());
    }
  }

  /**
   * A keyword to be written.
   *
   * @param id of the one that is changed; null for a new one
   * @param gone whether it is to be deleted
   */
  public record Word(@Nullable Long id, String keyword, boolean wholeWord, boolean gone) {
    public static Word of(String keyword, boolean wholeWord) {
      return new Word(null, keyword, wholeWord, false);
    }
  }

  /**
   * @throws ProblemException 422 for a title that is blank or too long, no context, a keyword that
   *     is blank or too long, or one thing too many
   */
  public Filter create(Tx tx, AccountId me, Settings settings, List<Word> words) {
    check(settings);
    lock(tx, me);
    if (tx.sql().fetchCount(FILTERS, FILTERS.ACCOUNT_ID.eq(me.value())) >= Filter.MAX_FILTERS) {
      throw ProblemException.invalid("You have too many filters");
    }
    long id = kit.ids().next();
    tx.sql()
        .insertInto(FILTERS)
        .set(FILTERS.ID, id)
        .set(FILTERS.ACCOUNT_ID, me.value())
        .set(FILTERS.TITLE, settings.title())
        .set(FILTERS.CONTEXTS, contexts(settings))
        .set(FILTERS.ACTION, settings.action().wire())
        .set(FILTERS.EXPIRES_AT, at(settings.expiresAt()))
        .set(FILTERS.CREATED_AT, at(kit.now()))
        .execute();
    write(tx, id, words);
    return changed(tx, me, id);
  }

  /**
   * @throws ProblemException 404 when there is no such filter of theirs, 422 as for a new one
   */
  public Filter change(Tx tx, AccountId me, long id, Settings settings, List<Word> words) {
    check(settings);
    lock(tx, me);
    own(tx, me, id);
    tx.sql()
        .update(FILTERS)
        .set(FILTERS.TITLE, settings.title())
        .set(FILTERS.CONTEXTS, contexts(settings))
        .set(FILTERS.ACTION, settings.action().wire())
        .set(FILTERS.EXPIRES_AT, at(settings.expiresAt()))
        .where(FILTERS.ID.eq(id))
        .execute();
    write(tx, id, words);
    return changed(tx, me, id);
  }

  /** Adds, changes or deletes keywords and leaves the others. */
  public Filter words(Tx tx, AccountId me, long id, List<Word> words) {
    lock(tx, me);
    own(tx, me, id);
    write(tx, id, words);
    return changed(tx, me, id);
  }

  public void delete(Tx tx, AccountId me, long id) {
    lock(tx, me);
    own(tx, me, id);
    tx.sql().deleteFrom(FILTERS).where(FILTERS.ID.eq(id)).execute();
    step(tx, me);
  }

  /**
   * Filters one post.
   *
   * @throws ProblemException 404 when it is none that the member may read, 422 when it is there
   */
  public Filter.Post addPost(Tx tx, AccountId me, long id, long status) {
    lock(tx, me);
    Filter filter = own(tx, me, id);
    var readable = STATUSES.as("readable");
    if (!tx.sql()
        .fetchExists(readable, readable.ID.eq(status).and(Visible.to(Viewer.of(me), readable)))) {
      throw ProblemException.notFound();
    }
    if (filter.posts().size() >= Filter.MAX_ENTRIES) {
      throw ProblemException.invalid("The filter has too many posts");
    }
    long entry = kit.ids().next();
    int added =
        tx.sql()
            .insertInto(FILTER_STATUSES)
            .set(FILTER_STATUSES.ID, entry)
            .set(FILTER_STATUSES.FILTER_ID, id)
            .set(FILTER_STATUSES.STATUS_ID, status)
            .onConflictDoNothing()
            .execute();
    if (added == 0) {
      throw ProblemException.invalid("Status has already been taken");
    }
    step(tx, me);
    return new Filter.Post(entry, status);
  }

  public void removePost(Tx tx, AccountId me, long entry) {
    lock(tx, me);
    Filter _ = FilterQueries.withPost(tx.sql(), me, entry).orElseThrow(ProblemException::notFound);
    tx.sql().deleteFrom(FILTER_STATUSES).where(FILTER_STATUSES.ID.eq(entry)).execute();
    step(tx, me);
  }

  private static Filter own(Tx tx, AccountId me, long id) {
    return FilterQueries.one(tx.sql(), me, id).orElseThrow(ProblemException::notFound);
  }

  private static void check(Settings settings) {
    if (settings.title().isBlank()) {
      throw ProblemException.invalid("Title can't be blank");
    }
    if (settings.title().length() > Filter.MAX_TITLE) {
      throw ProblemException.invalid("Title is too long");
    }
    if (settings.contexts().isEmpty()) {
      throw ProblemException.invalid("Context None or invalid context supplied");
    }
  }

  private void write(Tx tx, long filter, List<Word> words) {
    for (Word word : words) {
      boolean blank = word.keyword().isBlank();
      if (!word.gone() && (blank || word.keyword().length() > Filter.MAX_KEYWORD)) {
        throw ProblemException.invalid("Keyword " + (blank ? "can't be blank" : "is too long"));
      }
      write(tx, filter, word);
    }
    int count = tx.sql().fetchCount(FILTER_KEYWORDS, FILTER_KEYWORDS.FILTER_ID.eq(filter));
    if (count > Filter.MAX_ENTRIES) {
      throw ProblemException.invalid("The filter has too many keywords");
    }
  }

  private void write(Tx tx, long filter, Word word) {
    Long id = word.id();
    if (id == null) {
      if (!word.gone()) {
        tx.sql()
            .insertInto(FILTER_KEYWORDS)
            .set(FILTER_KEYWORDS.ID, kit.ids().next())
            .set(FILTER_KEYWORDS.FILTER_ID, filter)
            .set(FILTER_KEYWORDS.KEYWORD, word.keyword())
            .set(FILTER_KEYWORDS.WHOLE_WORD, word.wholeWord())
            .execute();
      }
      return;
    }
    var which = FILTER_KEYWORDS.ID.eq(id).and(FILTER_KEYWORDS.FILTER_ID.eq(filter));
    int rows =
        word.gone()
            ? tx.sql().deleteFrom(FILTER_KEYWORDS).where(which).execute()
            : tx.sql()
                .update(FILTER_KEYWORDS)
                .set(FILTER_KEYWORDS.KEYWORD, word.keyword())
                .set(FILTER_KEYWORDS.WHOLE_WORD, word.wholeWord())
                .where(which)
                .execute();
    if (rows == 0) {
      throw ProblemException.notFound();
    }
  }

  private Filter changed(Tx tx, AccountId me, long id) {
    step(tx, me);
    return own(tx, me, id);
  }

  private void step(Tx tx, AccountId me) {
    boolean any = tx.sql().fetchExists(FILTERS, FILTERS.ACCOUNT_ID.eq(me.value()));
    tx.sql()
        .update(USERS)
        .set(USERS.FILTERS_VERSION, any ? kit.ids().next() : 0L)
        .where(USERS.ACCOUNT_ID.eq(me.value()))
        .execute();
  }

  /** One change of a member's filters at a time, so that limits hold. */
  private static void lock(Tx tx, AccountId me) {
    tx.sql()
        .select(DSL.inline(1))
        .from(USERS)
        .where(USERS.ACCOUNT_ID.eq(me.value()))
        .forNoKeyUpdate()
        .fetch();
  }

  private static String[] contexts(Settings settings) {
    return settings.contexts().stream().map(FilterContext::wire).sorted().toArray(String[]::new);
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
