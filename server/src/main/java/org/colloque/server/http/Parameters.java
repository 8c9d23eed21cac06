package org.colloque.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.database.Decimal;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, from query, form and JSON body merged into one tree as Rails does
 * (semantics.md, section 1): {@code a[]=1}, {@code a[b]=1}, {@code a[0][b]=1}.
 */
public final class Parameters {
  /** Parameters that are read from a query or a form; more are an error. */
  public static final int MAX_PARAMETERS = 1000;

  private static final int MAX_NAME_PARTS = 6;

  private final ObjectNode tree;

  private Parameters(ObjectNode tree) {
    this.tree = tree;
  }

  public static Parameters empty() {
    return new Parameters(Json.object());
  }

  /** From JSON already read, for nested objects. */
  public static Parameters of(ObjectNode tree) {
    return new Parameters(tree);
  }

  /** Adds {@code a=b&c=d}; what comes later wins. */
  Parameters addEncoded(String encoded) {
    if (encoded.isEmpty()) {
      return this;
    }
    Map<String, List<String>> decoded;
    try {
      decoded =
          new QueryStringDecoder(encoded, StandardCharsets.UTF_8, false, MAX_PARAMETERS + 1)
              .parameters();
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.of(400, "The parameters are not validly encoded");
    }
    int count = 0;
    for (Map.Entry<String, List<String>> entry : decoded.entrySet()) {
      for (String value : entry.getValue()) {
        if (++count > MAX_PARAMETERS) {
          throw ProblemException.of(400, "Too many parameters");
        }
        add(entry.getKey(), value);
      }
    }
    return this;
  }

  /** Adds one field of a form. */
  Parameters add(String name, String value) {
    JsonTexts.refuseUnusable(name);
    JsonTexts.refuseUnusable(value);
    List<String> parts = parts(name);
    ObjectNode node = tree;
    for (int i = 0; i < parts.size() - 1; i++) {
      String part = parts.get(i);
      boolean last = i == parts.size() - 2;
      if (last && parts.getLast().isEmpty()) {
        JsonNode there = node.get(part);
        (there instanceof ArrayNode array ? array : node.putArray(part)).add(value);
        return this;
      }
      if (i == parts.size() - 3 && parts.get(i + 1).isEmpty()) {
        inList(node, part, parts.getLast()).put(parts.getLast(), value);
        return this;
      }
      if (part.isEmpty()) {
        throw ProblemException.of(400, "A parameter has a name that is not understood");
      }
      node = node.get(part) instanceof ObjectNode object ? object : node.putObject(part);
    }
    node.put(parts.getLast(), value);
    return this;
  }

  /** {@code a[][b]}: the last object of the list, or a new one when that has the member already. */
  private static ObjectNode inList(ObjectNode node, String list, String member) {
    ArrayNode array = node.get(list) instanceof ArrayNode there ? there : node.putArray(list);
    return array.get(array.size() - 1) instanceof ObjectNode last && !last.has(member)
        ? last
        : array.addObject();
  }

  /** Adds the members of a JSON object. */
  Parameters addJson(JsonNode body) {
    if (body instanceof ObjectNode object) {
      tree.setAll(object);
    } else if (!body.isMissingNode() && !body.isNull()) {
      throw ProblemException.of(400, "The body must be a JSON object");
    }
    return this;
  }

  public boolean has(String name) {
    return tree.hasNonNull(name);
  }

  /** The text of a parameter; empty when it is missing, null or not a plain value. */
  public Optional<String> text(String name) {
    JsonNode node = tree.get(name);
    return node != null && node.isValueNode() && !node.isNull()
        ? Optional.of(node.asText())
        : Optional.empty();
  }

  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /**
   * @throws ProblemException 400 when it is missing or blank
   */
  public String required(String name) {
    return text(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> ProblemException.missingParameter(name));
  }

  /** Rails' cast: everything is true but 0, f, false, off; a blank one counts as missing. */
  public Optional<Boolean> flag(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .map(value ->
            switch (value) {
              case "false", "0", "f", "F", "FALSE", "off", "OFF" -> false;
              case String _ -> true;
            });
  }

  public boolean flag(String name, boolean otherwise) {
    return flag(name).orElse(otherwise);
  }

  /** A whole number; empty when it is missing or not one. */
  public Optional<Integer> integer(String name) {
    return text(name)
        .flatMap(value -> {
          try {
            return Optional.of(Integer.parseInt(value.trim()));
          } catch (NumberFormatException notANumber) {
            return Optional.empty();
          }
        });
  }

  public Optional<Double> decimal(String name) {
    return text(name)
        .flatMap(value -> {
          try {
            double number = Double.parseDouble(value.trim());
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
          } catch (NumberFormatException notANumber) {
            return Optional.empty();
          }
        });
  }

  /** Mastodon's {@code limit}: its absolute value, capped; {@code otherwise} when missing or 0. */
  public int limit(int otherwise, int largest) {
    int asked = integer("limit").orElse(0);
    if (asked == 0 || asked == Integer.MIN_VALUE) {
      return otherwise;
    }
    return Math.min(Math.abs(asked), largest);
  }

  /** An identifier such as {@code max_id}; empty when missing or not one. */
  public Optional<Long> id(String name) {
    return text(name).flatMap(Decimal::parse);
  }

  /** A list: {@code a[]=1&a[]=2}, a JSON array, {@code a[0]=1}, or one plain value. */
  public List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode item : items(name)) {
      if (item.isValueNode() && !item.isNull()) {
        values.add(item.asText());
      }
    }
    return values;
  }

  /** Identifiers of a list, those that are none left out. */
  public List<Long> ids(String name) {
    return list(name).stream().flatMap(text -> Decimal.parse(text).stream()).toList();
  }

  /** Nested objects of a list: a JSON array, {@code a[0][b]=…} or {@code a[][b]=…}, in order. */
  public List<Parameters> objects(String name) {
    List<Parameters> values = new ArrayList<>();
    for (JsonNode item : items(name)) {
      if (item instanceof ObjectNode object) {
        values.add(new Parameters(object));
      }
    }
    return values;
  }

  /** A nested object, empty when it is missing. */
  public Optional<Parameters> object(String name) {
    return tree.get(name) instanceof ObjectNode object
        ? Optional.of(new Parameters(object))
        : Optional.empty();
  }

  /** The names at this level. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    tree.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public ObjectNode tree() {
    return tree;
  }

  private Iterable<JsonNode> items(String name) {
    @Nullable JsonNode node = tree.get(name);
    if (node == null || node.isNull()) {
      return List.of();
    }
    return node.isContainerNode() ? node : List.of(node);
  }

  /** {@code a[b][]} as a, b and an empty part. */
  private static List<String> parts(String name) {
    int open = name.indexOf('[');
    if (open <= 0 || !name.endsWith("]")) {
      return List.of(name);
    }
    List<String> parts = new ArrayList<>();
    parts.add(name.substring(0, open));
    for (String part : name.substring(open + 1, name.length() - 1).split("]\\[", -1)) {
      parts.add(part);
    }
    if (parts.size() > MAX_NAME_PARTS) {
      throw ProblemException.of(400, "A parameter is nested too deeply");
    }
    return parts;
  }
}
