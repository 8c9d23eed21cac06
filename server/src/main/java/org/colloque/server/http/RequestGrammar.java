package org.colloque.server.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Reads along, byte by byte, what the decoder consumes, and accepts only what every reader of HTTP
 * understands in the same way (RFC 9112; reliability.md, C38): lines end with CR LF, a request line
 * has single spaces, no space stands before a colon or at the start of a line, chunks have no
 * extensions, no control characters anywhere.
 */
final class RequestGrammar {
  /** Empty lines tolerated before a request (RFC 9112, section 2.2). */
  private static final int MAX_EMPTY_LINES = 1;

  /** Hexadecimal digits of a chunk's size: 256 MiB, far above every limit of a body. */
  private static final int MAX_SIZE_DIGITS = 7;

  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final int TOKEN = 1;
  private static final int VISIBLE = 2;
  private static final int FIELD = 4;
  private static final byte[] KINDS = kinds();

  private enum State {
    START,
    START_LF,
    METHOD,
    TARGET,
    VERSION,
    LINE_LF,
    LINE_START,
    NAME,
    VALUE,
    END_LF,
    SIZE,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF
  }

  private State state = State.START;
  private int count;
  private int size;

  /** A request without a body follows, or one whose body is counted by Content-Length. */
  void expectHead() {
    state = State.START;
    count = 0;
  }

  /** A chunked body follows. */
  void expectChunks() {
    state = State.SIZE;
    count = 0;
    size = 0;
  }

  /** Whether the bytes from {@code from} to {@code to} continue what was read before. */
  boolean accepts(ByteBuf buffer, int from, int to) {
    int index = from;
    while (index < to) {
      if (state == State.DATA) {
        int skipped = Math.min(size - count, to - index);
        count += skipped;
        index += skipped;
        if (count == size) {
          state = State.DATA_CR;
        }
        continue;
      }
      int kind = run();
      if (kind != 0) {
        int start = index;
        while (index < to && (KINDS[buffer.getByte(index) & 0xff] & kind) != 0) {
          index++;
        }
        count += index - start;
        if (index == to) {
          return true;
        }
      }
      if (!step(buffer.getByte(index++) & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** The kind of bytes of which the present state takes any number. */
  private int run() {
    return switch (state) {
      case METHOD, NAME -> TOKEN;
      case TARGET -> VISIBLE;
      case VALUE -> FIELD;
      case START,
          START_LF,
          VERSION,
          LINE_LF,
          LINE_START,
          END_LF,
          SIZE,
          SIZE_LF,
          DATA,
          DATA_CR,
          DATA_LF ->
          0;
    };
  }

  private boolean step(int octet) {
    return switch (state) {
      case START -> start(octet);
      case START_LF -> octet == '\n' && count++ < MAX_EMPTY_LINES && enter(State.START, count);
      case METHOD -> octet == ' ' && enter(State.TARGET, 0);
      case TARGET -> octet == ' ' && count > 0 && enter(State.VERSION, 0);
      case VERSION -> version(octet);
      case LINE_LF -> octet == '\n' && enter(State.LINE_START, 0);
      case LINE_START -> octet == '\r' ? enter(State.END_LF, 0) : name(octet);
      case NAME -> octet == ':' && enter(State.VALUE, 0);
      case VALUE -> octet == '\r' && enter(State.LINE_LF, 0);
      case END_LF -> octet == '\n' && enter(State.START, 0);
      case SIZE -> size(octet);
      case SIZE_LF -> octet == '\n' && enter(size == 0 ? State.LINE_START : State.DATA, 0);
      case DATA -> throw new IllegalStateException("data is skipped");
      case DATA_CR -> octet == '\r' && enter(State.DATA_LF, 0);
      case DATA_LF -> octet == '\n' && enter(State.SIZE, 0);
    };
  }

  private boolean enter(State next, int counted) {
    state = next;
    count = counted;
    if (next == State.SIZE) {
      size = 0;
    }
    return true;
  }

  private boolean start(int octet) {
    if (octet == '\r') {
      state = State.START_LF;
      return true;
    }
    return (KINDS[octet] & TOKEN) != 0 && enter(State.METHOD, 1);
  }

  private boolean name(int octet) {
    return (KINDS[octet] & TOKEN) != 0 && enter(State.NAME, 1);
  }

  private boolean version(int octet) {
    if (count < VERSION.length) {
      return octet == VERSION[count++];
    }
    if (count == VERSION.length) {
      count++;
      return octet == '0' || octet == '1';
    }
    return octet == '\r' && enter(State.LINE_LF, 0);
  }

  private boolean size(int octet) {
    if (octet == '\r') {
      return count > 0 && enter(State.SIZE_LF, 0);
    }
    int digit = Character.digit(octet, 16);
    size = size * 16 + digit;
    return digit >= 0 && ++count <= MAX_SIZE_DIGITS;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int octet = 0; octet < kinds.length; octet++) {
      boolean letterOrDigit =
          octet >= 'a' && octet <= 'z'
              || octet >= 'A' && octet <= 'Z'
              || octet >= '0' && octet <= '9';
      int kind = letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0 ? TOKEN : 0;
      kind |= octet > ' ' && octet < 127 ? VISIBLE : 0;
      kind |= octet >= ' ' && octet != 127 || octet == '\t' ? FIELD : 0;
      kinds[octet] = (byte) kind;
    }
    return kinds;
  }
}
