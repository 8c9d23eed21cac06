package org.colloque.server.cards;

import static org.colloque.migrations.Tables.PREVIEW_CARDS;
import static org.colloque.migrations.Tables.STATUS_CARDS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.colloque.migrations.tables.records.PreviewCardsRecord;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Urls;
import org.jooq.DSLContext;

/** Cards as clients see them (Mastodon 4.6, entity PreviewCard). */
public final class CardEntities {
  private CardEntities() {}

  /** By status, in one statement. */
  public static Map<Long, ObjectNode> ofStatuses(
      DSLContext sql, Urls urls, Collection<Long> statuses) {
    Map<Long, ObjectNode> cards = new HashMap<>();
    sql.select(STATUS_CARDS.STATUS_ID)
        .select(PREVIEW_CARDS.fields())
        .from(STATUS_CARDS)
        .join(PREVIEW_CARDS)
        .on(PREVIEW_CARDS.ID.eq(STATUS_CARDS.CARD_ID))
        .where(STATUS_CARDS.STATUS_ID.in(statuses))
        .forEach(
            row -> cards.put(row.get(STATUS_CARDS.STATUS_ID), of(urls, row.into(PREVIEW_CARDS))));
    return cards;
  }

  /** Foreign HTML is never in it: no site sees who reads a post here. */
  public static ObjectNode of(Urls urls, PreviewCardsRecord card) {
    ObjectNode entity =
        Json.object()
            .put("url", card.getUrl())
            .put("title", card.getTitle())
            .put("description", card.getDescription())
            .put("language", card.getLanguage())
            .put("type", "link")
            .put("author_name", card.getAuthorName())
            .put("author_url", card.getAuthorUrl())
            .put(
                "provider_name",
                card.getProviderName().isEmpty() ? card.getDomain() : card.getProviderName())
            .put("provider_url", "")
            .put("html", "")
            .put("width", card.getWidth())
            .put("height", card.getHeight())
            .put("image", card.getImageKey() == null ? null : urls.media(card.getImageKey()))
            .put("image_description", card.getImageDescription())
            .put("embed_url", "")
            .put("blurhash", card.getBlurhash())
            .put(
                "published_at",
                card.getPublishedAt() == null
                    ? null
                    : Json.moment(card.getPublishedAt().toInstant()));
    ArrayNode authors = entity.putArray("authors");
    if (!card.getAuthorName().isEmpty()) {
      authors
          .addObject()
          .put("name", card.getAuthorName())
          .put("url", card.getAuthorUrl())
          .putNull("account");
    }
    return entity;
  }
}
