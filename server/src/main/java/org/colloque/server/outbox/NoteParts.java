package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.Poll;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.migrations.tables.records.PollsRecord;
import org.colloque.server.kit.Urls;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What hangs on notes: the people addressed, mentions, hashtags, attachments, polls. */
final class NoteParts {
  private final Urls urls;
  private final InstantSource clock;

  NoteParts(Urls urls, InstantSource clock) {
    this.urls = urls;
    this.clock = clock;
  }

  /** By status. */
  record Loaded(
      Map<Long, List<String>> people,
      Map<Long, List<Tag>> named,
      Map<Long, List<Attachment>> media,
      Map<Long, Poll> polls,
      Map<Long, QuoteRows.Row> quotes) {
    /** Ids of the actors addressed, also those who are not named in the text. */
    List<String> addressed(long status) {
      return people.getOrDefault(status, List.of());
    }

    List<Tag> tags(long status) {
      return named.getOrDefault(status, List.of());
    }

    List<Attachment> attachments(long status) {
      return media.getOrDefault(status, List.of());
    }

    /** Null for most. */
    @Nullable Poll poll(long status) {
      return polls.get(status);
    }

    /** Likewise. */
    QuoteRows.@Nullable Row quote(long status) {
      return quotes.get(status);
    }
  }

  Loaded load(DSLContext sql, Collection<Long> ids) {
    Loaded loaded =
        new Loaded(
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            QuoteRows.of(sql, ids));
    mentions(sql, ids, loaded);
    hashtags(sql, ids, loaded);
    attachments(sql, ids, loaded);
    polls(sql, ids, loaded);
    return loaded;
  }

  private void mentions(DSLContext sql, Collection<Long> ids, Loaded loaded) {
    for (Record row :
        sql.select(MENTIONS.STATUS_ID, MENTIONS.SILENT)
            .select(ACCOUNTS.URI, ACCOUNTS.USERNAME, ACCOUNTS.DOMAIN)
            .from(MENTIONS)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(MENTIONS.ACCOUNT_ID))
            .where(MENTIONS.STATUS_ID.in(ids))
            .orderBy(MENTIONS.STATUS_ID, ACCOUNTS.ID)) {
      long status = row.get(MENTIONS.STATUS_ID);
      String uri = row.get(ACCOUNTS.URI);
      add(loaded.people(), status, uri);
      if (!row.get(MENTIONS.SILENT)) {
        String domain = row.get(ACCOUNTS.DOMAIN);
        String host = domain == null ? urls.host() : domain;
        add(
            loaded.named(),
            status,
            new Tag.Mention(uri, "@" + row.get(ACCOUNTS.USERNAME) + "@" + host));
      }
    }
  }

  private void hashtags(DSLContext sql, Collection<Long> ids, Loaded loaded) {
    for (Record row :
        sql.select(STATUS_TAGS.STATUS_ID, TAGS.NAME, TAGS.DISPLAY_NAME)
            .from(STATUS_TAGS)
            .join(TAGS)
            .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
            .where(STATUS_TAGS.STATUS_ID.in(ids))
            .orderBy(STATUS_TAGS.STATUS_ID, TAGS.NAME)) {
      add(
          loaded.named(),
          row.get(STATUS_TAGS.STATUS_ID),
          new Tag.Hashtag(urls.tag(row.get(TAGS.NAME)), row.get(TAGS.DISPLAY_NAME)));
    }
  }

  private void attachments(DSLContext sql, Collection<Long> ids, Loaded loaded) {
    for (Record row :
        sql.select(MEDIA_ATTACHMENTS.fields())
            .from(MEDIA_ATTACHMENTS)
            .where(MEDIA_ATTACHMENTS.STATUS_ID.in(ids))
            .and(MEDIA_ATTACHMENTS.FILE_KEY.isNotNull())
            .orderBy(MEDIA_ATTACHMENTS.STATUS_ID, MEDIA_ATTACHMENTS.POSITION)) {
      String description = row.get(MEDIA_ATTACHMENTS.DESCRIPTION);
      add(
          loaded.media(),
          row.get(MEDIA_ATTACHMENTS.STATUS_ID),
          new Attachment(
              urls.media(row.get(MEDIA_ATTACHMENTS.FILE_KEY)),
              row.get(MEDIA_ATTACHMENTS.CONTENT_TYPE),
              description.isEmpty() ? null : description,
              row.get(MEDIA_ATTACHMENTS.BLURHASH),
              row.get(MEDIA_ATTACHMENTS.WIDTH),
              row.get(MEDIA_ATTACHMENTS.HEIGHT),
              focus(row)));
    }
  }

  private void polls(DSLContext sql, Collection<Long> ids, Loaded loaded) {
    for (PollsRecord row : sql.selectFrom(POLLS).where(POLLS.STATUS_ID.in(ids))) {
      OffsetDateTime end = row.getEndsAt();
      boolean over = row.getClosed() || (end != null && !end.toInstant().isAfter(clock.instant()));
      List<Poll.Option> options = new ArrayList<>();
      for (int i = 0; i < row.getOptions().length; i++) {
        boolean told = over || !row.getHideTotals();
        options.add(
            new Poll.Option(row.getOptions()[i], told ? row.getVotes()[i].longValue() : null));
      }
      Integer voters = row.getVoters();
      loaded
          .polls()
          .put(
              row.getStatusId(),
              new Poll(
                  row.getMultiple(),
                  options,
                  end == null ? null : end.toInstant(),
                  over,
                  voters == null ? null : voters.longValue()));
    }
  }

  private static Attachment.@Nullable FocalPoint focus(Record row) {
    Float x = row.get(MEDIA_ATTACHMENTS.FOCUS_X);
    Float y = row.get(MEDIA_ATTACHMENTS.FOCUS_Y);
    return x == null || y == null ? null : new Attachment.FocalPoint(x, y);
  }

  private static <T> void add(Map<Long, List<T>> to, long status, T value) {
    to.computeIfAbsent(status, _ -> new ArrayList<>()).add(value);
  }
}
