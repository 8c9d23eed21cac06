package org.colloque.federation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a raw socket of the loopback, so that it can misbehave: slow, endless, broken. One
 * virtual thread for each connection, which serves one request and closes.
 */
public final class FakeHost implements AutoCloseable {

  /** What came in; header names in lower case. */
  public record Received(
      String method, String target, Map<String, List<String>> headers, String body) {

    /** The only line of this header. */
    public String header(String name) {
      List<String> lines = headers.getOrDefault(name, List.of());
      if (lines.size() != 1) {
        throw new AssertionError(lines.size() + " lines of " + name);
      }
      return lines.getFirst();
    }
  }

  /** Answers by writing raw bytes. */
  @FunctionalInterface
  public interface Script {
    void answer(Received request, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  public FakeHost(Script script) {
    this.script = script;
    try {
      this.server = new ServerSocket(0, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    Thread.ofVirtual().start(this::listen);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** {@code http://NAME.localhost:PORT}, or without a name {@code http://localhost:PORT}. */
  public String origin(String name) {
    return "http://" + (name.isEmpty() ? "" : name + ".") + "localhost:" + port();
  }

  public int connections() {
    return connections.get();
  }

  public List<Received> received() {
    return received;
  }

  /** A whole answer with its length. */
  public static void reply(OutputStream out, int status, String type, String body)
      throws IOException {
    reply(out, status, "Content-Type: " + type + "\r\n", body.getBytes(StandardCharsets.UTF_8));
  }

  /** A whole answer with these header lines, each ended by CR LF. */
  public static void reply(OutputStream out, int status, String headers, byte[] body)
      throws IOException {
    String head =
        "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, headers, body.length);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  /** A redirect. */
  public static void redirect(OutputStream out, int status, String location) throws IOException {
    reply(out, status, "Location: " + location + "\r\n", new byte[0]);
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Received request = read(new BufferedInputStream(socket.getInputStream()));
      received.add(request);
      script.answer(request, socket.getOutputStream());
    } catch (IOException hungUp) {
      // the other side closed, which is what many tests want
    }
  }

  private static Received read(InputStream in) throws IOException {
    String[] line = line(in).split(" ", 3);
    Map<String, List<String>> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers
          .computeIfAbsent(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              _ -> new CopyOnWriteArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Received(line[0], line[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("end of stream");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
