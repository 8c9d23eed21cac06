package org.colloque.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.colloque.federation.handle.Origin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Name servers that are dead hold nobody up. */
class LookupsTest {
  private static final Origin SELF = new Origin("https", "here.example", 443);

  private final CountDownLatch dead = new CountDownLatch(1);
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Door door = new Door(SELF, false, this::resolve);

  @AfterEach
  void close() {
    dead.countDown();
    door.close();
  }

  @Test
  void aNameThatResolvesIsNotHeldUpByManyWhoseNameServersAreDead() {
    for (int n = 0; n < 4 * Lookups.PROMPT; n++) {
      assertThat(door.open("https://dead" + n + ".example/inbox")).isNotDone();
    }
    Door.Passage passage =
        door.open("https://alive.example/inbox").orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(passage).isInstanceOf(Door.Passage.Allowed.class);
    assertThat(asked).as("they were asked for before").hasSize(4 * Lookups.PROMPT + 1);
  }

  @Test
  void aNameIsAskedForOnceHoweverManyWantToKnowIt() {
    List<CompletableFuture<Door.Passage>> all =
        IntStream.range(0, 10 * Lookups.PROMPT)
            .mapToObj(n -> door.open("https://dead.example/inbox/" + n))
            .toList();
    door.open("https://alive.example/inbox").orTimeout(30, TimeUnit.SECONDS).join();
    dead.countDown();
    assertThat(all)
        .allSatisfy(one ->
            assertThat(one.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOf(Door.Passage.Unresolved.class));
    assertThat(asked).containsEntry("dead.example", 1);
  }

  @Test
  void soManyMayWaitAndNotOneMore() {
    try (Lookups lookups = new Lookups(this::resolve)) {
      List<CompletableFuture<List<InetAddress>>> all =
          IntStream.range(0, Lookups.PROMPT + Lookups.WAITING)
              .mapToObj(n -> lookups.of("dead" + n + ".example"))
              .toList();
      assertThat(all).noneMatch(CompletableFuture::isCompletedExceptionally);
      // those that take long make room, so it may take a few more
      boolean refused = false;
      for (int n = 0; n < Lookups.MOST && !refused; n++) {
        refused = lookups.of("more" + n + ".example").isCompletedExceptionally();
      }
      assertThat(refused).isTrue();
      dead.countDown();
    }
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    asked.merge(host, 1, Integer::sum);
    if (host.startsWith("alive")) {
      return List.of(InetAddress.getByAddress(host, new byte[] {93, (byte) 184, (byte) 216, 34}));
    }
    try {
      dead.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException(host);
  }
}
