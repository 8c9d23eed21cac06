package org.colloque.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Header fields of a request, names compared without case. */
public final class Headers {
  private final Map<String, List<String>> values;

  public Headers(Iterable<Map.Entry<String, String>> fields) {
    values = new HashMap<>();
    for (Map.Entry<String, String> field : fields) {
      values
          .computeIfAbsent(field.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
          .add(field.getValue());
    }
  }

  /** The first value. */
  public Optional<String> get(String name) {
    List<String> all = values.get(name.toLowerCase(Locale.ROOT));
    return all == null ? Optional.empty() : Optional.of(all.getFirst());
  }

  /** All fields with names in lower case, repeated ones joined by comma (RFC 9110, 5.3). */
  public Map<String, String> joined() {
    Map<String, String> joined = new HashMap<>();
    values.forEach((name, all) -> joined.put(name, String.join(", ", all)));
    return joined;
  }
}
