package org.colloque.server.jobs;

import java.time.Duration;

/** Works off what is due, one round at a time. */
public interface Worker {
  String name();

  /** How long to wait after a round that found nothing, unless woken. */
  Duration interval();

  /** The topic of {@link org.colloque.server.database.Signals} that wakes it; empty for none. */
  default String wakenBy() {
    return "";
  }

  /** One round. Returns whether more may be due at once. A failure is logged and tried again. */
  boolean work();

  /**
   * Stops work under way; called once, in a thread of its own, before the database closes. Takes
   * less than {@link Workers#PATIENCE}.
   */
  default void stop() {}
}
