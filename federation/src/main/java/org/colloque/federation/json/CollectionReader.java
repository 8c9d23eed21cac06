package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** Empty when it is not a collection or page with an id. */
  public static Optional<Collection> read(JsonNode document) {
    String id = Values.idOf(document);
    if (id == null || Values.types(document).stream().noneMatch(TYPES::contains)) {
      return Optional.empty();
    }
    List<JsonNode> items = new ArrayList<>();
    for (String name : List.of("orderedItems", "items")) {
      for (JsonNode item : Values.list(document, name)) {
        if (items.size() < Limits.ITEMS) {
          items.add(item);
        }
      }
    }
    return Optional.of(
        new Collection(
            id,
            Values.number(document, "totalItems", 0, Long.MAX_VALUE),
            Values.id(document, "first"),
            Values.id(document, "next"),
            items));
  }
}
