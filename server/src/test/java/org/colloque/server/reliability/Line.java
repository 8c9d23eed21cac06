package org.colloque.server.reliability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client that keeps its connection and knows exactly how much of an answer it was given. */
final class Line implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;
  private @Nullable Socket socket;

  Line(int port) {
    this.port = port;
  }

  /** What came of a request. */
  sealed interface Result {
    /** All of it. */
    record Answered(int status, String body) implements Result {}

    /** Nothing at all: the client does not know what was done. */
    record Silent() implements Result {}

    /** Cut off in the middle. */
    record Half(String part) implements Result {}
  }

  /**
   * @param head lines of the head but for Host and Content-Length, each with its end
   */
  Result ask(String request, String head, byte[] body) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      Socket open = connected();
      String start =
          request
              + " HTTP/1.1\r\nHost: localhost:"
              + port
              + "\r\n"
              + head
              + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n")
              + "\r\n";
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(start.getBytes(StandardCharsets.ISO_8859_1));
      whole.writeBytes(body);
      open.getOutputStream().write(whole.toByteArray());
      return read(open.getInputStream(), answer);
    } catch (IOException cut) {
      close();
      return answer.size() == 0
          ? new Result.Silent()
          : new Result.Half(answer.toString(StandardCharsets.UTF_8));
    }
  }

  private Socket connected() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      open.setTcpNoDelay(true);
      open.setSoTimeout(PATIENCE_MILLIS);
      socket = open;
    }
    return open;
  }

  private Result read(InputStream in, ByteArrayOutputStream answer) throws IOException {
    while (!answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      take(in, answer);
    }
    String head = answer.toString(StandardCharsets.ISO_8859_1);
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    int length = 0;
    for (String line : head.toLowerCase(Locale.ROOT).split("\r\n", -1)) {
      if (line.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    int begin = answer.size();
    while (answer.size() < begin + length) {
      take(in, answer);
    }
    if (head.toLowerCase(Locale.ROOT).contains("connection: close")) {
      close();
    }
    String all = answer.toString(StandardCharsets.UTF_8);
    return new Result.Answered(status, all.substring(all.indexOf("\r\n\r\n") + 4));
  }

  private static void take(InputStream in, ByteArrayOutputStream answer) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new IOException("closed");
    }
    answer.write(octet);
  }

  @Override
  public void close() {
    try {
      Socket open = socket;
      socket = null;
      if (open != null) {
        open.close();
      }
    } catch (IOException alreadyCut) {
      // nothing to be done about it
    }
  }
}
