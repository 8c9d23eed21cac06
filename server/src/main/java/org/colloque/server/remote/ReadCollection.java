package org.colloque.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.CollectionReader;
import org.colloque.federation.vocabulary.Collection;
import org.jspecify.annotations.Nullable;

/** Reads a collection of another server, page by page, no further than is wanted. */
final class ReadCollection {
  /** Pages of one collection that are read. */
  static final int PAGES = 5;

  private final Outside outside;
  private final InstanceActor self;

  ReadCollection(Outside outside, InstanceActor self) {
    this.outside = outside;
    this.self = self;
  }

  /**
   * @param total as the other server says
   * @param items ids or whole objects, as they came
   */
  record Read(@Nullable Long total, List<JsonNode> items) {}

  /** How many there are, as the other server says; null when it does not. */
  @Nullable Long total(String id, Budget budget) {
    return budget.take()
        ? Finding.of(outside.fetcher().object(id, self.signer()))
            .optional()
            .flatMap(CollectionReader::read)
            .map(Collection::totalItems)
            .orElse(null)
        : null;
  }

  /**
   * Reads at most {@code most} items; each page costs one fetch. All pages are on the origin of the
   * collection, and none is read twice (quirk 80: the last page may name another, empty one).
   */
  Read read(String id, int most, Budget budget) {
    List<JsonNode> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Long total = null;
    String next = id;
    // the collection itself is no page
    for (int page = 0; page <= PAGES && next != null && items.size() < most; page++) {
      if (!seen.add(next) || !Origin.same(next, id) || !budget.take()) {
        break;
      }
      Optional<Collection> read =
          Finding.of(outside.fetcher().object(next, self.signer()))
              .optional()
              .flatMap(CollectionReader::read);
      if (read.isEmpty()) {
        break;
      }
      Collection collection = read.get();
      total = total == null ? collection.totalItems() : total;
      items.addAll(collection.items());
      next = collection.first() == null ? collection.next() : collection.first();
    }
    return new Read(total, List.copyOf(items.subList(0, Math.min(most, items.size()))));
  }
}
