package org.colloque.server.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of other servers because somebody looks, and what nobody waits for. It lives in
 * memory: what is lost with the process is asked again with the next look. The same is not asked
 * twice within its time, however often somebody looks.
 */
public final class Errands implements Worker {
  /** Errands that wait; more are left undone. */
  static final int WAITING = 1_000;

  /** Errands under way at once. */
  static final int AT_ONCE = 8;

  /** What was asked is remembered of so many things. */
  private static final int REMEMBERED = 50_000;

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long WAIT_MILLIS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  private record Errand(String key, Runnable work) {}

  private final Kit kit;
  private final LinkedBlockingQueue<Errand> waiting = new LinkedBlockingQueue<>(WAITING);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Cache<String, Instant> rests =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(LONGEST).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore finished = new Semaphore(0);

  public Errands(Kit kit) {
    this.kit = kit;
  }

  /**
   * Runs {@code work} soon, unless the same was done within {@code rest} or too much waits.
   *
   * @param key what it is about
   * @param rest at most a day
   * @return whether it will be run
   */
  public boolean add(String key, Duration rest, Runnable work) {
    Instant now = kit.now();
    boolean[] mine = {false};
    rests
        .asMap()
        .compute(
            key,
            (_, until) -> {
              mine[0] = until == null || !until.isAfter(now);
              return mine[0] ? now.plus(rest) : until;
            });
    if (mine[0] && !waiting.offer(new Errand(key, work))) {
      rests.invalidate(key);
      return false;
    }
    return mine[0];
  }

  @Override
  public String name() {
    return "errands";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean work() {
    while (underWay.size() < AT_ONCE) {
      Errand errand = waiting.poll();
      if (errand == null) {
        break;
      }
      underWay.add(errand.key());
      threads.execute(() -> run(errand));
    }
    if (underWay.isEmpty()) {
      return false;
    }
    awaitOne();
    return true;
  }

  private void run(Errand errand) {
    try {
      errand.work().run();
    } catch (RuntimeException failure) {
      LOG.warn("an errand failed: {}", errand.key(), failure);
    } finally {
      underWay.remove(errand.key());
      finished.release();
    }
  }

  private void awaitOne() {
    try {
      if (finished.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        finished.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    waiting.clear();
    threads.shutdownNow();
  }
}
