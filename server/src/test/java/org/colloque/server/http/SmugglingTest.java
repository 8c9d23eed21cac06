package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two readers could understand differently get one 400, and the connection is closed:
 * the request hidden behind is never answered (reliability.md, C38).
 */
class SmugglingTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
  private static Room room;

  @BeforeAll
  static void open() throws IOException {
    room =
        new Room(
            Patience.NORMAL,
            Route.get("/", Access.anyone(), _ -> Reply.text(200, "root")),
            Route.get("/hidden", Access.anyone(), _ -> Reply.text(200, "hidden")),
            Route.post(
                "/",
                Access.anyone(),
                request -> Reply.text(200, Integer.toString(request.body().length))));
  }

  @AfterAll
  static void close() {
    room.close();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(badFrames(), badLines(), badTargets(), badChunks()).flatMap(all -> all);
  }

  private static Stream<Arguments> badFrames() {
    return Stream.of(
        bad("both lengths", post("Content-Length: 6", "Transfer-Encoding: chunked") + "0\r\n\r\n"),
        bad("two lengths", post("Content-Length: 3", "Content-Length: 3") + "abc"),
        bad("two unequal lengths", post("Content-Length: 3", "Content-Length: 4") + "abc"),
        bad("two lengths in one", post("Content-Length: 3, 3") + "abc"),
        bad("length with a sign", post("Content-Length: +3") + "abc"),
        bad("negative length", post("Content-Length: -3") + "abc"),
        bad("hexadecimal length", post("Content-Length: 0x3") + "abc"),
        bad("length with a space", post("Content-Length: 3 0") + "abc"),
        bad("huge length", post("Content-Length: 99999999999999999999") + "abc"),
        bad("empty length", post("Content-Length:") + "abc"),
        bad("xchunked", post("Transfer-Encoding: xchunked", "Content-Length: 3") + "abc"),
        bad("xchunked alone", post("Transfer-Encoding: xchunked") + "0\r\n\r\n"),
        bad("chunked, identity", post("Transfer-Encoding: chunked, identity") + "0\r\n\r\n"),
        bad("gzip, chunked", post("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n"),
        bad("chunked twice", post("Transfer-Encoding: chunked, chunked") + "0\r\n\r\n"),
        bad(
            "two encodings",
            post("Transfer-Encoding: chunked", "Transfer-Encoding: x") + "0\r\n\r\n"),
        bad("quoted encoding", post("Transfer-Encoding: \"chunked\"") + "0\r\n\r\n"),
        bad("encoding with a vertical tab", post("Transfer-Encoding: \u000bchunked") + "0\r\n\r\n"),
        bad("encoding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"),
        bad("folded encoding", post("Transfer-Encoding:\r\n chunked") + "0\r\n\r\n"));
  }

  private static Stream<Arguments> badLines() {
    return Stream.of(
        bad("folded line", get("X-One: a\r\n b")),
        bad("folded by tab", get("X-One: a\r\n\tb")),
        bad("first line folded", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        bad("space before colon", post("Content-Length : 3") + "abc"),
        bad("tab before colon", post("Transfer-Encoding\t: chunked") + "0\r\n\r\n"),
        bad("no colon", get("X-One")),
        bad("no name", get(": a")),
        bad("null in a name", get("X-\0One: a")),
        bad("null in a value", get("X-One: a\0b")),
        bad("escape in a value", get("X-One: a\u001b[31m")),
        bad("carriage return in a value", get("X-One: a\rb")),
        bad("bare line feeds", "GET / HTTP/1.1\nHost: x\n\n"),
        bad("bare line feed once", "GET / HTTP/1.1\r\nHost: x\nX-One: a\r\n\r\n"));
  }

  private static Stream<Arguments> badTargets() {
    return Stream.of(
        bad("no host", "GET / HTTP/1.1\r\n\r\n"),
        bad("two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
        bad("host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        bad("host with a user", "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n"),
        bad("two hosts in one", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n"),
        bad("absolute, other host", "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("absolute, other scheme", "GET file://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("absolute with a user", "GET http://a@x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("host alone", "GET x HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("authority form", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("two slashes", "GET //y/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("fragment", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("tab as a space", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("space in the target", "GET / a HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("space at the end", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
        bad("null in the target", "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("raw letter in the target", "GET /\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("no version", "GET /\r\nHost: x\r\n\r\n"),
        bad("version 2", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        bad("version 1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n"),
        bad("version in small letters", "GET / http/1.1\r\nHost: x\r\n\r\n"),
        bad("version 1.10", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
        bad("null before", "\0GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("space before", " GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("empty lines before", "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        bad("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        bad("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"));
  }

  private static Stream<Arguments> badChunks() {
    return Stream.of(
        bad("old WebSocket", get("Sec-WebSocket-Key1: 1", "Sec-WebSocket-Key2: 2")),
        bad("chunk extension", chunked("3;a=b\r\nabc\r\n0\r\n\r\n")),
        bad("chunk extension with line feed", chunked("3;\nabc\r\n0\r\n\r\n")),
        bad("chunk size with space", chunked("3 \r\nabc\r\n0\r\n\r\n")),
        bad("space before chunk size", chunked(" 3\r\nabc\r\n0\r\n\r\n")),
        bad("chunk size with sign", chunked("+3\r\nabc\r\n0\r\n\r\n")),
        bad("chunk size 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n")),
        bad("empty chunk size", chunked("\r\nabc\r\n0\r\n\r\n")),
        bad("chunk size with leading zeros", chunked("00000003\r\nabc\r\n0\r\n\r\n")),
        bad("chunk too long", chunked("3\r\nabcd\r\n0\r\n\r\n")),
        bad("chunk ends with line feed", chunked("3\r\nabc\n0\r\n\r\n")),
        bad("chunk size ends with line feed", chunked("3\nabc\r\n0\r\n\r\n")),
        bad("huge chunk", chunked("ffffffffffffffff\r\nabc")),
        bad("malformed trailer", chunked("3\r\nabc\r\n0\r\nX-One : a\r\n\r\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void isRefusedOnceAndTheConnectionClosed(String name, String request) throws IOException {
    try (Wire wire = room.wire()) {
      wire.sayWhatIsTaken((request + HIDDEN + HIDDEN).getBytes(StandardCharsets.ISO_8859_1));
      assertThat(wire.statusesUntilClosed()).as(name).isEqualTo(List.of(400));
    }
  }

  @ParameterizedTest(name = "{0}, byte by byte")
  @MethodSource("malformed")
  void isRefusedAlsoWhenItComesInPieces(String name, String request) throws IOException {
    try (Wire wire = room.wire()) {
      for (String piece : pieces(request + HIDDEN)) {
        wire.sayWhatIsTaken(piece.getBytes(StandardCharsets.ISO_8859_1));
      }
      assertThat(wire.statusesUntilClosed()).as(name).isEqualTo(List.of(400));
    }
  }

  static Stream<Arguments> wellFormed() {
    return Stream.of(
        good("plain", get("X-One: a")),
        good("obsolete text", get("X-One: \u00e9t\u00e9")),
        good("empty value", get("X-One:")),
        good("tab in a value", get("X-One: a\tb")),
        good("one empty line before", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        good("absolute, same host", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        good("host with port", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"),
        good("counted body", post("Content-Length: 3") + "abc"),
        good("empty body", post("Content-Length: 0")),
        good("chunks", chunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")),
        good("chunks and trailer", chunked("3\r\nabc\r\n0\r\nX-One: a\r\n\r\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wellFormed")
  void whatIsWellFormedIsAnsweredAndTheConnectionGoesOn(String name, String request)
      throws IOException {
    try (Wire whole = room.wire();
        Wire inPieces = room.wire()) {
      whole.say(request + HIDDEN);
      assertThat(whole.answer().status()).as(name).isEqualTo(200);
      assertThat(whole.answer().text()).as(name).isEqualTo("hidden");
      for (String piece : pieces(request + HIDDEN)) {
        inPieces.say(piece);
      }
      assertThat(inPieces.answer().status()).as(name).isEqualTo(200);
      assertThat(inPieces.answer().text()).as(name).isEqualTo("hidden");
    }
  }

  @Test
  void anUpgradeThatNobodyOffersIsAnOrdinaryRequest() throws IOException {
    try (Wire wire = room.wire()) {
      wire.say(get("Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQ") + HIDDEN);
      assertThat(wire.answer().text()).isEqualTo("root");
      assertThat(wire.answer().text()).isEqualTo("hidden");
    }
    try (Wire wire = room.wire()) {
      wire.say(get("Connection: Upgrade", "Upgrade: websocket") + HIDDEN);
      assertThat(wire.answer().text()).isEqualTo("root");
      assertThat(wire.answer().text()).isEqualTo("hidden");
    }
  }

  private static Arguments bad(String name, String request) {
    return Arguments.of(name, request);
  }

  private static Arguments good(String name, String request) {
    return Arguments.of(name, request);
  }

  private static String get(String... headers) {
    return "GET / HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  private static String post(String... headers) {
    return "POST / HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  private static String chunked(String body) {
    return post("Transfer-Encoding: chunked") + body;
  }

  /** Pieces of one to seven bytes, always cut at the same places. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int size = 1;
    for (int at = 0; at < text.length(); at += size) {
      size = size % 7 + 1;
      pieces.add(text.substring(at, Math.min(text.length(), at + size)));
      if (at + size >= text.length()) {
        break;
      }
    }
    return pieces;
  }
}
