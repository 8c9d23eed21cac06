package org.colloque.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Header fields of a request, names compared without case. */
public final class Headers {
  /** Names and values by turns: a request has a dozen, and few are ever asked for. */
  private final List<String> fields = new ArrayList<>(24);

  public Headers(Iterable<Map.Entry<String, String>> entries) {
    for (Map.Entry<String, String> entry : entries) {
      fields.add(entry.getKey());
      fields.add(entry.getValue());
    }
  }

  /** The first value. */
  public Optional<String> get(String name) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        return Optional.of(fields.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** All fields with names in lower case, repeated ones joined by comma (RFC 9110, 5.3). */
  public Map<String, String> joined() {
    Map<String, String> joined = new HashMap<>();
    for (int i = 0; i < fields.size(); i += 2) {
      joined.merge(
          fields.get(i).toLowerCase(Locale.ROOT),
          fields.get(i + 1),
          (earlier, later) -> earlier + ", " + later);
    }
    return joined;
  }
}
