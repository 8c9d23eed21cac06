package org.colloque.server.database;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Who may begin a transaction: members at once, strangers in the order in which they came. As long
 * as members ask too, strangers keep half of the processors busy at most: what is left over is what
 * makes members' answers quick.
 */
final class Turns {
  /** Members are there who asked so recently. */
  static final Duration PRESENT = Duration.ofSeconds(1);

  private final int most;
  private final int besideMembers;
  private final LongSupplier nanoTime;
  private final AtomicLong memberSeen;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  /** Strangers at work, and those who wait; both under the lock. */
  private int strangers;

  private int waiting;

  /**
   * @param most strangers at once, when nobody else is there
   * @param processors that members and strangers share
   */
  Turns(int most, int processors, LongSupplier nanoTime) {
    this.most = most;
    this.besideMembers = Math.clamp(processors / 2, 1, most);
    this.nanoTime = nanoTime;
    this.memberSeen = new AtomicLong(nanoTime.getAsLong() - PRESENT.toNanos());
  }

  void memberBegins() {
    memberSeen.set(nanoTime.getAsLong());
  }

  /** Waits for the turn; whether it came within {@code patience}. */
  boolean strangerBegins(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      // who comes later does not overtake those who wait
      waiting++;
      boolean mustWait = waiting > 1 || !mayBegin();
      try {
        while (mustWait) {
          if (nanos <= 0) {
            return false;
          }
          nanos = left.awaitNanos(nanos);
          mustWait = !mayBegin();
        }
        strangers++;
        return true;
      } finally {
        waiting--;
        wakeNext();
      }
    } finally {
      lock.unlock();
    }
  }

  void strangerEnds() {
    lock.lock();
    try {
      strangers--;
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  /** Strangers who wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private void wakeNext() {
    if (waiting > 0 && mayBegin()) {
      left.signal();
    }
  }

  private boolean mayBegin() {
    boolean members = nanoTime.getAsLong() - memberSeen.get() < PRESENT.toNanos();
    return strangers < (members ? besideMembers : most);
  }
}
