package org.colloque.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own, run by {@link FloodBenchmarks}: asks for many things at a pace of its own,
 * whether answers come or not, up to so many at once.
 */
final class Flood {
  /** Where a request has this word, each time another number of as many digits stands. */
  static final String NUMBER = "00000000";

  private final int port;
  private final double perSecond;
  private final List<String> requests;
  private final AtomicLong number = new AtomicLong();
  private final Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();
  private final long start = System.nanoTime();

  private Flood(int port, double perSecond, List<String> requests) {
    this.port = port;
    this.perSecond = perSecond;
    this.requests = requests;
  }

  /**
   * Runs until its input ends, then prints how often each status came in a second, and {@code
   * silent} refusals: those that say to come back, but not when.
   *
   * @param words the port, the number of connections, requests a second, and then requests, in
   *     hexadecimal
   */
  public static void main(String[] words) throws IOException {
    List<String> requests = new ArrayList<>();
    for (int i = 3; i < words.length; i++) {
      requests.add(new String(HexFormat.of().parseHex(words[i]), StandardCharsets.UTF_8));
    }
    Flood flood = new Flood(Integer.parseInt(words[0]), Double.parseDouble(words[2]), requests);
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      Thread.ofPlatform().daemon().start(flood::ask);
    }
    while (System.in.read() >= 0) {
      // until it ends
    }
    double seconds = (System.nanoTime() - flood.start) / 1e9;
    Map<String, Long> counted = new TreeMap<>();
    flood.answers.forEach(
        (status, times) -> counted.put(status, Math.round(times.get() / seconds)));
    System.out.println(counted);
  }

  private void ask() {
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
          long n = number.getAndIncrement();
          long due = start + (long) (n * 1e9 / perSecond);
          while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
          }
          String request = requests.get((int) (n % requests.size()));
          String unique = String.format(Locale.ROOT, "%08d", n % 100_000_000);
          socket
              .getOutputStream()
              .write(request.replace(NUMBER, unique).getBytes(StandardCharsets.UTF_8));
          Load.Answer answer = Load.read(in);
          count(Integer.toString(answer.status()));
          if ((answer.status() == 429 || answer.status() == 503) && !answer.saysWhen()) {
            count("silent");
          }
        }
      } catch (IOException cut) {
        count("cut");
      }
    }
  }

  private void count(String what) {
    answers.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
  }

  static String hex(String request) {
    return HexFormat.of().formatHex(request.getBytes(StandardCharsets.UTF_8));
  }
}
