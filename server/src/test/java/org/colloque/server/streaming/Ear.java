package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Rig;

/** A client's end of a WebSocket: keeps what comes, as it comes. */
final class Ear implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** For what happens at once on a quiet machine. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Queue<JsonNode> frames = new ConcurrentLinkedQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private Ear(Rig rig, String query, UnaryOperator<WebSocket.Builder> how) {
    socket =
        how.apply(CLIENT.newWebSocketBuilder())
            .buildAsync(
                URI.create(rig.base().replace("http://", "ws://") + "/api/v1/streaming" + query),
                this)
            .join();
  }

  static Ear open(Rig rig, String token, String query) {
    return open(rig, query, builder -> builder.header("Authorization", "Bearer " + token));
  }

  static Ear open(Rig rig, String query, UnaryOperator<WebSocket.Builder> how) {
    return new Ear(rig, query, how);
  }

  WebSocket socket() {
    return socket;
  }

  /** Sends a frame and waits until the server has understood all that was sent. */
  Ear say(Map<String, String> frame) {
    return say(Json.tree(frame).toString());
  }

  Ear say(String frame) {
    socket.sendText(frame, true).join();
    return settle();
  }

  /** Frames are understood in order: the answer to a wrong one says that those before it are. */
  Ear settle() {
    String marker = "marker-" + System.nanoTime();
    socket.sendText("{\"type\":\"" + marker + "\"}", true).join();
    await(frame -> frame.path("error").asText().equals("Unknown message type"));
    return this;
  }

  Ear subscribe(String stream, String... more) {
    return say(with("subscribe", stream, more));
  }

  Ear unsubscribe(String stream, String... more) {
    return say(with("unsubscribe", stream, more));
  }

  private static Map<String, String> with(String type, String stream, String... more) {
    Map<String, String> frame = new java.util.TreeMap<>(Map.of("type", type, "stream", stream));
    for (int i = 0; i < more.length; i += 2) {
      frame.put(more[i], more[i + 1]);
    }
    return frame;
  }

  /** Takes the first frame that is wanted; waits for it. */
  JsonNode await(Predicate<JsonNode> wanted) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> take(wanted), found -> !found.isEmpty())
        .getFirst();
  }

  /** Waits for an event on a stream; its payload, read as JSON. */
  JsonNode await(String event, String... stream) {
    return Json.read(awaitRaw(event, stream).getBytes(StandardCharsets.UTF_8));
  }

  String awaitRaw(String event, String... stream) {
    return await(frame ->
            frame.path("event").asText().equals(event)
                && frame.path("stream").equals(Json.tree(List.of(stream))))
        .path("payload")
        .textValue();
  }

  private List<JsonNode> take(Predicate<JsonNode> wanted) {
    for (JsonNode frame : frames) {
      if (wanted.test(frame)) {
        frames.remove(frame);
        return List.of(frame);
      }
    }
    return List.of();
  }

  /** What has come and was not taken. */
  List<JsonNode> rest() {
    return List.copyOf(frames);
  }

  /** The code with which the server closed. */
  int awaitClose() {
    Awaitility.await().atMost(PATIENCE).until(closed::isDone);
    return closed.join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(Json.read(partial.toString().getBytes(StandardCharsets.UTF_8)));
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage("");
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedStage("");
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }

  Ear sayBytes() {
    socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).join();
    return this;
  }

  @Override
  public void close() {
    socket.abort();
    assertThat(socket.isOutputClosed()).isTrue();
  }
}
