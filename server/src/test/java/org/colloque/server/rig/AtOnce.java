package org.colloque.server.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that many do in the same moment. */
public final class AtOnce {
  private AtOnce() {}

  /** The results of all, in their order; fails as the first that fails. */
  public static <T> List<T> all(List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
