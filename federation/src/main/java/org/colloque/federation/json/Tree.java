package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.colloque.federation.vocabulary.Recipients;
import org.jspecify.annotations.Nullable;

/** A document being written: fields in the order of the calls, null values left out. */
final class Tree {

  private final ObjectNode node = Json.object();

  private Tree() {}

  /** A document of its own, with the context. */
  static Tree document() {
    return new Tree().put("@context", Context.DOCUMENT);
  }

  /** A part of a document. */
  static Tree part() {
    return new Tree();
  }

  Tree put(String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
    return this;
  }

  Tree put(String name, @Nullable JsonNode value) {
    if (value != null) {
      node.set(name, value);
    }
    return this;
  }

  Tree put(String name, boolean value) {
    node.put(name, value);
    return this;
  }

  Tree put(String name, @Nullable Number value) {
    switch (value) {
      case null -> {}
      case Integer whole -> node.put(name, whole);
      case Long whole -> node.put(name, whole);
      default -> node.put(name, value.doubleValue());
    }
    return this;
  }

  /** Whole seconds, as Mastodon writes times. */
  Tree put(String name, @Nullable Instant time) {
    return put(name, time == null ? null : time(time));
  }

  /** Explicit null where peers expect the field, for example {@code summary}. */
  Tree putOrNull(String name, @Nullable String value) {
    if (value == null) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
    return this;
  }

  /** Always an array, even of one: Pixelfed wants it (quirk 58). */
  Tree put(String name, Collection<String> values) {
    values.forEach(node.putArray(name)::add);
    return this;
  }

  Tree putAll(String name, Collection<? extends JsonNode> values) {
    node.putArray(name).addAll(values);
    return this;
  }

  Tree put(Recipients recipients) {
    return put("to", recipients.to()).put("cc", recipients.cc());
  }

  static String time(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  static ArrayNode numbers(double... values) {
    ArrayNode array = Json.object().arrayNode();
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  ObjectNode node() {
    return node;
  }

  byte[] bytes() {
    return Json.bytes(node);
  }
}
