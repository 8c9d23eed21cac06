package org.colloque.server.collections;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.colloque.migrations.tables.records.CollectionItemsRecord;
import org.colloque.migrations.tables.records.CollectionsRecord;
import org.colloque.server.kit.Urls;
import org.colloque.server.text.HashtagName;
import org.jspecify.annotations.Nullable;

/** Collections as clients see them (Mastodon 4.6, entities Collection and CollectionItem). */
final class CollectionEntities {
  private CollectionEntities() {}

  /**
   * @param uri where it can be read
   * @param url missing: there is no page of it
   */
  record CollectionEntity(
      String id,
      String accountId,
      String uri,
      @Nullable String url,
      String name,
      String description,
      @Nullable String language,
      boolean local,
      boolean sensitive,
      boolean discoverable,
      @Nullable Tag tag,
      Instant createdAt,
      Instant updatedAt,
      int itemCount,
      List<ItemEntity> items) {}

  /** Mastodon 4.6, entity ShallowTag. */
  record Tag(String name, String url) {}

  /**
   * @param accountId missing for somebody who took themselves out
   */
  record ItemEntity(
      String id,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String accountId,
      String state,
      Instant createdAt) {}

  static CollectionEntity of(
      Urls urls, CollectionsRecord row, Map<Long, List<CollectionItemsRecord>> items) {
    List<ItemEntity> shown =
        items.getOrDefault(row.getId(), List.of()).stream().map(CollectionEntities::of).toList();
    String tag = row.getTagName();
    return new CollectionEntity(
        Long.toString(row.getId()),
        Long.toString(row.getAccountId()),
        urls.absolute("/api/v1/collections/" + row.getId()),
        null,
        row.getName(),
        row.getDescription(),
        row.getLanguage(),
        true,
        row.getSensitive(),
        row.getDiscoverable(),
        tag == null ? null : new Tag(tag, urls.tag(HashtagName.normalize(tag))),
        row.getCreatedAt().toInstant(),
        row.getUpdatedAt().toInstant(),
        (int) shown.stream().filter(item -> item.state().equals("accepted")).count(),
        shown);
  }

  static ItemEntity of(CollectionItemsRecord item) {
    boolean in = item.getRevokedAt() == null;
    return new ItemEntity(
        Long.toString(item.getId()),
        in ? Long.toString(item.getAccountId()) : null,
        in ? "accepted" : "revoked",
        item.getCreatedAt().toInstant());
  }
}
