package org.colloque.server.kit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One value that is read rarely and changed more rarely still. A value that was being loaded while
 * it was forgotten is not kept: nobody sees old settings after they were changed.
 */
public final class Cached<T> {
  private final Supplier<T> load;
  private volatile @Nullable T value;
  private long generation;

  public Cached(Supplier<T> load) {
    this.load = load;
  }

  /** The value, loaded when it is not at hand. */
  public T get() {
    T known = value;
    return known == null ? loaded() : known;
  }

  /** The next {@link #get} loads again. */
  public synchronized void forget() {
    generation++;
    value = null;
  }

  private T loaded() {
    long before = generation();
    T fresh = load.get();
    keep(fresh, before);
    return fresh;
  }

  private synchronized long generation() {
    return generation;
  }

  private synchronized void keep(T fresh, long loadedIn) {
    if (generation == loadedIn) {
      value = fresh;
    }
  }
}
