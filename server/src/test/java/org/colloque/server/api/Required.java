package org.colloque.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.colloque.server.http.Json;

/**
 * The fields without which a client fails, read from the clients' own models: {@code
 * mastodon/required.json}.
 */
final class Required {
  private static final JsonNode BY_CLIENT = load();

  private Required() {}

  /** Fields of {@code model} in {@code client} that {@code answer}, or one of its items, lacks. */
  static List<String> missing(String client, String model, JsonNode answer) {
    JsonNode fields = BY_CLIENT.path(client).path(model);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("no " + model + " of " + client);
    }
    List<String> missing = new ArrayList<>();
    for (JsonNode item : answer.isArray() ? answer : List.of(answer)) {
      for (JsonNode field : fields) {
        if (!item.hasNonNull(field.asText())) {
          missing.add(client + " needs " + model + "." + field.asText());
        }
      }
    }
    return missing;
  }

  private static JsonNode load() {
    try (InputStream file =
        Objects.requireNonNull(Required.class.getResourceAsStream("/mastodon/required.json"))) {
      return Json.read(file.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
