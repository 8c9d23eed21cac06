package org.colloque.server.search;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BOOKMARKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_SEARCH;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.accounts.Acct;
import org.colloque.server.database.Ids;
import org.colloque.server.database.Viewer;
import org.colloque.server.search.Question.Wish;
import org.colloque.server.statuses.Visible;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Finds posts by their words, in French and English, whatever the accents: a member's own, what
 * they marked, boosted or were named in, and public posts of people who agreed to be found ({@code
 * indexable}). The best match comes first.
 */
final class StatusSearch {
  /** Of the posts that hold the words, the newest so many are looked at. */
  static final int CANDIDATES = 1_000;

  /** By its name: jOOQ has no type for it. */
  private static final Field<String> WORDS =
      DSL.field(DSL.name("status_search", "words"), String.class);

  private static final String QUERY =
      "(websearch_to_tsquery('plain_french', {0}) || websearch_to_tsquery('plain_english', {0}))";

  /** A link that is neither a mention nor a hashtag. */
  private static final String LINK = "<a (?![^>]*(mention|hashtag))";

  private static final Statuses S = STATUSES.as("s");
  private static final Statuses BOOST = STATUSES.as("boost");

  private final DSLContext sql;
  private final Viewer.Member viewer;
  private final long me;
  private final Question question;
  private final Condition asked;

  /**
   * @param host the domain of this instance
   * @param author whose posts alone are looked for
   */
  StatusSearch(
      DSLContext sql, Viewer.Member viewer, String host, Question question, Optional<Long> author) {
    this.sql = sql;
    this.viewer = viewer;
    this.me = viewer.account().value();
    this.question = question;
    Condition one = author.map(id -> STATUS_SEARCH.ACCOUNT_ID.eq(id)).orElse(DSL.noCondition());
    this.asked = holds().and(authors(host)).and(time()).and(one);
  }

  /** Identifiers of posts, the best first. */
  List<Long> find(int limit, int offset) {
    if (question.words().isEmpty() && !question.hasOperators()) {
      return List.of();
    }
    List<OrderField<?>> order = new ArrayList<>();
    if (!question.words().isEmpty()) {
      order.add(DSL.field("ts_rank({0}, {1})", Float.class, WORDS, query()).desc());
    }
    order.add(S.ID.desc());
    return sql.select(S.ID)
        .from(STATUS_SEARCH)
        .join(S)
        .on(S.ID.eq(STATUS_SEARCH.STATUS_ID))
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(S.ACCOUNT_ID))
        .where(STATUS_SEARCH.STATUS_ID.in(candidates()))
        .and(S.GROUP_ID.isNull())
        .and(mayBeFound())
        .and(Visible.to(viewer, S))
        .and(Visible.wanted(viewer, S.ACCOUNT_ID))
        .and(filters())
        .orderBy(order)
        .limit(limit)
        .offset(offset)
        .fetch(S.ID);
  }

  private Select<Record1<Long>> candidates() {
    Select<Record1<Long>> mine = newest(STATUS_SEARCH.ACCOUNT_ID.eq(me));
    Select<Record1<Long>> marked = newest(STATUS_SEARCH.STATUS_ID.in(marked()));
    return question.library()
        ? mine.union(marked)
        : newest(DSL.noCondition()).union(mine).union(marked);
  }

  private Select<Record1<Long>> newest(Condition which) {
    return DSL.select(STATUS_SEARCH.STATUS_ID)
        .from(STATUS_SEARCH)
        .where(asked)
        .and(which)
        .orderBy(STATUS_SEARCH.STATUS_ID.desc())
        .limit(DSL.inline(CANDIDATES));
  }

  /** What the member marked, boosted or was named in lately. */
  private Select<Record1<Long>> marked() {
    return lately(
            DSL.select(FAVOURITES.STATUS_ID)
                .from(FAVOURITES)
                .where(FAVOURITES.ACCOUNT_ID.eq(me))
                .orderBy(FAVOURITES.ID.desc())
                .limit(DSL.inline(CANDIDATES)))
        .union(
            lately(
                DSL.select(BOOKMARKS.STATUS_ID)
                    .from(BOOKMARKS)
                    .where(BOOKMARKS.ACCOUNT_ID.eq(me))
                    .orderBy(BOOKMARKS.ID.desc())
                    .limit(DSL.inline(CANDIDATES))))
        .union(
            lately(
                DSL.select(MENTIONS.STATUS_ID)
                    .from(MENTIONS)
                    .where(MENTIONS.ACCOUNT_ID.eq(me))
                    .orderBy(MENTIONS.STATUS_ID.desc())
                    .limit(DSL.inline(CANDIDATES))))
        .union(
            lately(
                DSL.select(BOOST.REBLOG_OF_ID)
                    .from(BOOST)
                    .where(BOOST.ACCOUNT_ID.eq(me))
                    .and(BOOST.REBLOG_OF_ID.isNotNull())
                    .and(BOOST.DELETED_AT.isNull())
                    .orderBy(BOOST.ID.desc())
                    .limit(DSL.inline(CANDIDATES))));
  }

  private static Select<Record1<Long>> lately(Select<Record1<Long>> marks) {
    Field<Long> id = DSL.field(DSL.name("marks", "id"), Long.class);
    return DSL.select(id).from(marks.asTable("marks", "id"));
  }

  private Condition mayBeFound() {
    Condition consented = S.AUDIENCE.eq("public").and(ACCOUNTS.INDEXABLE);
    Condition library = S.ACCOUNT_ID.eq(me).or(S.ID.in(marked()));
    return question.library() ? library : consented.or(library);
  }

  private Field<String> query() {
    return DSL.field(QUERY, String.class, DSL.val(question.words()));
  }

  private Condition holds() {
    return question.words().isEmpty()
        ? DSL.noCondition()
        : DSL.condition("{0} @@ {1}", WORDS, query());
  }

  private Condition authors(String host) {
    Condition authors = DSL.noCondition();
    List<Long> wanted = new ArrayList<>();
    for (Wish wish : question.from()) {
      Optional<Long> author = author(wish.value(), host);
      if (wish.wanted()) {
        wanted.add(author.orElse(-1L));
      } else if (author.isPresent()) {
        authors = authors.and(STATUS_SEARCH.ACCOUNT_ID.ne(author.get()));
      }
    }
    return wanted.isEmpty() ? authors : authors.and(STATUS_SEARCH.ACCOUNT_ID.in(wanted));
  }

  private Optional<Long> author(String handle, String host) {
    if (handle.equalsIgnoreCase("me")) {
      return Optional.of(me);
    }
    return Acct.parse(handle, host)
        .flatMap(acct ->
            sql.select(ACCOUNTS.ID)
                .from(ACCOUNTS)
                .where(DSL.lower(ACCOUNTS.USERNAME).eq(acct.username().toLowerCase(Locale.ROOT)))
                .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(acct.domain()))
                .limit(1)
                .fetchOptional(ACCOUNTS.ID));
  }

  /** Identifiers hold the moment of the post. */
  private Condition time() {
    Condition since =
        question
            .since()
            .map(day -> STATUS_SEARCH.STATUS_ID.ge(first(day)))
            .orElse(DSL.noCondition());
    return question
        .until()
        .map(day -> since.and(STATUS_SEARCH.STATUS_ID.lt(first(day))))
        .orElse(since);
  }

  private static long first(LocalDate day) {
    return Ids.first(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private Condition filters() {
    Condition all = DSL.noCondition();
    for (Wish wish : question.has()) {
      all = all.and(wanted(has(wish.value()), wish));
    }
    for (Wish wish : question.is()) {
      boolean reply = wish.value().equals("reply");
      Condition is =
          reply
              ? S.IN_REPLY_TO_ID.isNotNull().or(S.IN_REPLY_TO_URI.isNotNull())
              : DSL.condition(S.SENSITIVE);
      all = all.and(wanted(is, wish));
    }
    Condition languages = DSL.noCondition();
    for (Wish wish : question.languages()) {
      Condition is = DSL.coalesce(S.LANGUAGE, "").eq(wish.value());
      if (wish.wanted()) {
        languages = languages.or(is);
      } else {
        all = all.and(DSL.not(is));
      }
    }
    return all.and(languages);
  }

  private static Condition wanted(Condition condition, Wish wish) {
    return wish.wanted() ? condition : DSL.not(condition);
  }

  private static Condition has(String what) {
    Condition file =
        DSL.exists(
            DSL.selectOne()
                .from(MEDIA_ATTACHMENTS)
                .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(S.ID))
                .and(
                    switch (what) {
                      case "image" -> MEDIA_ATTACHMENTS.KIND.in("image", "gifv");
                      case "video" -> MEDIA_ATTACHMENTS.KIND.eq("video");
                      case "audio" -> MEDIA_ATTACHMENTS.KIND.eq("audio");
                      default -> DSL.noCondition();
                    }));
    return switch (what) {
      case "poll" -> DSL.exists(DSL.selectOne().from(POLLS).where(POLLS.STATUS_ID.eq(S.ID)));
      case "link", "embed" -> S.CONTENT_HTML.likeRegex(LINK);
      default -> file;
    };
  }
}
