package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that take their time, on purpose or not (reliability.md, C37), with shortened times. */
class SlowClientsTest {
  private static final int HEAD_MILLIS = (int) Room.SHORT.head().toMillis();

  /** Late enough for a busy machine; without a guard nothing would be closed at all. */
  private static final int LATE_MILLIS = 5_000;

  private static final int ANSWER_BYTES = 12 << 20;
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static Room room;

  @BeforeAll
  static void open() throws IOException {
    byte[] large = new byte[ANSWER_BYTES];
    room =
        new Room(
            Room.SHORT,
            Route.get("/", Access.anyone(), _ -> Reply.text(200, "root")),
            Route.get(
                "/long",
                Access.anyone(),
                _ -> {
                  await();
                  return Reply.text(200, "done");
                }),
            Route.get("/answer", Access.anyone(), _ -> Reply.bytes(200, "image/png", large)),
            Route.post("/", Access.anyone(), _ -> Reply.text(200, "read")),
            Route.post("/file", Access.anyone(), _ -> Reply.text(200, "read"))
                .limited(Limits.uploads(1 << 20)));
  }

  @AfterAll
  static void close() {
    RELEASED.countDown();
    room.close();
  }

  private static void await() {
    try {
      RELEASED.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theTimesInForceAreThoseThatWerePromised() {
    assertThat(Patience.NORMAL.head()).isEqualTo(Duration.ofSeconds(10));
    assertThat(Patience.NORMAL.body()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Patience.NORMAL.taking()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Patience.NORMAL.betweenRequests()).isGreaterThan(Duration.ofSeconds(60));
    assertThat(Patience.NORMAL.heartbeat()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void fourHundredHalfRequestsAreClosedInTime() throws IOException {
    List<Wire> wires = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < 400; i++) {
      wires.add(room.wire().say("GET / HTTP/1.1\r\nHost: x\r\nX-Half: "));
    }
    assertThat(answers()).isTrue();
    long opened = System.nanoTime();
    for (Wire wire : wires) {
      assertThat(wire.untilClosed()).isEmpty();
      wire.close();
    }
    // counted from the last one that was opened
    assertThat(millisSince(opened)).isLessThan(LATE_MILLIS);
    assertThat(millisSince(start)).isGreaterThan(HEAD_MILLIS / 2);
  }

  @Test
  void drippingBytesBuyNoTime() throws Exception {
    try (Wire wire = room.wire()) {
      wire.say("GET / HTTP/1.1\r\nHost: x\r\nX-Drip: ");
      long start = System.nanoTime();
      Thread drip = drip(wire, "a");
      assertThat(wire.untilClosed()).isEmpty();
      assertThat(millisSince(start)).isLessThan(LATE_MILLIS);
      drip.join();
    }
  }

  @Test
  void aDrippingSecondRequestIsNoBetter() throws Exception {
    try (Wire wire = room.wire()) {
      wire.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(wire.answer().status()).isEqualTo(200);
      wire.say("GET / HTTP/1.1\r\nX-Drip: ");
      long start = System.nanoTime();
      Thread drip = drip(wire, "a");
      assertThat(wire.untilClosed()).isEmpty();
      assertThat(millisSince(start)).isLessThan(LATE_MILLIS);
      drip.join();
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws IOException {
    try (Wire wire = room.wire()) {
      long start = System.nanoTime();
      assertThat(wire.untilClosed()).isEmpty();
      assertThat(millisSince(start)).isLessThan(LATE_MILLIS);
    }
  }

  @Test
  void betweenRequestsAConnectionIsKeptLongerButNotForEver() throws Exception {
    try (Wire wire = room.wire()) {
      wire.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(wire.answer().status()).isEqualTo(200);
      long start = System.nanoTime();
      assertThat(wire.untilClosed()).isEmpty();
      assertThat(millisSince(start)).isBetween((long) HEAD_MILLIS + 300, (long) LATE_MILLIS);
    }
  }

  @Test
  void aHandlerMayTakeLongerThanAnyClient() throws Exception {
    try (Wire wire = room.wire()) {
      wire.say("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
      try (Wire waiting = room.wire()) {
        waiting.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(waiting.answer().status()).isEqualTo(200);
        // closed later than every limit on the first connection would have run out
        waiting.untilClosed();
      }
      RELEASED.countDown();
      assertThat(wire.answer().text()).isEqualTo("done");
    }
  }

  @Test
  void aSlowBodyIsRefused() throws Exception {
    for (String head : List.of("Content-Length: 1000", "Transfer-Encoding: chunked")) {
      try (Wire wire = room.wire()) {
        long start = System.nanoTime();
        wire.say("POST / HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n");
        Thread drip = drip(wire, head.startsWith("C") ? "a" : "1\r\na\r\n");
        assertThat(wire.answer().status()).isEqualTo(408);
        assertThat(millisSince(start)).isLessThan(LATE_MILLIS);
        wire.untilClosed();
        drip.join();
      }
    }
  }

  @Test
  void anUploadThatMovesIsNotCutOffAndOneThatDripsIs() throws Exception {
    int perSecond = 10_000;
    Patience patience =
        new Patience(
            Room.SHORT.head(),
            Room.SHORT.betweenRequests(),
            Room.SHORT.body(),
            Room.SHORT.taking(),
            Room.SHORT.heartbeat(),
            perSecond);
    Route take =
        Route.post("/file", Access.anyone(), _ -> Reply.text(200, "read"))
            .limited(Limits.uploads(1 << 20));
    try (Room slow = new Room(patience, take);
        Wire moving = slow.wire();
        Wire dripping = slow.wire()) {
      long start = System.nanoTime();
      moving.say("POST /file HTTP/1.1\r\nHost: x\r\nContent-Length: " + 2 * perSecond + "\r\n\r\n");
      dripping.say("POST /file HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      Thread drip = drip(dripping, "a");
      for (int i = 0; i < 20; i++) {
        moving.say(new byte[perSecond / 10]);
        pause(50);
      }
      assertThat(millisSince(start)).isGreaterThan(patience.body().toMillis());
      assertThat(moving.answer().status()).isEqualTo(200);
      assertThat(dripping.answer().status()).isEqualTo(408);
      dripping.untilClosed();
      drip.join();
    }
  }

  @Test
  void anAnswerThatIsNotTakenIsThrownAway() throws Exception {
    try (Wire wire = new Wire(room.port(), 4096)) {
      wire.say("GET /answer HTTP/1.1\r\nHost: x\r\n\r\n");
      wire.head();
      // nothing is read: what the kernels do not hold waits in the server, and buys some seconds
      Awaitility.await().until(() -> room.connections() == 0);
      assertThat(wire.untilClosed().length()).isLessThan(ANSWER_BYTES);
    }
  }

  @Test
  void anAnswerThatIsTakenSlowlyIsWhole() throws Exception {
    try (Wire wire = room.wire()) {
      wire.say("GET /answer HTTP/1.1\r\nHost: x\r\n\r\n");
      wire.head();
      int taken = 0;
      long start = System.nanoTime();
      while (taken < ANSWER_BYTES) {
        taken += wire.in().readNBytes(Math.min(ANSWER_BYTES / 16, ANSWER_BYTES - taken)).length;
        pause(60);
      }
      assertThat(millisSince(start)).isGreaterThan(Room.SHORT.taking().toMillis());
      assertThat(taken).isEqualTo(ANSWER_BYTES);
    }
  }

  private boolean answers() throws IOException {
    try (Wire wire = room.wire()) {
      return wire.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().status() == 200;
    }
  }

  /** Says {@code piece} again and again until the other side closes. */
  private static Thread drip(Wire wire, String piece) {
    return Thread.startVirtualThread(() -> {
      try {
        for (int i = 0; i < LATE_MILLIS / 20; i++) {
          wire.say(piece.getBytes(StandardCharsets.US_ASCII));
          pause(20);
        }
      } catch (IOException closed) {
        // as it should
      }
    });
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** The passing of real time is what these tests are about. */
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
