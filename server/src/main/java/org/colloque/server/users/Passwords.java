package org.colloque.server.users;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.colloque.server.http.Problems;
import org.colloque.server.kit.Cryptography.Argon2Cost;

/**
 * Hashes passwords with Argon2id (RFC 9106). Some 100 ms and 19 MiB each: so a few threads of their
 * own do it, a queue waits before them, and more is told to come back. Requests that need no
 * password are not slowed down.
 */
public final class Passwords implements AutoCloseable {
  static final int PARALLELISM = 1;
  static final int HASH_BYTES = 32;
  static final int SALT_BYTES = 16;

  /** Hashes that may wait: some seconds of work. */
  static final int QUEUE = 64;

  private static final int THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

  private final ThreadPoolExecutor workers;

  private final Argon2Cost cost;
  private final LongAdder computed = new LongAdder();

  public Passwords(Argon2Cost cost) {
    this.cost = cost;
    AtomicInteger count = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name("passwords-" + count.incrementAndGet())
                    .unstarted(work));
    workers.allowCoreThreadTimeOut(true);
  }

  /**
   * The hash to store, in the PHC format with its salt and parameters.
   *
   * @throws org.colloque.server.http.ProblemException 503 when too many wait
   */
  public String hash(String password) {
    return run(() ->
        Password.hash(PasswordRules.canonical(password))
            .addRandomSalt(SALT_BYTES)
            .with(argon2())
            .getResult());
  }

  /** Whether {@code password} is the one; the work is the same for a user that does not exist. */
  public boolean matches(String password, String hash) {
    boolean exists = !hash.isEmpty();
    String against = exists ? hash : nobody();
    // longer ones are none of ours: not even looked at, for everybody alike
    String candidate =
        password.length() > 4 * PasswordRules.MAX_LENGTH ? "" : PasswordRules.canonical(password);
    boolean same =
        run(() ->
            Password.check(candidate, against).with(Argon2Function.getInstanceFromHash(against)));
    return exists && same;
  }

  /** Hashes that were computed so far: the work that an attacker can cause. */
  long computed() {
    return computed.sum();
  }

  /** What is checked when there is no such user, so that it takes as long. */
  String nobody() {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        .formatted(cost.memoryKibibytes(), cost.iterations(), PARALLELISM);
  }

  private Argon2Function argon2() {
    return Argon2Function.getInstance(
        cost.memoryKibibytes(), cost.iterations(), PARALLELISM, HASH_BYTES, Argon2.ID);
  }

  private <T> T run(Callable<T> work) {
    try {
      T result = workers.submit(work).get();
      computed.increment();
      return result;
    } catch (RejectedExecutionException tooMany) {
      throw Problems.overloaded();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("a password could not be hashed", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Problems.overloaded();
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
