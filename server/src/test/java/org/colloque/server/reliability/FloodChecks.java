package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.http.Limits;
import org.colloque.server.rig.Program;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench outages}: a server with 96 MB for its objects, to which strangers send as
 * much as they can (reliability.md, C09).
 */
class FloodChecks {
  private static final String HEAP = "96m";
  private static final int STRANGERS = 200;
  private static final int ENOUGH = 1_000;

  private final PrintStream out = System.out;
  private final Ledger ledger = new Ledger();
  private final AtomicInteger sent = new AtomicInteger();
  private volatile boolean stopped;

  @Test
  void c09WithLittleMemoryUnderAFlood() throws Exception {
    try (OwnDatabase postgres = new OwnDatabase();
        Town town = new Town(Rig.on(postgres.settings()), 10, 100, 5_000)) {
      Audit audit = new Audit(town, ledger);
      int starts = 1;
      Program program = Program.run(town.settings(), HEAP).awaitOpen();
      try {
        List<Thread> strangers = flood(town.port);
        try (Writers _ = new Writers(town, ledger).start()) {
          while (ledger.acknowledged.get() < ENOUGH) {
            if (!program.isAlive()) {
              say("it ended: %s", lastLine(program));
              program = Program.run(town.settings(), HEAP).awaitOpen();
              starts++;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          }
        }
        stopped = true;
        for (Thread stranger : strangers) {
          stranger.join();
        }
        if (!program.isAlive()) {
          program = Program.run(town.settings(), HEAP).awaitOpen();
          starts++;
        }
        audit.awaitEmptyQueues();
        audit.everythingHasHappenedOnce(starts * DeliveryWorker.IN_FLIGHT);
        say(
            "%s with %s: started %d times, while strangers sent %d bodies of 1 MB; %s; %d sent twice",
            "a server", HEAP, starts, sent.get(), ledger, town.fediverse.duplicates());
        assertThat(starts).as("starts").isEqualTo(1);
      } finally {
        stopped = true;
        program.close();
      }
    }
  }

  private static String lastLine(Program program) {
    return program.output().lines().reduce("", (_, last) -> last);
  }

  /** Each sends activities that are as long as they may be, and not signed. */
  private List<Thread> flood(int port) {
    byte[] body = "x".repeat((int) Limits.ACTIVITY_BYTES).getBytes(StandardCharsets.US_ASCII);
    byte[] head =
        ("POST /inbox HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/activity+json\r\n"
                + "Content-Length: "
                + body.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    List<Thread> strangers = new ArrayList<>();
    for (int i = 0; i < STRANGERS; i++) {
      strangers.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!stopped) {
                  try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(head);
                    // all but the end: as much as possible waits in the server at once
                    socket.getOutputStream().write(body, 0, body.length - 1);
                    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                    socket.getOutputStream().write(body, 0, 1);
                    socket.getInputStream().readAllBytes();
                    sent.incrementAndGet();
                  } catch (IOException cut) {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                  }
                }
              }));
    }
    return strangers;
  }

  private void say(String words, Object... values) {
    out.printf(Locale.ROOT, words + "%n", values);
  }
}
