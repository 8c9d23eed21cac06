package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.MENTIONS;
import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.QUOTES;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.STATUS_TAGS;
import static org.colloque.migrations.Tables.TAGS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.EmojiHtml;
import org.colloque.server.cards.CardEntities;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.ProxyAddress;
import org.colloque.server.media.MediaEntities;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Renders what is the same for every viewer, for any number of statuses in six statements. */
final class StatusFragments {
  private final Kit kit;
  private final ProxyAddress proxy;
  private final MediaEntities media;

  StatusFragments(Kit kit, MediaEntities media) {
    this.kit = kit;
    this.proxy = new ProxyAddress(kit);
    this.media = media;
  }

  /**
   * A status without what depends on the viewer and the moment.
   *
   * @param poll shown anew each time, because it ends
   * @param kept of a group, and has files, whose addresses are made for each viewer
   * @param quote what it quotes; null for most
   */
  record Rendered(
      byte[] json,
      @Nullable PollRow poll,
      JsonNode emojis,
      boolean kept,
      QuoteApproval approval,
      StatusJoiner.@Nullable Quoting quote) {}

  Map<StatusRow.Key, Rendered> render(DSLContext sql, Collection<Long> ids) {
    Map<Long, List<StatusEntity.MentionEntity>> mentions = mentions(sql, ids);
    Map<Long, List<StatusEntity.TagEntity>> tags = tags(sql, ids);
    Map<Long, ArrayNode> attachments = media.ofStatuses(sql, ids);
    Map<Long, PollRow> polls = PollQueries.of(sql, ids);
    Map<Long, ObjectNode> cards = CardEntities.ofStatuses(sql, kit.urls(), ids);
    Map<StatusRow.Key, Rendered> rendered = new HashMap<>();
    for (Record row :
        sql.select(STATUSES.fields())
            .select(OAUTH_APPS.NAME, OAUTH_APPS.WEBSITE)
            .select(ACCOUNTS.NO_MEDIA, ACCOUNTS.SENSITIZED_AT)
            .select(QUOTES.QUOTED_ID, QUOTES.STATE, QUOTES.LEGACY)
            .from(STATUSES)
            .join(ACCOUNTS)
            .on(ACCOUNTS.ID.eq(STATUSES.ACCOUNT_ID))
            .leftJoin(OAUTH_APPS)
            .on(OAUTH_APPS.ID.eq(STATUSES.APPLICATION_ID))
            .leftJoin(QUOTES)
            .on(QUOTES.STATUS_ID.eq(STATUSES.ID))
            .where(STATUSES.ID.in(ids))) {
      long id = row.get(STATUSES.ID);
      StatusEntity entity =
          entity(
              row,
              attachments.getOrDefault(id, Json.MAPPER.createArrayNode()),
              mentions.getOrDefault(id, List.of()),
              tags.getOrDefault(id, List.of()),
              cards.get(id));
      rendered.put(
          new StatusRow.Key(id, row.get(STATUSES.VERSION)),
          new Rendered(
              Json.write(entity),
              polls.get(id),
              entity.emojis(),
              row.get(STATUSES.GROUP_ID) != null && attachments.containsKey(id),
              QuoteApproval.of(
                  Interactions.ofColumn(row.get(STATUSES.INTERACTIONS)),
                  row.get(STATUSES.AUDIENCE)),
              quote(row)));
    }
    return rendered;
  }

  /** One in the words of before is none until the quoted author agrees: its text has a link. */
  private static StatusJoiner.@Nullable Quoting quote(Record row) {
    String state = row.get(QUOTES.STATE);
    boolean shown =
        state != null && (!row.get(QUOTES.LEGACY) || state.equals(QuotedStatuses.ACCEPTED));
    return shown ? new StatusJoiner.Quoting(row.get(QUOTES.QUOTED_ID), state) : null;
  }

  private StatusEntity entity(
      Record row,
      ArrayNode attachments,
      List<StatusEntity.MentionEntity> mentions,
      List<StatusEntity.TagEntity> tags,
      @Nullable ObjectNode card) {
    String uri = row.get(STATUSES.URI);
    String url = row.get(STATUSES.URL);
    return new StatusEntity(
        Long.toString(row.get(STATUSES.ID)),
        // what is never federated has no id there; clients want a text
        uri == null ? url == null ? kit.urls().base() : url : uri,
        row.get(STATUSES.CREATED_AT).toInstant(),
        instant(row.get(STATUSES.EDITED_AT)),
        row.get(STATUSES.CONTENT_HTML),
        Visibility.ofColumn(row.get(STATUSES.AUDIENCE)).wire(),
        row.get(STATUSES.SENSITIVE) || isCovered(row, attachments),
        row.get(STATUSES.SPOILER_TEXT),
        row.get(STATUSES.LANGUAGE),
        url == null ? uri : url,
        text(row.get(STATUSES.IN_REPLY_TO_ID)),
        text(row.get(STATUSES.IN_REPLY_TO_ACCOUNT_ID)),
        row.get(STATUSES.REPLIES_COUNT),
        row.get(STATUSES.REBLOGS_COUNT) + row.get(STATUSES.REBLOGS_ELSEWHERE),
        row.get(STATUSES.FAVOURITES_COUNT) + row.get(STATUSES.FAVOURITES_ELSEWHERE),
        row.get(STATUSES.QUOTES_COUNT),
        attachments,
        mentions,
        tags,
        row.get(ACCOUNTS.NO_MEDIA)
            ? Json.MAPPER.createArrayNode()
            : EmojiHtml.proxied(
                Json.read(row.get(STATUSES.EMOJIS).data().getBytes(StandardCharsets.UTF_8)), proxy),
        row.get(OAUTH_APPS.NAME) == null
            ? null
            : new StatusEntity.ApplicationEntity(
                row.get(OAUTH_APPS.NAME), row.get(OAUTH_APPS.WEBSITE)),
        card,
        List.of());
  }

  /** By a moderator, who decides nothing about what is said in private groups. */
  private static boolean isCovered(Record row, ArrayNode attachments) {
    return row.get(ACCOUNTS.SENSITIZED_AT) != null
        && row.get(STATUSES.GROUP_ID) == null
        && !attachments.isEmpty();
  }

  private static Map<Long, List<StatusEntity.MentionEntity>> mentions(
      DSLContext sql, Collection<Long> ids) {
    return sql.select(
            MENTIONS.STATUS_ID, ACCOUNTS.ID, ACCOUNTS.USERNAME, ACCOUNTS.DOMAIN, ACCOUNTS.URL)
        .from(MENTIONS)
        .join(ACCOUNTS)
        .on(ACCOUNTS.ID.eq(MENTIONS.ACCOUNT_ID))
        .where(MENTIONS.STATUS_ID.in(ids))
        .and(MENTIONS.SILENT.isFalse())
        .orderBy(MENTIONS.STATUS_ID, ACCOUNTS.ID)
        .fetchGroups(
            MENTIONS.STATUS_ID,
            row ->
                new StatusEntity.MentionEntity(
                    Long.toString(row.get(ACCOUNTS.ID)),
                    row.get(ACCOUNTS.USERNAME),
                    row.get(ACCOUNTS.URL),
                    row.get(ACCOUNTS.DOMAIN) == null
                        ? row.get(ACCOUNTS.USERNAME)
                        : row.get(ACCOUNTS.USERNAME) + "@" + row.get(ACCOUNTS.DOMAIN)));
  }

  private Map<Long, List<StatusEntity.TagEntity>> tags(DSLContext sql, Collection<Long> ids) {
    return sql.select(STATUS_TAGS.STATUS_ID, TAGS.NAME, TAGS.ID)
        .from(STATUS_TAGS)
        .join(TAGS)
        .on(TAGS.ID.eq(STATUS_TAGS.TAG_ID))
        .where(STATUS_TAGS.STATUS_ID.in(ids))
        .orderBy(STATUS_TAGS.STATUS_ID, TAGS.NAME)
        .fetchGroups(
            STATUS_TAGS.STATUS_ID,
            row ->
                new StatusEntity.TagEntity(row.get(TAGS.NAME), kit.urls().tag(row.get(TAGS.NAME))));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
    return moment == null ? null : moment.toInstant();
  }

  private static @Nullable String text(@Nullable Long id) {
    return id == null ? null : Long.toString(id);
  }
}
