package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.vocabulary.Collection;

/** A document to a {@link Collection}. */
public final class CollectionReader {

  private static final Set<String> TYPES =
      Set.of("Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage");

  private CollectionReader() {}

  /**
   * Empty when it is not a collection or page with an id. A first page that stands in the
   * collection, as Mastodon's of replies does (quirk 80), is read with it.
   */
  public static Optional<Collection> read(JsonNode document) {
    String id = Values.idOf(document);
    if (id == null || Values.types(document).stream().noneMatch(TYPES::contains)) {
      return Optional.empty();
    }
    List<JsonNode> items = items(document);
    ObjectNode page = Values.object(document, "first");
    boolean inlined = page != null && (!items(page).isEmpty() || page.has("next"));
    if (page != null && inlined) {
      items.addAll(items(page));
    }
    String next = page != null && inlined ? Values.id(page, "next") : Values.id(document, "next");
    return Optional.of(
        new Collection(
            id,
            Values.number(document, "totalItems", 0, Long.MAX_VALUE),
            inlined ? null : Values.id(document, "first"),
            next,
            items));
  }

  /** The items of a collection or page, whether it has an id or not (quirk 74). */
  public static List<JsonNode> items(JsonNode document) {
    List<JsonNode> items = new ArrayList<>();
    for (String name : List.of("orderedItems", "items")) {
      for (JsonNode item : Values.list(document, name)) {
        if (items.size() < Limits.ITEMS) {
          items.add(item);
        }
      }
    }
    return items;
  }
}
