package org.colloque.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A process of its own, run by {@link FloodBenchmarks}: asks for many things without a pause. */
final class Flood {
  private Flood() {}

  /**
   * Runs until its input ends, then prints how often each status came, and {@code silent} refusals:
   * those that say to come back, but not when.
   *
   * @param words the port, the number of connections, and then requests, in hexadecimal
   */
  public static void main(String[] words) throws IOException, InterruptedException {
    int port = Integer.parseInt(words[0]);
    List<byte[]> requests = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      requests.add(java.util.HexFormat.of().parseHex(words[i]));
    }
    Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();
    AtomicLong number = new AtomicLong();
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      Thread.ofPlatform().daemon().start(() -> ask(port, requests, number, answers));
    }
    while (System.in.read() >= 0) {
      // until it ends
    }
    Map<String, Integer> counted = new TreeMap<>();
    answers.forEach((status, times) -> counted.put(status, times.get()));
    System.out.println(counted);
  }

  private static void ask(
      int port, List<byte[]> requests, AtomicLong number, Map<String, AtomicInteger> answers) {
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
          byte[] request = requests.get((int) (number.getAndIncrement() % requests.size()));
          socket.getOutputStream().write(request);
          Load.Answer answer = Load.read(in);
          count(answers, Integer.toString(answer.status()));
          if ((answer.status() == 429 || answer.status() == 503) && !answer.saysWhen()) {
            count(answers, "silent");
          }
        }
      } catch (IOException cut) {
        count(answers, "cut");
      }
    }
  }

  private static void count(Map<String, AtomicInteger> answers, String what) {
    answers.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
  }

  static String hex(String request) {
    return java.util.HexFormat.of().formatHex(request.getBytes(StandardCharsets.UTF_8));
  }
}
