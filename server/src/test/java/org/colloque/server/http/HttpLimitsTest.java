package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every limit of what is read, at its edge (reliability.md, C31). */
class HttpLimitsTest {
  private static final int MOST = 5_000;
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final AtomicInteger HELD = new AtomicInteger();
  private static Room room;

  @BeforeAll
  static void open() throws IOException {
    room =
        new Room(
            Patience.NORMAL,
            Route.get("/*rest", Access.anyone(), _ -> Reply.text(200, "ok")),
            Route.post(
                    "/body",
                    Access.anyone(),
                    request -> Reply.text(200, Integer.toString(request.body().length)))
                .limited(new Limits(MOST, false)),
            Route.post(
                    "/activity",
                    Access.anyone(),
                    request -> Reply.text(200, Integer.toString(request.body().length)))
                .limited(Limits.ACTIVITY),
            Route.post("/form", Access.anyone(), HttpLimitsTest::form),
            Route.post("/file", Access.anyone(), HttpLimitsTest::form)
                .limited(Limits.uploads(20_000)),
            Route.post(
                "/held",
                Access.anyone(),
                _ -> {
                  HELD.incrementAndGet();
                  awaitRelease();
                  return Reply.text(200, "ok");
                }));
  }

  @AfterAll
  static void close() {
    RELEASED.countDown();
    room.close();
  }

  private static void awaitRelease() {
    try {
      RELEASED.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Reply form(Request request) {
    StringBuilder text = new StringBuilder();
    for (Upload upload : request.uploads()) {
      text.append(upload.field()).append('=').append(upload.size()).append(' ');
      assertThat(upload.path().getFileName().toString()).doesNotContain(upload.fileName());
    }
    return Reply.text(200, text + Integer.toString(request.parameters().names().size()));
  }

  @Test
  void theFactorySetsEveryLimitOfVertx() {
    HttpServerOptions options = HttpLimits.options("127.0.0.1", 0);
    assertThat(options.getMaxInitialLineLength()).isEqualTo(8 * 1024);
    assertThat(options.getMaxHeaderSize()).isEqualTo(16 * 1024);
    assertThat(options.getMaxFormFields()).isEqualTo(256);
    assertThat(options.getMaxFormAttributeSize()).isEqualTo(128 * 1024);
    assertThat(options.getMaxFormBufferedBytes()).isEqualTo(128 * 1024);
    assertThat(options.getMaxWebSocketFrameSize()).isEqualTo(16 * 1024);
    assertThat(options.getMaxWebSocketMessageSize()).isEqualTo(16 * 1024);
    assertThat(options.isHttp2ClearTextEnabled()).as("a second protocol").isFalse();
    assertThat(options.isDecompressionSupported()).as("bombs").isFalse();
    assertThat(options.getPerMessageWebSocketCompressionSupported()).as("bombs").isFalse();
    assertThat(options.getPerFrameWebSocketCompressionSupported()).as("bombs").isFalse();
    assertThat(options.isAcceptUnmaskedFrames()).isFalse();
    assertThat(options.getIdleTimeout()).as("the guard watches instead").isZero();
  }

  @Test
  void aRequestLineHasAtMost8KibibytesAndLongerIs414() throws IOException {
    String around = "GET / HTTP/1.1";
    assertThat(get("/" + "a".repeat(8 * 1024 - around.length()), "")).isEqualTo(200);
    assertThat(get("/" + "a".repeat(8 * 1024 - around.length() + 1), "")).isEqualTo(414);
    assertThat(get("/" + "a".repeat(1 << 20), "")).isEqualTo(414);
  }

  @Test
  void headersHaveAtMost16KibibytesAndMoreIs431() throws IOException {
    int others = "Host: x".length() + "X-A: ".length();
    assertThat(get("/a", "X-A: " + "a".repeat(16 * 1024 - others) + "\r\n")).isEqualTo(200);
    assertThat(get("/a", "X-A: " + "a".repeat(16 * 1024 - others + 1) + "\r\n")).isEqualTo(431);
    assertThat(get("/a", "X-A: a\r\n".repeat(50_000))).isEqualTo(431);
  }

  @Test
  void aCountedBodyThatIsTooLongIsRefusedBeforeItIsRead() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Content-Length: " + MOST)).say(new byte[MOST]);
      assertThat(wire.answer().text()).isEqualTo(Integer.toString(MOST));
    }
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Content-Length: " + (MOST + 1)));
      assertThat(wire.statusesUntilClosed()).containsExactly(413);
    }
  }

  @Test
  void aChunkedBodyIsReadToItsLimitAndNoFurther() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Transfer-Encoding: chunked")).say(chunk(MOST)).say("0\r\n\r\n");
      assertThat(wire.answer().text()).isEqualTo(Integer.toString(MOST));
    }
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Transfer-Encoding: chunked")).say(chunk(MOST)).say(chunk(1));
      assertThat(wire.statusesUntilClosed()).containsExactly(413);
    }
  }

  @Test
  void chunksWithoutEndAreCutOffAtTheLimitOfAnActivity() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(post("/activity", "Transfer-Encoding: chunked"));
      byte[] chunk = chunk(64 * 1024);
      long said = 0;
      try {
        while (said < 64L << 20) {
          wire.say(chunk);
          said += chunk.length;
        }
      } catch (IOException closed) {
        // the server wants no more
      }
      // what both kernels hold is more than the server has read
      assertThat(said).isLessThan(32L << 20);
    }
    try (Wire wire = room.wire()) {
      wire.say(post("/activity", "Transfer-Encoding: chunked"));
      for (int i = 0; i < 17; i++) {
        wire.say(chunk(64 * 1024));
      }
      // 1.06 MiB are enough for the refusal
      assertThat(wire.statusesUntilClosed()).containsExactly(413);
    }
  }

  @Test
  void aRefusalReachesAClientThatIsStillSending() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Content-Length: 300000")).sayWhatIsTaken(new byte[300_000]);
      assertThat(wire.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void aLengthShorterThanTheBodyLeavesNoRequestBehind() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Content-Length: 3") + "abc{\"more\": 1}\r\n\r\n");
      assertThat(wire.statusesUntilClosed()).containsExactly(200, 400);
    }
  }

  @Test
  void compressedBodiesAreRefusedUnread() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      zip.write(new byte[4_000_000]);
    }
    for (String encoding : new String[] {"gzip", "deflate", "br", "zstd", "x", "gzip, gzip"}) {
      try (Wire wire = room.wire()) {
        wire.say(
                post(
                    "/activity", "Content-Encoding: " + encoding, "Content-Length: " + bomb.size()))
            .sayWhatIsTaken(bomb.toByteArray());
        assertThat(wire.statusesUntilClosed()).as(encoding).containsExactly(415);
      }
    }
    try (Wire wire = room.wire()) {
      wire.say(post("/body", "Content-Encoding: identity", "Content-Length: 3") + "abc");
      assertThat(wire.answer().text()).isEqualTo("3");
    }
  }

  @Test
  void aFormHasAtMost256Fields() throws IOException {
    assertThat(multipart("/form", fields(256))).isEqualTo("256");
    assertThat(multipart("/form", fields(257))).isEqualTo("400");
  }

  @Test
  void aFieldHasAtMost128Kibibytes() throws IOException {
    assertThat(multipart("/form", part("name=\"a\"", "a".repeat(128 * 1024)))).isEqualTo("1");
    assertThat(multipart("/form", part("name=\"a\"", "a".repeat(128 * 1024 + 1)))).isEqualTo("400");
  }

  @Test
  void anUrlEncodedFormHasAtMost1000Parameters() throws IOException {
    assertThat(urlEncoded("a=1&".repeat(0) + numbered(1_000))).isEqualTo("1000");
    assertThat(urlEncoded(numbered(1_001))).isEqualTo("400");
  }

  @Test
  void filesAreTakenWhereARouteWantsThemAndGoAwayAfterwards() throws IOException {
    String file = part("name=\"f\"; filename=\"../../etc/passwd\"", "a".repeat(10_000));
    assertThat(multipart("/file", file)).isEqualTo("f=10000 0");
    assertThat(multipart("/form", file)).isEqualTo("413");
    assertThat(multipart("/file", part("name=\"f\"; filename=\"a\"", "a".repeat(20_000))))
        .isEqualTo("413");
    Awaitility.await().untilAsserted(() -> assertThat(filesLeft()).isZero());
  }

  /** C39: half of the places at most are strangers', so that members find one in a flood. */
  @Test
  void moreThanCanBeWorkedOnIsToldToComeBack() throws IOException {
    int strangers = Room.CONCURRENCY / HttpLimits.PART_OF_STRANGERS;
    List<Wire> busy = new ArrayList<>();
    hold(busy, strangers, "");
    assertThat(get("/any", "")).as("one stranger more").isEqualTo(503);
    assertThat(get("/any", "Member: 1\r\n")).isEqualTo(200);
    hold(busy, Room.CONCURRENCY, "Member: 1\r\n");
    try (Wire wire = room.wire()) {
      Wire.Answer answer = wire.say("GET /any HTTP/1.1\r\nHost: x\r\nMember: 1\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("5");
    }
    RELEASED.countDown();
    for (Wire wire : busy) {
      assertThat(wire.answer().status()).isEqualTo(200);
      wire.close();
    }
  }

  /** Until so many are in the handler; those before have left it. */
  private static void hold(List<Wire> busy, int until, String headers) throws IOException {
    Awaitility.await().until(() -> room.requestsUnderWay() == busy.size());
    while (busy.size() < until) {
      busy.add(room.wire().say(post("/held", headers + "Content-Length: 1") + "a"));
    }
    Awaitility.await().until(() -> HELD.get() == until);
  }

  private static long filesLeft() throws IOException {
    try (Stream<Path> files = Files.list(room.folder())) {
      return files.count();
    }
  }

  private static int get(String target, String headers) throws IOException {
    try (Wire wire = room.wire()) {
      wire.sayWhatIsTaken(
          ("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      return wire.answer().status();
    }
  }

  private static String post(String target, String... headers) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: x\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private static byte[] chunk(int length) {
    return (Integer.toHexString(length) + "\r\n" + "a".repeat(length) + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The body of the answer, or its status when that is not 200. */
  private static String multipart(String target, String parts) throws IOException {
    String body = parts + "--b--\r\n";
    try (Wire wire = room.wire()) {
      wire.say(
              post(
                  target,
                  "Content-Type: multipart/form-data; boundary=b",
                  "Content-Length: " + body.length()))
          .sayWhatIsTaken(body.getBytes(StandardCharsets.US_ASCII));
      return told(wire.answer());
    }
  }

  private static String urlEncoded(String body) throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(
          post(
                  "/form",
                  "Content-Type: application/x-www-form-urlencoded",
                  "Content-Length: " + body.length())
              + body);
      return told(wire.answer());
    }
  }

  private static String told(Wire.Answer answer) {
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  private static String fields(int count) {
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < count; i++) {
      parts.append(part("name=\"f" + i + "\"", "a"));
    }
    return parts.toString();
  }

  private static String part(String disposition, String value) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
  }

  private static String numbered(int count) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "" : "&").append('f').append(i).append("=1");
    }
    return body.toString();
  }
}
