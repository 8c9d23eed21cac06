package org.colloque.server.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One TCP connection, on which a test says exactly the bytes that it wants. */
public final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 8_000;

  private final Socket socket;

  public Wire(int port) throws IOException {
    this(port, 0);
  }

  /**
   * @param receiveBuffer how much the kernel takes in before it is read; 0 for the usual
   */
  public Wire(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** An answer with a body of known length. */
  public record Answer(int status, String head, byte[] body) {
    public String header(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
          return line.substring(name.length() + 1).trim();
        }
      }
      return "";
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  public Wire say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Wire say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Says as much of {@code bytes} as the other side takes. */
  public Wire sayWhatIsTaken(byte[] bytes) {
    try {
      say(bytes);
    } catch (IOException closed) {
      // the other side did not want more
    }
    return this;
  }

  public Answer answer() throws IOException {
    String head = head();
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    Answer so = new Answer(status, head, new byte[0]);
    String length = so.header("content-length");
    int expected = length.isEmpty() ? 0 : Integer.parseInt(length);
    return new Answer(status, head, socket.getInputStream().readNBytes(expected));
  }

  /** The status lines of all answers until the other side closes. */
  public List<Integer> statusesUntilClosed() throws IOException {
    String all = untilClosed();
    List<Integer> statuses = new ArrayList<>();
    for (String line : all.split("\r\n", -1)) {
      int at = line.indexOf("HTTP/1.1 ");
      if (at >= 0) {
        statuses.add(Integer.parseInt(line.substring(at + 9, at + 12)));
      }
    }
    return statuses;
  }

  /** Everything until the other side closes or resets. */
  public String untilClosed() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    try {
      for (int n = in().read(some); n >= 0; n = in().read(some)) {
        all.write(some, 0, n);
      }
    } catch (SocketTimeoutException open) {
      throw new AssertionError("the connection stayed open after: " + all, open);
    } catch (IOException reset) {
      // as good as closed
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  public String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet = in().read();
      if (octet < 0) {
        throw new IOException("closed after: " + head);
      }
      head.write(octet);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** One line of text, without its end. */
  public String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in().read(); octet >= 0 && octet != '\n'; octet = in().read()) {
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
