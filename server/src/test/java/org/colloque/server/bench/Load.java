package org.colloque.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Asks again and again over a few connections that stay open, each waiting for its answer. */
final class Load {
  private static final int CONNECTIONS = 8;

  private Load() {}

  /**
   * @param nanos of each answer, sorted
   */
  record Result(long[] nanos, double seconds) {
    int count() {
      return nanos.length;
    }

    double perSecond() {
      return nanos.length / seconds;
    }

    double millis(double quantile) {
      return nanos.length == 0
          ? 0
          : nanos[(int) Math.min(nanos.length - 1L, Math.round(quantile * nanos.length))] / 1e6;
    }
  }

  /**
   * Runs for {@code seconds} or until {@code most} requests were answered.
   *
   * @param request makes the text of the n-th request
   */
  static Result run(int port, LongFunction<String> request, double seconds, int most)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    AtomicLong number = new AtomicLong();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    ConcurrentLinkedQueue<long[]> parts = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  parts.add(ask(port, request, number, most, end));
                } catch (IOException | RuntimeException broken) {
                  failure.compareAndSet(null, broken);
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Exception broken = failure.get();
    if (broken != null) {
      throw new IllegalStateException("the load broke off", broken);
    }
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Result(all, (System.nanoTime() - start) / 1e9);
  }

  /** The status of one request. */
  static int status(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return read(new BufferedInputStream(socket.getInputStream())).status();
    }
  }

  private static long[] ask(
      int port, LongFunction<String> request, AtomicLong number, int most, long end)
      throws IOException {
    long[] nanos = new long[1024];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
      while (System.nanoTime() < end && number.get() < most) {
        byte[] bytes = request.apply(number.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
        long asked = System.nanoTime();
        int status;
        do {
          socket.getOutputStream().write(bytes);
          status = read(in).status();
        } while (status == 503);
        if (status / 100 != 2 && status != 304) {
          throw new IOException("an answer with status " + status);
        }
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = System.nanoTime() - asked;
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  /**
   * What was answered.
   *
   * @param saysWhen whether it has a Retry-After
   */
  record Answer(int status, boolean saysWhen) {}

  /** Reads one answer to its end. */
  static Answer read(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    int length = 0;
    boolean saysWhen = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      saysWhen |= line.toLowerCase(Locale.ROOT).startsWith("retry-after:");
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    in.skipNBytes(length);
    return new Answer(status, saysWhen);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection was closed");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
