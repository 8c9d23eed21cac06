package org.colloque.server.users;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;

/** What is wrong with the fields of a form, in the order of the form. */
public record Faults(Map<String, Fault> byField) {
  /** Nothing is wrong. */
  public static final Faults NONE = new Faults(Map.of());

  public static Faults of(String field, Fault fault) {
    return NONE.and(field, Optional.of(fault));
  }

  public boolean isEmpty() {
    return byField.isEmpty();
  }

  Faults and(String field, Optional<Fault> fault) {
    if (fault.isEmpty() || byField.containsKey(field)) {
      return this;
    }
    Map<String, Fault> more = new LinkedHashMap<>(byField);
    more.put(field, fault.get());
    return new Faults(more);
  }

  /** In Mastodon's shape: 422 with the details of each field (semantics.md, section 2). */
  ProblemException problem() {
    var details = Json.object();
    List<String> sentences = new ArrayList<>();
    byField.forEach((field, fault) -> {
      details
          .putArray(field)
          .addObject()
          .put("error", fault.code())
          .put("description", fault.description());
      sentences.add(label(field) + " " + fault.description());
    });
    return ProblemException.invalid(String.join(", ", sentences)).withDetail("details", details);
  }

  private static String label(String field) {
    String words = field.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
