package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.filters.FilterAction;
import org.colloque.server.filters.FilterContext;
import org.jspecify.annotations.Nullable;

/**
 * What the reader's filters do with a status at one place.
 *
 * @param folded the title of the filter that stands there instead; null when none does
 */
record FilterMarks(boolean hidden, @Nullable String folded, boolean blurred) {
  static final FilterMarks NONE = new FilterMarks(false, null, false);

  /** From the member {@code filtered} of the status. */
  static FilterMarks of(JsonNode entity, FilterContext place) {
    boolean hidden = false;
    boolean blurred = false;
    @Nullable String folded = null;
    for (JsonNode result : entity.path("filtered")) {
      JsonNode filter = result.path("filter");
      if (countsAt(filter, place)) {
        switch (FilterAction.parse(filter.path("filter_action").asText()).orElseThrow()) {
          case HIDE -> hidden = true;
          case BLUR -> blurred = true;
          case WARN -> folded = folded == null ? filter.path("title").asText() : folded;
        }
      }
    }
    return new FilterMarks(hidden, folded, blurred);
  }

  private static boolean countsAt(JsonNode filter, FilterContext place) {
    for (JsonNode context : filter.path("context")) {
      if (context.asText().equals(place.wire())) {
        return true;
      }
    }
    return false;
  }
}
