package org.colloque.server.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The answer that a handler returns: the event loop writes it. */
public record Reply(int status, List<Map.Entry<String, String>> headers, Body body) {
  /** What follows the header fields. */
  public sealed interface Body {
    /** Held in memory. */
    record Bytes(byte[] bytes) implements Body {}

    /**
     * Sent from disk.
     *
     * @param passing made for this answer alone, and deleted after it
     */
    record File(Path path, long length, boolean passing) implements Body {}

    /** Server-sent events until one side ends; {@code listener} is called on the event loop. */
    record Events(StreamListener listener) implements Body {}

    /** The connection becomes a WebSocket. */
    record Socket(StreamListener listener) implements Body {}
  }

  private static final byte[] NOTHING = {};

  public static Reply bytes(int status, String contentType, byte[] bytes) {
    return new Reply(
        status, List.of(Map.entry("content-type", contentType)), new Body.Bytes(bytes));
  }

  public static Reply json(Object value) {
    return json(200, value);
  }

  public static Reply json(int status, Object value) {
    return bytes(status, "application/json; charset=utf-8", Json.write(value));
  }

  /** JSON that is already bytes. */
  public static Reply jsonBytes(byte[] json) {
    return bytes(200, "application/json; charset=utf-8", json);
  }

  public static Reply html(int status, byte[] html) {
    return bytes(status, "text/html; charset=utf-8", html);
  }

  public static Reply text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply empty(int status) {
    return new Reply(status, List.of(), new Body.Bytes(NOTHING));
  }

  /** To another place: 303, so that a browser follows with GET. */
  public static Reply redirect(String location) {
    return empty(303).with("location", location);
  }

  public static Reply file(String contentType, Path path, long length) {
    return new Reply(
        200, List.of(Map.entry("content-type", contentType)), new Body.File(path, length, false));
  }

  /** A file that was made for this answer alone: deleted once it is sent, or cannot be. */
  public static Reply passingFile(String contentType, Path path, long length) {
    return new Reply(
        200, List.of(Map.entry("content-type", contentType)), new Body.File(path, length, true));
  }

  public static Reply events(StreamListener listener) {
    return new Reply(
        200, List.of(Map.entry("content-type", "text/event-stream")), new Body.Events(listener));
  }

  public static Reply socket(StreamListener listener) {
    return new Reply(101, List.of(), new Body.Socket(listener));
  }

  /** One more header field; CR and LF cannot pass. */
  public Reply with(String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
      throw new IllegalArgumentException("a control character in header " + name);
    }
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(status, more, body);
  }

  public boolean has(String name) {
    return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
  }
}
