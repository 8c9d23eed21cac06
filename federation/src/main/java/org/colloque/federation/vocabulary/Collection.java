package org.colloque.federation.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Collection, OrderedCollection or a page of one.
 *
 * @param totalItems untrusted; null when missing or negative (quirk 82)
 * @param first id of the first page; null when hidden or when the items are inlined
 * @param next id of the next page
 * @param items as they came: ids or whole objects, which must be fetched from their own origin
 */
public record Collection(
    String id,
    @Nullable Long totalItems,
    @Nullable String first,
    @Nullable String next,
    List<JsonNode> items) {

  public Collection {
    items = List.copyOf(items);
  }
}
