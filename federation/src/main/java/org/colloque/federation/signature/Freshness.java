package org.colloque.federation.signature;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How old a signature may be (check C23): peers retry from queues, and clocks go wrong. */
final class Freshness {

  static final Duration MAX_AGE = Duration.ofHours(12);
  static final Duration MAX_AHEAD = Duration.ofHours(1);

  /** RFC_1123_DATE_TIME of the JDK writes days below 10 with one digit, RFC 9110 wants two. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;

  /** Many who send at once say the same second. */
  private volatile @Nullable Read last;

  private record Read(String header, Instant time) {}

  Freshness(Clock clock) {
    this.clock = clock;
  }

  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  void checkDate(String header) throws Unacceptable {
    Read read = last;
    if (read == null || !read.header().equals(header)) {
      try {
        Instant time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip()));
        read = new Read(header, time);
      } catch (DateTimeException _) {
        throw Unacceptable.malformed("the Date header cannot be read");
      }
      last = read;
    }
    check(read.time());
  }

  void checkCreated(String seconds) throws Unacceptable {
    check(instant(seconds));
  }

  void checkExpires(String seconds) throws Unacceptable {
    if (instant(seconds).isBefore(clock.instant())) {
      throw Unacceptable.insufficient("the signature has expired");
    }
  }

  private void check(Instant time) throws Unacceptable {
    Instant now = clock.instant();
    if (time.isBefore(now.minus(MAX_AGE)) || time.isAfter(now.plus(MAX_AHEAD))) {
      throw Unacceptable.insufficient("the signature is too old or from the future");
    }
  }

  private static Instant instant(String seconds) throws Unacceptable {
    // some write fractions in draft-cavage
    int dot = seconds.indexOf('.');
    String whole = dot < 0 ? seconds : seconds.substring(0, dot);
    if (whole.isEmpty()
        || whole.length() > 11
        || !whole.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Unacceptable.malformed("created or expires cannot be read");
    }
    return Instant.ofEpochSecond(Long.parseLong(whole));
  }
}
