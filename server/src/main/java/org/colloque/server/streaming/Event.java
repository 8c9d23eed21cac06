package org.colloque.server.streaming;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Something to announce, with the texts in which clients get it: each is made once, however many
 * listen. For one thread at a time.
 */
final class Event {
  private final String name;
  private final String payload;
  private final Map<Channel, String> frames = new HashMap<>();
  private @Nullable String quoted;
  private @Nullable String lines;

  /**
   * @param name {@code update}, {@code delete} …
   * @param payload JSON in one line, or an identifier
   */
  Event(String name, String payload) {
    this.name = name;
    this.payload = payload;
  }

  /** A frame of a WebSocket: names the channel, and has the payload as a string in the JSON. */
  String frame(Channel channel) {
    return frames.computeIfAbsent(channel, this::compose);
  }

  /** Lines of an event stream. */
  String lines() {
    String made = lines;
    if (made == null) {
      made = "event: " + name + "\ndata: " + payload + "\n\n";
      lines = made;
    }
    return made;
  }

  /** Lines that say that it happened, and nothing of it. */
  String bell() {
    return "event: " + name + "\ndata: 1\n\n";
  }

  static String error(ProblemException problem) {
    return Json.object().put("error", problem.message()).put("status", problem.status()).toString();
  }

  private String compose(Channel channel) {
    String text = quoted;
    if (text == null) {
      text = json(payload);
      quoted = text;
    }
    List<String> stream =
        channel.tag().isEmpty()
            ? List.of(channel.name().wire())
            : List.of(channel.name().wire(), channel.tag());
    return "{\"stream\":" + json(stream) + ",\"event\":\"" + name + "\",\"payload\":" + text + "}";
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
