package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away and comes back (reliability.md, C05). */
class AwayTest {
  private final AtomicLong nanoTime = new AtomicLong();
  private Rig rig;
  private Bridge bridge;
  private Database database;

  @BeforeEach
  void open() throws IOException {
    rig = Rig.start();
    DatabaseSettings direct = rig.database();
    URI postgres = URI.create(direct.url().substring("jdbc:".length()));
    bridge = new Bridge(postgres.getPort());
    String url = direct.url().replace(":" + postgres.getPort() + "/", ":" + bridge.port() + "/");
    database =
        Database.open(
            new DatabaseSettings(url, direct.user(), direct.password(), direct.poolSize()),
            Clock.systemUTC(),
            nanoTime::get);
  }

  @AfterEach
  void close() throws IOException {
    bridge.close();
    database.close();
    rig.close();
  }

  @Test
  void c05OnceItIsKnownToBeAwayNobodyWaits() {
    bridge.down = true;
    bridge.cut();
    Awaitility.await()
        .until(() -> {
          nanoTime.addAndGet(Pool.SHORT_RESTART.toNanos());
          return isRefusedWithoutNews();
        });
    // nobody asks the pool any more
    assertThat(database.waitingForConnection()).isZero();
    bridge.down = false;
    Awaitility.await().until(() -> !isRefused());
    assertThat(one()).isEqualTo(1);
  }

  @Test
  void c05WhoAsksDuringAShortRestartIsServed() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bridge.down = true;
      bridge.cut();
      Awaitility.await().until(this::isRefused);
      Future<Integer> member = threads.submit(this::one);
      Awaitility.await().until(() -> database.waitingForConnection() > 0);
      bridge.down = false;
      assertThat(member.get()).isEqualTo(1);
    }
  }

  @Test
  void aConnectionThatIsStillThereIsUsedUpAlthoughNoNewOnesAreMade() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch leave = new CountDownLatch(1);
      Future<?> holder =
          threads.submit(() -> {
            database.db().doAs(Viewer.stranger(), _ -> hold(inside, leave));
          });
      inside.await();
      bridge.down = true;
      nanoTime.addAndGet(Pool.SHORT_RESTART.toNanos());
      leave.countDown();
      holder.get();
      assertThat(one()).isEqualTo(1);
    }
  }

  private static void hold(CountDownLatch inside, CountDownLatch leave) {
    inside.countDown();
    try {
      leave.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isRefused() {
    return catchThrowable(this::one) instanceof DatabaseUnavailableException;
  }

  private boolean isRefusedWithoutNews() {
    return catchThrowable(this::one) instanceof DatabaseUnavailableException unavailable
        && unavailable.isNoNews();
  }

  private int one() {
    return database
        .db()
        .as(Viewer.stranger(), tx -> tx.sql().fetchSingle("SELECT 1").get(0, Integer.class));
  }

  /** Stands before PostgreSQL; while it is down, it hangs up on whoever comes. */
  private static final class Bridge implements AutoCloseable {
    private final ServerSocket listening =
        new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int postgres;
    volatile boolean down;

    Bridge(int postgres) throws IOException {
      this.postgres = postgres;
      Thread.ofVirtual().start(this::accept);
    }

    int port() {
      return listening.getLocalPort();
    }

    private void accept() {
      while (!listening.isClosed()) {
        try {
          Socket client = listening.accept();
          if (down) {
            client.close();
            continue;
          }
          Socket server = new Socket(InetAddress.getLoopbackAddress(), postgres);
          open.add(client);
          open.add(server);
          Thread.ofVirtual().start(() -> copy(client, server));
          Thread.ofVirtual().start(() -> copy(server, client));
        } catch (IOException closed) {
          // the test is over
        }
      }
    }

    private static void copy(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException ended) {
        // by either side
      }
    }

    void cut() {
      for (Socket socket : open) {
        try {
          socket.close();
        } catch (IOException alreadyClosed) {
          // nothing is left to be done
        }
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      cut();
    }
  }
}
