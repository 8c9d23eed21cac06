package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.colloque.server.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * Compares an answer with the inventory of Mastodon's entities in {@code mastodon/entities.json}:
 * every field that must be there, its types, values, dates and addresses, and no field that
 * Mastodon does not have. The entity's name is the inventory's: {@code Account}, {@code
 * V1::Instance}.
 */
public final class EntityShape {
  private static final ObjectNode ENTITIES = load();

  private final List<String> faults = new ArrayList<>();

  private EntityShape() {}

  /** Fails with every fault that {@code value} has as an {@code entity}. */
  public static void assertShape(String entity, JsonNode value) {
    assertThat(faults(entity, value)).as("%s: %s", entity, value).isEmpty();
  }

  /** Fails unless {@code array} is an array of {@code entity}. */
  public static void assertEach(String entity, JsonNode array) {
    assertThat(array.isArray()).as("an array: %s", array).isTrue();
    array.forEach(item -> assertShape(entity, item));
  }

  /** What is wrong with {@code value} as an {@code entity}; each begins with the path. */
  public static List<String> faults(String entity, JsonNode value) {
    EntityShape shape = new EntityShape();
    shape.entity(entity, value, entity);
    return shape.faults;
  }

  private void entity(String name, JsonNode value, String path) {
    if (value instanceof ObjectNode object) {
      fields(fieldsOf(name), object, path);
    } else {
      faults.add(path + " is not an object");
    }
  }

  private void fields(Map<String, JsonNode> expected, ObjectNode object, String path) {
    expected.forEach((name, field) -> {
      @Nullable JsonNode value = object.get(name);
      if (value != null) {
        field(field, value, path + "." + name);
      } else if (!field.path("optional").asBoolean() && !field.path("removed").asBoolean()) {
        faults.add(path + "." + name + " is missing");
      }
    });
    object
        .fieldNames()
        .forEachRemaining(name -> {
          // a server adds the levels of its own additions; a subscription has what it asked for
          boolean open = path.endsWith(".api_versions") || path.endsWith(".alerts");
          if (!expected.containsKey(name) && !open) {
            faults.add(path + "." + name + " is not a field of Mastodon's");
          }
        });
  }

  private void field(JsonNode field, JsonNode value, String path) {
    if (!types(field).contains(type(value)) && !isWholeForNumber(field, value)) {
      faults.add(path + " is " + type(value) + ", not one of " + types(field));
      return;
    }
    if (value instanceof ObjectNode object) {
      nested(field, object, path);
    } else if (value.isArray() && field.has("items")) {
      int index = 0;
      for (JsonNode item : value) {
        field(field.get("items"), item, path + "[" + index++ + "]");
      }
    } else if (value.isTextual()) {
      text(field, value.textValue(), path);
    }
  }

  private void nested(JsonNode field, ObjectNode object, String path) {
    JsonNode reference = field.path("ref");
    if (reference.isTextual()) {
      // what is quoted in what is quoted is only named
      boolean shallow = path.endsWith(".quoted_status.quote");
      entity(shallow ? "ShallowQuote" : reference.textValue(), object, path);
    } else if (reference.isArray()) {
      List<String> best =
          java.util.stream.StreamSupport.stream(reference.spliterator(), false)
              .map(name -> faults(name.textValue(), object))
              .min(java.util.Comparator.comparingInt(List::size))
              .orElseThrow();
      best.forEach(fault -> faults.add(path + ": " + fault));
    } else if (field.has("fields")) {
      fields(named(field.get("fields")), object, path);
    }
  }

  private void text(JsonNode field, String text, String path) {
    if (field.has("enum")
        && java.util.stream.StreamSupport.stream(field.get("enum").spliterator(), false)
            .noneMatch(allowed -> allowed.textValue().equals(text))) {
      faults.add(path + " is \"" + text + "\", not one of " + field.get("enum"));
    }
    // a card says nothing with an empty text
    boolean nothing = text.isEmpty() && (path.contains(".card.") || path.contains("Trends::Link."));
    if (field.has("format")
        && !nothing
        && !Formats.matches(field.get("format").textValue(), text, path)) {
      faults.add(path + " is \"" + text + "\", not a " + field.get("format").textValue());
    }
  }

  private static List<String> types(JsonNode field) {
    List<String> types = new ArrayList<>();
    field.path("types").forEach(type -> types.add(type.textValue()));
    return types;
  }

  private static boolean isWholeForNumber(JsonNode field, JsonNode value) {
    return value.isIntegralNumber() && types(field).contains("number");
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case BINARY, MISSING, POJO -> "nothing of JSON";
    };
  }

  private static Map<String, JsonNode> fieldsOf(String entity) {
    JsonNode found =
        Objects.requireNonNull(ENTITIES.get(entity), "no entity " + entity + " in the inventory");
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    if (found.has("extends")) {
      fields.putAll(fieldsOf(found.get("extends").textValue()));
    }
    fields.putAll(named(found.get("fields")));
    return fields;
  }

  private static Map<String, JsonNode> named(JsonNode fields) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    fields.properties().forEach(field -> named.put(field.getKey(), field.getValue()));
    return named;
  }

  private static ObjectNode load() {
    try (InputStream file =
        Objects.requireNonNull(EntityShape.class.getResourceAsStream("/mastodon/entities.json"))) {
      return (ObjectNode) Json.read(file.readAllBytes()).get("entities");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
