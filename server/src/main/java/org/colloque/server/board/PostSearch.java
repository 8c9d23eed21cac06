package org.colloque.server.board;

import static org.colloque.migrations.Tables.GROUP_SEARCH;

import java.util.List;
import org.colloque.server.api.Paging;
import org.colloque.server.statuses.StatusId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Finds posts of one group by their words, in French and English, whatever the accents. The words
 * stand in a table of their own under the same lock as the posts.
 */
public final class PostSearch {
  /** Longest question, in UTF-16 units. */
  public static final int MAX_CHARACTERS = 200;

  /** By its name: jOOQ has no type for it. */
  private static final Field<String> COLUMN = DSL.field(DSL.name("words"), String.class);

  private static final String WORDS =
      "to_tsvector('plain_french', {0}) || to_tsvector('plain_english', {0})";

  private static final String FOUND =
      "{0} @@ (websearch_to_tsquery('plain_french', {1})"
          + " || websearch_to_tsquery('plain_english', {1}))";

  private PostSearch() {}

  static void keep(DSLContext sql, long group, StatusId id, String text) {
    Field<String> words = DSL.field(WORDS, String.class, DSL.val(text));
    sql.insertInto(GROUP_SEARCH)
        .set(GROUP_SEARCH.STATUS_ID, id.value())
        .set(GROUP_SEARCH.GROUP_ID, group)
        .set(COLUMN, words)
        .onConflict(GROUP_SEARCH.STATUS_ID)
        .doUpdate()
        .set(COLUMN, words)
        .execute();
  }

  /** Identifiers of posts that hold the words, the newest first. */
  static List<Long> find(DSLContext sql, long group, String asked, Paging paging) {
    Condition holds = DSL.condition(FOUND, COLUMN, DSL.val(cut(asked)));
    return paging.newestFirst(
        sql.select(GROUP_SEARCH.STATUS_ID)
            .from(GROUP_SEARCH)
            .where(GROUP_SEARCH.GROUP_ID.eq(group))
            .and(holds)
            .and(paging.condition(GROUP_SEARCH.STATUS_ID))
            .orderBy(paging.order(GROUP_SEARCH.STATUS_ID))
            .limit(paging.rows())
            .fetch(GROUP_SEARCH.STATUS_ID));
  }

  private static String cut(String asked) {
    return asked.length() > MAX_CHARACTERS ? asked.substring(0, MAX_CHARACTERS) : asked;
  }
}
