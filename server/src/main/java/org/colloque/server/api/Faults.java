package org.colloque.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;

/** Faults of fields as the client API tells them (semantics.md, section 2). */
public final class Faults {
  private Faults() {}

  /**
   * 422 with {@code details}: a list of codes and words for each field.
   *
   * @param faults by the name of the field; not empty
   */
  public static ProblemException problem(Map<String, Fault> faults) {
    List<String> sentences = new ArrayList<>();
    ObjectNode details = Json.object();
    faults.forEach((field, fault) -> {
      sentences.add(sentence(field, fault.description()));
      add(details.putArray(field), fault, fault.description());
    });
    return ProblemException.invalid(String.join(", ", sentences)).withDetail("details", details);
  }

  /** 422 for one field, with words of its own. */
  public static ProblemException problem(String field, Fault fault, String description) {
    ObjectNode details = Json.object();
    add(details.putArray(field), fault, description);
    return ProblemException.invalid(sentence(field, description)).withDetail("details", details);
  }

  private static void add(ArrayNode list, Fault fault, String description) {
    list.addObject().put("error", fault.code()).put("description", description);
  }

  private static String sentence(String field, String description) {
    String words = field.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + " " + description;
  }
}
