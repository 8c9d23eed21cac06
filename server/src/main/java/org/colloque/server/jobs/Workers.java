package org.colloque.server.jobs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Runs every worker on a virtual thread of its own. */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** All of them together get this long to come to an end. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Duration patience;
  private final List<Runner> runners;
  private volatile boolean stopping;
  private volatile long end;

  public Workers(List<Worker> workers, Signals signals) {
    this(workers, signals, PATIENCE);
  }

  Workers(List<Worker> workers, Signals signals, Duration patience) {
    this.patience = patience;
    this.runners = workers.stream().map(Runner::new).toList();
    for (Runner runner : runners) {
      if (!runner.worker.wakenBy().isEmpty()) {
        signals.on(runner.worker.wakenBy(), _ -> runner.wake());
        signals.onMissed(runner::wake);
      }
    }
  }

  public void start() {
    runners.forEach(runner -> runner.thread.start());
  }

  /** For tests: runs all workers by turns until none finds anything. */
  public void runDue() {
    boolean more = true;
    for (int round = 0; more; round++) {
      if (round > 10_000) {
        throw new IllegalStateException("the workers do not come to an end");
      }
      more = false;
      for (Runner runner : runners) {
        more |= runner.worker.work();
      }
    }
  }

  /** Tells all of them at once to come to an end, and does not wait for it. */
  public synchronized void stop() {
    if (!stopping) {
      stopping = true;
      end = System.nanoTime() + patience.toNanos();
      runners.forEach(Runner::stop);
    }
  }

  /** Waits until all have come to an end, or until {@link #PATIENCE} has passed since the stop. */
  @Override
  public void close() {
    stop();
    try {
      for (Runner runner : runners) {
        if (!runner.ended(Duration.ofNanos(end - System.nanoTime()))) {
          LOG.warn("the worker {} was still at work; what it left is done later", runner.name());
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Runner implements Runnable {
    private final Worker worker;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private final Thread stopper;

    Runner(Worker worker) {
      this.worker = worker;
      this.stopper = Thread.ofVirtual().name("stop-" + worker.name()).unstarted(this::stopWorker);
      this.thread = Thread.ofVirtual().name("worker-" + worker.name()).unstarted(this);
    }

    String name() {
      return worker.name();
    }

    void wake() {
      wakes.release();
    }

    void stop() {
      wake();
      stopper.start();
    }

    private void stopWorker() {
      try {
        worker.stop();
      } catch (RuntimeException failure) {
        LOG.error("the worker {} did not stop in order", worker.name(), failure);
      }
    }

    /** Whether it has come to an end, waiting for {@code most} at most. */
    boolean ended(Duration most) throws InterruptedException {
      long begin = System.nanoTime();
      boolean stopped = stopper.join(positive(most));
      Duration left = most.minusNanos(System.nanoTime() - begin);
      boolean neverStarted = thread.getState() == Thread.State.NEW;
      return (neverStarted || thread.join(positive(left))) && stopped;
    }

    private static Duration positive(Duration duration) {
      return duration.isPositive() ? duration : Duration.ofNanos(1);
    }

    @Override
    public void run() {
      while (!stopping) {
        boolean more = false;
        try {
          more = worker.work();
        } catch (DatabaseUnavailableException unavailable) {
          LOG.atLevel(unavailable.isNoNews() ? Level.DEBUG : Level.ERROR)
              .log("the worker {} waits for the database", worker.name(), unavailable);
        } catch (RuntimeException failure) {
          LOG.error("the worker {} failed and will try again", worker.name(), failure);
        }
        if (!more && !stopping) {
          pause();
        }
      }
    }

    private void pause() {
      try {
        if (wakes.tryAcquire(worker.interval().toMillis(), TimeUnit.MILLISECONDS)) {
          wakes.drainPermits();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
