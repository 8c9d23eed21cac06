package org.colloque.server.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers each request with malice, as long as anybody reads it. */
final class HostileServer implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final long TEN_GIGABYTES = 10L << 30;
  private static final byte[] CHUNK = new byte[64 * 1024];

  private final ServerSocket listener;
  private final Sinks.Malice malice;

  HostileServer(String address, int port, Sinks.Malice malice) throws IOException {
    this.malice = malice;
    listener = new ServerSocket(port, CONNECTIONS, InetAddress.getByName(address));
    Thread.ofPlatform().daemon().name("hostile").start(this::accept);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().name("malice").start(() -> serve(socket));
      } catch (IOException closed) {
        // the listener is closed, or the other side gave up at once
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      int read = socket.getInputStream().read(new byte[8 * 1024]);
      if (read > 0) {
        answer(socket.getOutputStream());
      }
    } catch (IOException hungUp) {
      // as it should
    }
  }

  private void answer(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 202 Accepted\r\n");
    switch (malice) {
      case HALF -> write(out, "Content-Length: 100\r\n\r\nhalf");
      case ENDLESS_HEADERS -> {
        for (int n = 0; n >= 0; n++) {
          write(out, "X-" + n + ": " + "a".repeat(1_000) + "\r\n");
        }
      }
      case TEN_GIGABYTES -> {
        write(out, "Content-Length: " + TEN_GIGABYTES + "\r\n\r\n");
        for (long sent = 0; sent < TEN_GIGABYTES; sent += CHUNK.length) {
          out.write(CHUNK);
        }
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
