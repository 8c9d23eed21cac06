package org.colloque.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks at a given pace whether answers come or not: a time is counted from when the request was
 * due, so that a server that stands still is not asked less.
 */
final class Paced {
  private static final int CONNECTIONS = 32;

  private Paced() {}

  /**
   * @param nanos of the answers with status 200, sorted
   * @param refused answers with another status
   */
  record Result(long[] nanos, int refused) {
    double millis(double quantile) {
      return nanos.length == 0
          ? Double.NaN
          : nanos[(int) Math.min(nanos.length - 1L, Math.round(quantile * nanos.length))] / 1e6;
    }
  }

  static Result run(int port, String request, double perSecond, double seconds)
      throws InterruptedException {
    long start = System.nanoTime();
    long count = Math.round(perSecond * seconds);
    AtomicLong number = new AtomicLong();
    AtomicInteger refused = new AtomicInteger();
    ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                while (number.get() < count) {
                  try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
                    for (long n = number.getAndIncrement();
                        n < count;
                        n = number.getAndIncrement()) {
                      long due = start + (long) (n * 1e9 / perSecond);
                      while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                      }
                      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                      if (Load.read(in).status() == 200) {
                        nanos.add(System.nanoTime() - due);
                      } else {
                        refused.incrementAndGet();
                      }
                    }
                  } catch (IOException cut) {
                    refused.incrementAndGet();
                  }
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Result(nanos.stream().mapToLong(Long::longValue).sorted().toArray(), refused.get());
  }
}
