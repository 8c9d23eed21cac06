package org.colloque.server.search;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_SEARCH;
import static org.colloque.migrations.Tables.STATUS_SEARCH_DUE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.colloque.migrations.tables.records.StatusSearchDueRecord;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Batch;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.PlainText;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Reads the words of posts that somebody may find, soon after they came. It looks as a stranger
 * does: what is in a group is not seen.
 */
public final class ReadWords implements Worker {
  /** Posts at once. */
  static final int PORTION = 200;

  /** Characters of a post that are read: longer ones are no posts of people. */
  private static final int LONGEST = 20_000;

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final String PUT =
      """
      INSERT INTO status_search (status_id, account_id, words)
      SELECT id, author, to_tsvector('plain_french', text) || to_tsvector('plain_english', text)
      FROM unnest(?::bigint[], ?::bigint[], ?::text[]) AS posts (id, author, text)
      ON CONFLICT (status_id) DO UPDATE SET words = excluded.words
      """;

  private final Kit kit;

  public ReadWords(Kit kit) {
    this.kit = kit;
  }

  @Override
  public String name() {
    return "read-words";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    return kit.db().as(Viewer.stranger(), ReadWords::read) == PORTION;
  }

  private static int read(Tx tx) {
    DSLContext sql = tx.sql();
    List<Long> due =
        sql.deleteFrom(STATUS_SEARCH_DUE)
            .where(
                STATUS_SEARCH_DUE.STATUS_ID.in(
                    DSL.select(STATUS_SEARCH_DUE.STATUS_ID)
                        .from(STATUS_SEARCH_DUE)
                        .limit(DSL.inline(PORTION))
                        .forUpdate()
                        .skipLocked()))
            .returning()
            .fetch(StatusSearchDueRecord::getStatusId);
    if (due.isEmpty()) {
      return 0;
    }
    Map<Boolean, List<StatusesRecord>> posts =
        sql.selectFrom(STATUSES).where(STATUSES.ID.in(due)).fetch().stream()
            .collect(Collectors.partitioningBy(post -> post.getDeletedAt() == null));
    List<StatusesRecord> there = posts.getOrDefault(true, List.of());
    Map<Long, List<String>> descriptions =
        sql.select(MEDIA_ATTACHMENTS.STATUS_ID, MEDIA_ATTACHMENTS.DESCRIPTION)
            .from(MEDIA_ATTACHMENTS)
            .where(MEDIA_ATTACHMENTS.STATUS_ID.in(due))
            .fetchGroups(MEDIA_ATTACHMENTS.STATUS_ID, MEDIA_ATTACHMENTS.DESCRIPTION);
    Map<Long, String[]> options =
        sql.select(POLLS.STATUS_ID, POLLS.OPTIONS)
            .from(POLLS)
            .where(POLLS.STATUS_ID.in(due))
            .fetchMap(POLLS.STATUS_ID, POLLS.OPTIONS);
    Batch.execute(
        sql,
        PUT,
        there.stream().map(StatusesRecord::getId).toArray(Long[]::new),
        there.stream().map(StatusesRecord::getAccountId).toArray(Long[]::new),
        there.stream()
            .map(post ->
                text(
                    post,
                    descriptions.getOrDefault(post.getId(), List.of()),
                    options.getOrDefault(post.getId(), new String[0])))
            .toArray(String[]::new));
    sql.deleteFrom(STATUS_SEARCH)
        .where(
            STATUS_SEARCH.STATUS_ID.in(
                posts.getOrDefault(false, List.of()).stream().map(StatusesRecord::getId).toList()))
        .execute();
    return due.size();
  }

  private static String text(StatusesRecord post, List<String> descriptions, String[] options) {
    String text =
        String.join(
            "\n",
            post.getSpoilerText(),
            PlainText.of(post.getContentHtml()),
            String.join("\n", descriptions),
            String.join("\n", options));
    return text.substring(0, Math.min(text.length(), LONGEST));
  }
}
