package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are no JSON, or JSON that nobody means (reliability.md, C32). */
class HostileJsonTest {
  private static Room room;

  @BeforeAll
  static void open() throws IOException {
    room =
        new Room(
            Patience.NORMAL,
            Route.post(
                "/",
                Access.anyone(),
                request -> Reply.text(200, request.parameters().text("a", "none"))));
  }

  @AfterAll
  static void close() {
    room.close();
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        body("200,000 levels of arrays", "[".repeat(200_000)),
        body("60,000 levels of objects", "{\"a\":".repeat(40_000)),
        body("65 levels", "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"),
        body("duplicate names", "{\"a\": 1, \"a\": 2}"),
        body("duplicate names, escaped", "{\"a\": 1, \"\\u0061\": 2}"),
        body("duplicate names below", "{\"b\": {\"a\": 1, \"a\": 2}}"),
        body("NaN", "{\"a\": NaN}"),
        body("Infinity", "{\"a\": Infinity}"),
        body("1e400", "{\"a\": 1e400}"),
        body("-1e400", "{\"a\": -1e400}"),
        body("2^63", "{\"a\": 9223372036854775808}"),
        body("400 digits", "{\"a\": " + "9".repeat(400) + "}"),
        body("100,000 digits", "{\"a\": " + "9".repeat(100_000) + "}"),
        body("large exponent", "{\"a\": 1e999999999}"),
        body("leading zero", "{\"a\": 01}"),
        body("hexadecimal", "{\"a\": 0x1}"),
        body("high surrogate alone", "{\"a\": \"\\ud800\"}"),
        body("low surrogate alone", "{\"a\": \"\\udc00x\"}"),
        body("surrogates turned round", "{\"a\": \"\\udc00\\ud800\"}"),
        body("surrogate in a name", "{\"\\ud800\": 1}"),
        body(
            "surrogate as bytes", bytes(0x7b, '"', 'a', '"', ':', '"', 0xED, 0xA0, 0x80, '"', '}')),
        body("null character", "{\"a\": \"x\\u0000y\"}"),
        body("null character in a name", "{\"x\\u0000y\": 1}"),
        body("null character below", "{\"b\": [{\"c\": \"\\u0000\"}]}"),
        body("null byte", "{\"a\": \"x\0y\"}"),
        body("null in two bytes", bytes('{', '"', 'a', '"', ':', '"', 0xC0, 0x80, '"', '}')),
        body("byte order mark", "\ufeff{\"a\": 1}"),
        body("UTF-16", "{\"a\": 1}".getBytes(StandardCharsets.UTF_16)),
        body("UTF-16 without mark", "{\"a\": 1}".getBytes(StandardCharsets.UTF_16LE)),
        body("UTF-32", "{\"a\": 1}".getBytes(Charset.forName("UTF-32BE"))),
        body("Latin 1", "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)),
        body("cut off", "{\"a\": \"b"),
        body("trailing", "{\"a\": 1} {\"a\": 2}"),
        body("trailing comma", "{\"a\": 1,}"),
        body("comment", "{\"a\": 1 /* 2 */}"),
        body("single quotes", "{'a': 1}"),
        body("no quotes", "{a: 1}"),
        body("line break in a text", "{\"a\": \"b\nc\"}"),
        body("array", "[1, 2]"),
        body("text", "\"a\""),
        body("number", "1"),
        body("form", "a=1"),
        body("brackets", "{\"a\": [" + "[],".repeat(60_000) + "[]]}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void isRefusedAtOnce(String name, byte[] body) throws IOException {
    try (Wire wire = room.wire()) {
      long start = System.nanoTime();
      wire.say(head(body)).say(body);
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.text()).as(name).startsWith("{\"error\":\"").doesNotContain("jackson");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void whatIsJustAllowedIsRead() throws IOException {
    assertThat(
            read(
                "{\"a\": \"\\ud83d\\ude00 \u00e9\", \"b\": "
                    + "[".repeat(63)
                    + "]".repeat(63)
                    + "}"))
        .isEqualTo("\ud83d\ude00 \u00e9");
    assertThat(read("{\"a\": 9223372036854775807}")).isEqualTo("9223372036854775807");
    assertThat(read("{\"a\": -1.5e3}")).isEqualTo("-1500.0");
    assertThat(read("  {\"\u00ef\": 1, \"a\": \"b\"}  ")).isEqualTo("b");
    assertThat(read("{\"\u00ef\": 1, \"a\": \"b\"}")).isEqualTo("b");
    assertThat(read("null")).isEqualTo("none");
    assertThat(read("")).isEqualTo("none");
  }

  private static String read(String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    try (Wire wire = room.wire()) {
      return wire.say(head(body)).say(body).answer().text();
    }
  }

  private static String head(byte[] body) {
    return "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length
        + "\r\n\r\n";
  }

  private static Arguments body(String name, String text) {
    return Arguments.of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Arguments body(String name, byte[] bytes) {
    return Arguments.of(name, bytes);
  }

  private static byte[] bytes(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return bytes;
  }
}
