package org.colloque.server.jobs;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.colloque.server.database.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs every worker on a virtual thread of its own. */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final long STOP_MILLIS = 3_000;

  private final List<Runner> runners;
  private volatile boolean stopping;

  public Workers(List<Worker> workers, Signals signals) {
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

  @Override
  public void close() {
    stopping = true;
    runners.forEach(Runner::wake);
    runners.forEach(runner -> runner.worker.stop());
    for (Runner runner : runners) {
      try {
        if (runner.thread.isAlive()) {
          runner.thread.join(STOP_MILLIS);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Runner implements Runnable {
    private final Worker worker;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;

    Runner(Worker worker) {
      this.worker = worker;
      this.thread = Thread.ofVirtual().name("worker-" + worker.name()).unstarted(this);
    }

    void wake() {
      wakes.release();
    }

    @Override
    public void run() {
      while (!stopping) {
        boolean more = false;
        try {
          more = worker.work();
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
