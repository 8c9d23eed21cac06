package org.colloque.federation.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks for names on threads of its own: a look-up blocks in native code, for half a minute where a
 * name server is dead, and would pin a virtual thread's carrier. One that takes long gives its
 * place to others and keeps only its thread, so that dead name servers hold nobody up. A name is
 * asked for once, however many want to know it.
 */
final class Lookups implements AutoCloseable {

  /** At once, those that take long not counted. */
  static final int PROMPT = 8;

  /** Threads in all; more that take long than these hold the others up. */
  static final int MOST = 256;

  /** Names that may wait for a thread. */
  static final int WAITING = 2_000;

  /** What takes longer gives its place away. */
  static final Duration LATE = Duration.ofMillis(300);

  private static final int IDLE_SECONDS = 10;

  private final Resolver resolver;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("resolver-", 0).factory());
  private final Map<String, Lookup> open = new HashMap<>();
  private final Queue<Lookup> waiting = new ArrayDeque<>();
  private final Set<Lookup> running = new HashSet<>();

  Lookups(Resolver resolver) {
    this.resolver = resolver;
  }

  private static final class Lookup {
    private final String host;
    private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    private long since;

    private Lookup(String host) {
      this.host = host;
    }
  }

  /**
   * The addresses of a host; fails with {@link RejectedExecutionException} when too many wait, and
   * else as {@link Resolver#resolve} does.
   */
  CompletableFuture<List<InetAddress>> of(String host) {
    Lookup lookup;
    synchronized (this) {
      Lookup known = open.get(host);
      if (known != null) {
        return known.answer;
      }
      if (waiting.size() >= WAITING) {
        return CompletableFuture.failedFuture(new RejectedExecutionException());
      }
      lookup = new Lookup(host);
      open.put(host, lookup);
      waiting.add(lookup);
    }
    begin();
    return lookup.answer;
  }

  private synchronized void begin() {
    long now = System.nanoTime();
    long prompt = running.stream().filter(one -> now - one.since < LATE.toNanos()).count();
    while (prompt < PROMPT && running.size() < MOST && !waiting.isEmpty()) {
      Lookup next = waiting.remove();
      next.since = now;
      running.add(next);
      prompt++;
      try {
        threads.execute(() -> ask(next));
      } catch (RejectedExecutionException closed) {
        end(next);
        next.answer.completeExceptionally(closed);
      }
    }
    if (!waiting.isEmpty()) {
      CompletableFuture.delayedExecutor(LATE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(this::begin);
    }
  }

  private void ask(Lookup lookup) {
    List<InetAddress> addresses = List.of();
    Throwable failure = null;
    try {
      addresses = resolver.resolve(lookup.host);
    } catch (UnknownHostException | RuntimeException failed) {
      failure = failed;
    }
    end(lookup);
    begin();
    if (failure == null) {
      lookup.answer.complete(addresses);
    } else {
      lookup.answer.completeExceptionally(failure);
    }
  }

  private synchronized void end(Lookup lookup) {
    running.remove(lookup);
    open.remove(lookup.host);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
