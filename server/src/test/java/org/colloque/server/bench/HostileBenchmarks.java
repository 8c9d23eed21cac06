package org.colloque.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.server.moderation.ApplyPolicy;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench hostile}: how long refusals of received activities take, and what hostile
 * bodies leave in memory (reliability.md, C22 and C31).
 */
class HostileBenchmarks {
  private static final int TIMES = 200;
  private static final int WARM = 300;
  private static final int AT_ONCE = 50;
  private static final int ROUNDS = 4;
  private static final int CHUNK = 64 * 1024;
  private static final long MOST = 8L << 20;

  private final PrintStream out = System.out;

  /** Refusals by turns, so that what else happens on the machine meets all of them. */
  @Test
  void c22HowLongRefusalsTake() throws Exception {
    try (Stage stage = new Stage();
        Newcomers newcomers = new Newcomers()) {
      stage.fill(kit -> Dataset.fill(kit, 100));
      try (ServerProcess _ = stage.server()) {
        Sent warm = new Sent(stage.port, newcomers.signer("known"), request -> request);
        for (int number = 0; number < WARM; number++) {
          warm.once(stage.port, number);
        }
        new Sent(stage.port, newcomers.signer("suspended"), request -> request).once(stage.port, 0);
        stage.execute(
            "UPDATE accounts SET suspended_at = now() WHERE username = 'suspended'",
            "SELECT pg_notify('colloque', '" + ApplyPolicy.APPLIED + " suspended')");
        Map<String, Sent> cases = cases(stage.port, newcomers);
        for (int time = 0; time < TIMES; time++) {
          for (Sent sent : cases.values()) {
            sent.once(stage.port, time);
          }
        }
        cases.forEach((name, sent) -> say("%-44s %s", name, sent));
      }
    }
  }

  private static Map<String, Sent> cases(int port, Newcomers newcomers) {
    RequestSigner known = newcomers.signer("known");
    RequestSigner suspended = newcomers.signer("suspended");
    RequestSigner absent = Newcomers.signerOf("http://127.1.9.9:9/users/x");
    Map<String, Sent> cases = new LinkedHashMap<>();
    cases.put("accepted", new Sent(port, known, request -> request));
    cases.put("not signed", new Sent(port, known, request -> without("Signature", request)));
    cases.put("no digest", new Sent(port, known, request -> without("Digest", request)));
    cases.put(
        "another body",
        new Sent(port, known, request -> request.replace("A case report", "a case report")));
    cases.put("a flipped bit, somebody known", new Sent(port, known, HostileBenchmarks::flip));
    cases.put(
        "a flipped bit, somebody new",
        new Sent(port, newcomers.signer("new"), HostileBenchmarks::flip));
    cases.put("a suspended account", new Sent(port, suspended, request -> request));
    cases.put(
        "a suspended account, a flipped bit", new Sent(port, suspended, HostileBenchmarks::flip));
    cases.put(
        "a key that does not exist", new Sent(port, newcomers.signer(Newcomers.NOBODY), r -> r));
    cases.put("a key of a server that is not there", new Sent(port, absent, r -> r));
    return cases;
  }

  private static String actor(RequestSigner signer) {
    return signer.keyId().substring(0, signer.keyId().indexOf('#'));
  }

  private static String without(String header, String request) {
    return request.replaceFirst("(?i)\r\n" + header + ":[^\r]*", "");
  }

  private static String flip(String request) {
    int at = request.indexOf("signature=\"") + 20;
    char other = request.charAt(at) == 'A' ? 'B' : 'A';
    return request.substring(0, at) + other + request.substring(at + 1);
  }

  /** One kind of request, with what was answered. */
  private static final class Sent {
    private final List<Long> nanos = new ArrayList<>();
    private final TreeSet<Integer> statuses = new TreeSet<>();
    private final RequestSigner signer;
    private final UnaryOperator<String> spoil;
    private final URI inbox;

    Sent(int port, RequestSigner signer, UnaryOperator<String> spoil) {
      this.signer = signer;
      this.spoil = spoil;
      this.inbox = URI.create("http://localhost:" + port + "/inbox");
    }

    void once(int port, int number) throws IOException {
      String body = SignedNotes.create(actor(signer), "timed" + spoil.hashCode() + "-" + number);
      byte[] request =
          spoil.apply(SignedNotes.request(inbox, signer, body)).getBytes(StandardCharsets.UTF_8);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        long asked = System.nanoTime();
        socket.getOutputStream().write(request);
        statuses.add(Load.read(in).status());
        nanos.add(System.nanoTime() - asked);
      }
    }

    @Override
    public String toString() {
      List<Long> sorted = nanos.stream().sorted().toList();
      return String.format(
          Locale.ROOT,
          "%s: first %.2f ms, p50 %.2f ms, p95 %.2f ms",
          statuses,
          nanos.getFirst() / 1e6,
          sorted.get(sorted.size() / 2) / 1e6,
          sorted.get(sorted.size() * 95 / 100) / 1e6);
    }
  }

  /**
   * The heap is there from the start, so that what is resident beside it shows: a first round loads
   * the code.
   */
  @Test
  void c31HostileBodiesLeaveNothingInMemory() throws Exception {
    try (Stage stage = new Stage();
        ServerProcess server = stage.server("-Xms256m -XX:+AlwaysPreTouch")) {
      byte[] chunk =
          (Integer.toHexString(CHUNK) + "\r\n" + "x".repeat(CHUNK) + "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int width : new int[] {1, AT_ONCE}) {
        for (int round = 0; round <= ROUNDS; round++) {
          for (String head :
              List.of(
                  "Transfer-Encoding: chunked",
                  "Content-Length: 1073741824",
                  "Content-Encoding: gzip\r\nTransfer-Encoding: chunked")) {
            attack(stage.port, head, chunk, width);
          }
          say(
              "round %d: 50 times each of chunks without end, a length of 1 GB, a compressed body,"
                  + " %d at once: resident %d MB",
              round, width, Processor.residentMebibytes(server.pid()));
        }
      }
    }
  }

  private static void attack(int port, String head, byte[] chunk, int width)
      throws InterruptedException {
    Thread[] threads = new Thread[width];
    for (int i = 0; i < width; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(() -> {
                for (int time = 0; time < AT_ONCE / width; time++) {
                  sayUntilCutOff(port, head, chunk);
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void sayUntilCutOff(int port, String head, byte[] chunk) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("POST /inbox HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/activity+json\r\n"
                      + head
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      for (long said = 0; said < MOST; said += chunk.length) {
        socket.getOutputStream().write(chunk);
      }
    } catch (IOException cutOff) {
      // as it should be
    }
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }
}
