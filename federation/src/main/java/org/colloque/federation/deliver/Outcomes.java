package org.colloque.federation.deliver;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Status codes to outcomes, as Mastodon reads them (quirk 8). */
final class Outcomes {

  /** Nobody may silence us for longer. */
  static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

  private Outcomes() {}

  /**
   * 2xx is delivered; 410 gone; 4xx except 401, 408 and 429 final, because repeating the same bytes
   * will not help; 501 final; everything else (3xx too: a POST is never redirected) again.
   */
  static Outcome of(int status, @Nullable String retryAfter, Clock clock) {
    if (status / 100 == 2) {
      return new Outcome.Delivered(status);
    }
    String reason = "status " + status;
    Trouble trouble = Trouble.ofStatus(status);
    return switch (status) {
      case 410 -> new Outcome.Gone();
      case 501 -> new Outcome.GaveUp(trouble, reason);
      case 401, 408, 429 -> new Outcome.Retry(trouble, reason, wait(retryAfter, clock));
      default ->
          status / 100 == 4
              ? new Outcome.GaveUp(trouble, reason)
              : new Outcome.Retry(trouble, reason, wait(retryAfter, clock));
    };
  }

  /** Seconds or a date (RFC 9110, section 10.2.3). */
  private static @Nullable Duration wait(@Nullable String header, Clock clock) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    Duration asked;
    try {
      asked =
          !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  clock.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException _) {
      return null;
    }
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
  }
}
