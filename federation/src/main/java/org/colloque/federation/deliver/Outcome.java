package org.colloque.federation.deliver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one delivery. */
public sealed interface Outcome {

  /** Accepted with a 2xx. */
  record Delivered(int status) implements Outcome {}

  /**
   * Not now.
   *
   * @param reason for the log, without content of the other side
   * @param retryAfter how long the other side asks us to wait, at most a day; null when it does not
   *     say
   */
  record Retry(Trouble trouble, String reason, @Nullable Duration retryAfter) implements Outcome {}

  /** Never, by the other side's answer or because the address may not be spoken to. */
  record GaveUp(Trouble trouble, String reason) implements Outcome {}

  /** The inbox is gone (410): its actor should be forgotten. */
  record Gone() implements Outcome {}
}
