package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams live on while nothing happens, answer pings, and end with clients that do not read. */
class StreamsTest {
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int CLOSE = 8;
  private static final int TEXT = 1;

  /** Longer than every limit that a request has. */
  private static final long LONG_MILLIS = Room.SHORT.betweenRequests().toMillis() + 300;

  private final AtomicReference<@Nullable StreamConnection> open = new AtomicReference<>();
  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final Room room;

  private final StreamListener listener =
      new StreamListener() {
        @Override
        public void opened(StreamConnection connection) {
          open.set(connection);
        }

        @Override
        public void received(String text) {
          received.add(text);
        }

        @Override
        public void closed() {
          closed.incrementAndGet();
        }
      };

  StreamsTest() throws IOException {
    room =
        new Room(
            Room.SHORT,
            Route.get("/events", Access.anyone(), _ -> Reply.events(listener)),
            Route.get("/socket", Access.anyone(), _ -> Reply.socket(listener)));
  }

  @AfterEach
  void close() {
    room.close();
  }

  private StreamConnection connection() {
    Awaitility.await().until(() -> open.get() != null);
    return java.util.Objects.requireNonNull(open.get());
  }

  @Test
  void eventsSurviveSilence() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say("GET /events HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n");
      assertThat(wire.head())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("content-type: text/event-stream")
          .containsIgnoringCase("cache-control: private, no-store")
          .doesNotContainIgnoringCase("content-encoding: gzip");
      long start = System.nanoTime();
      int thumps = 0;
      while (System.nanoTime() - start < LONG_MILLIS * 1_000_000) {
        thumps += wire.line().equals(":thump") ? 1 : 0;
      }
      assertThat(thumps).isPositive();
      connection().send("event: update\ndata: {}\n\n");
      String line = wire.line();
      while (!line.startsWith("event")) {
        line = wire.line();
      }
      assertThat(line).isEqualTo("event: update");
      connection().close();
      assertThat(wire.untilClosed()).contains("data: {}");
    }
    Awaitility.await().until(() -> closed.get() == 1);
  }

  @Test
  void aSocketSurvivesSilenceAndAnswersPings() throws IOException {
    try (Wire wire = room.wire()) {
      DataInputStream in = handshake(wire);
      long start = System.nanoTime();
      int pings = 0;
      while (System.nanoTime() - start < LONG_MILLIS * 1_000_000) {
        pings += frame(in).kind() == PING ? 1 : 0;
      }
      assertThat(pings).isPositive();
      wire.say(masked(PING, "hello"));
      Frame frame = frame(in);
      while (frame.kind() == PING) {
        frame = frame(in);
      }
      assertThat(frame).isEqualTo(new Frame(PONG, "hello"));
      wire.say(masked(TEXT, "{\"type\":\"subscribe\"}"));
      Awaitility.await().until(() -> !received.isEmpty());
      assertThat(received).containsExactly("{\"type\":\"subscribe\"}");
      connection().send("an event");
      frame = frame(in);
      while (frame.kind() == PING) {
        frame = frame(in);
      }
      assertThat(frame).isEqualTo(new Frame(TEXT, "an event"));
      connection().close();
      while (frame.kind() != CLOSE) {
        frame = frame(in);
      }
    }
    Awaitility.await().until(() -> closed.get() == 1);
  }

  @Test
  void aFrameHasAtMost16Kibibytes() throws IOException {
    try (Wire wire = room.wire()) {
      handshake(wire);
      wire.say(masked(TEXT, "a".repeat(HttpLimits.MAX_FRAME_BYTES)));
      Awaitility.await().until(() -> received.size() == 1);
      wire.sayWhatIsTaken(masked(TEXT, "a".repeat(HttpLimits.MAX_FRAME_BYTES + 1)));
      Awaitility.await().until(() -> closed.get() == 1);
      assertThat(received).hasSize(1);
    }
  }

  @Test
  void anUnmaskedFrameEndsTheSocket() throws IOException {
    try (Wire wire = room.wire()) {
      handshake(wire);
      wire.say(new byte[] {(byte) 0x81, 1, 'a'});
      Awaitility.await().until(() -> closed.get() == 1);
      assertThat(received).isEmpty();
    }
  }

  @Test
  void whoDoesNotReadIsCutOff() throws IOException {
    for (String path : new String[] {"/events", "/socket"}) {
      open.set(null);
      closed.set(0);
      try (Wire wire = new Wire(room.port(), 4096)) {
        if (path.equals("/socket")) {
          handshake(wire);
        } else {
          wire.say("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").head();
        }
        StreamConnection connection = connection();
        String event = "a".repeat(1 << 20);
        Awaitility.await()
            .until(() -> {
              connection.send(event);
              return closed.get() == 1;
            });
        Awaitility.await().until(() -> room.connections() == 0);
      }
    }
  }

  @Test
  void aSocketWithoutAHandshakeIsRefused() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say("GET /socket HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(wire.answer().status()).isEqualTo(400);
    }
    try (Wire wire = room.wire()) {
      wire.say(upgrade("99"));
      assertThat(wire.answer().status()).isEqualTo(426);
    }
    assertThat(closed.get()).isZero();
  }

  private static String upgrade(String version) {
    return String.join(
        "\r\n",
        "GET /socket HTTP/1.1",
        "Host: x",
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: " + version,
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "",
        "");
  }

  private static DataInputStream handshake(Wire wire) throws IOException {
    wire.say(upgrade("13"));
    assertThat(wire.head())
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    return new DataInputStream(wire.in());
  }

  private record Frame(int kind, String text) {}

  private static Frame frame(DataInputStream in) throws IOException {
    int kind = in.readByte() & 0x0f;
    int length = in.readByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    return new Frame(kind, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static byte[] masked(int kind, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    int head = payload.length < 126 ? 6 : 8;
    byte[] frame = new byte[head + payload.length];
    frame[0] = (byte) (0x80 | kind);
    if (payload.length < 126) {
      frame[1] = (byte) (0x80 | payload.length);
    } else {
      frame[1] = (byte) (0x80 | 126);
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
    }
    // a mask of zeros changes nothing
    System.arraycopy(payload, 0, frame, head, payload.length);
    return frame;
  }
}
