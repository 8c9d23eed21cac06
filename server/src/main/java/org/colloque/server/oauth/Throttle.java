package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.THROTTLES;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Counts attempts per account and per place, for all server processes together, and refuses what is
 * too much: in any span as long as the window at most the attempts of the {@link Limit} pass. Which
 * account or address a counter belongs to is kept only as a code. Live sessions are never touched.
 */
public final class Throttle {
  /** Buckets of a window: counters slide by a fifth of it. */
  private static final int BUCKETS = 5;

  /** Semantics.md, section 5: six digits. */
  private static final DateTimeFormatter RESET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Kit kit;

  public Throttle(Kit kit) {
    this.kit = kit;
  }

  /** What is counted under {@code name}, and how many attempts a span of {@code window} allows. */
  public record Limit(String name, int attempts, Duration window) {
    Duration bucket() {
      return window.dividedBy(BUCKETS);
    }
  }

  /** One attempt that was counted. */
  public record Ticket(String key, Instant bucket) {}

  /**
   * Counts an attempt.
   *
   * @param subject the account or place
   * @throws ProblemException 429 when there were too many; this one is not counted then
   */
  public Ticket spend(Limit limit, String subject) {
    Instant now = kit.now();
    long width = limit.bucket().toMillis();
    Instant bucket = Instant.ofEpochMilli(now.toEpochMilli() / width * width);
    String key = limit.name() + ":" + kit.secrets().sign("throttle", limit.name() + subject);
    Instant free = kit.db().as(Viewer.stranger(), tx -> count(tx.sql(), limit, key, bucket, now));
    if (free != null) {
      throw tooMany(limit, now, free);
    }
    return new Ticket(key, bucket);
  }

  /** Takes an attempt back that turned out to be a good one. */
  public void refund(Ticket ticket) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(THROTTLES)
                    .set(THROTTLES.ATTEMPTS, THROTTLES.ATTEMPTS.minus(1))
                    .where(THROTTLES.KEY.eq(ticket.key()))
                    .and(THROTTLES.WINDOW_START.eq(ticket.bucket().atOffset(ZoneOffset.UTC)))
                    .and(THROTTLES.ATTEMPTS.gt(0))
                    .execute());
  }

  /**
   * The place that an address stands for: itself, or the /64 that one customer has (RFC 6177).
   *
   * @param address a literal; anything else counts as one place
   */
  public static String place(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address.replaceFirst("%.*", "")).getAddress();
      return HexFormat.of().formatHex(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
    } catch (IllegalArgumentException notAnAddress) {
      return "unknown";
    }
  }

  /** Null when the attempt was counted; else when the next one may pass. */
  private static @Nullable Instant count(
      DSLContext sql, Limit limit, String key, Instant bucket, Instant now) {
    // two requests at once must not both take the last attempt
    sql.query("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", key).execute();
    // a bucket counts as long as its last moment is within the window
    OffsetDateTime since = now.minus(limit.window()).minus(limit.bucket()).atOffset(ZoneOffset.UTC);
    var counted =
        sql.select(
                coalesce(sum(THROTTLES.ATTEMPTS), inline(java.math.BigDecimal.ZERO)),
                org.jooq.impl.DSL.min(THROTTLES.WINDOW_START))
            .from(THROTTLES)
            .where(THROTTLES.KEY.eq(key))
            .and(THROTTLES.WINDOW_START.gt(since))
            .and(THROTTLES.ATTEMPTS.gt(0))
            .fetchSingle();
    if (counted.value1().intValue() >= limit.attempts()) {
      return counted.value2().toInstant().plus(limit.window()).plus(limit.bucket());
    }
    OffsetDateTime start = bucket.atOffset(ZoneOffset.UTC);
    sql.insertInto(THROTTLES)
        .set(THROTTLES.KEY, key)
        .set(THROTTLES.WINDOW_START, start)
        .set(THROTTLES.ATTEMPTS, 1)
        .onConflict(THROTTLES.KEY, THROTTLES.WINDOW_START)
        .doUpdate()
        .set(THROTTLES.ATTEMPTS, THROTTLES.ATTEMPTS.plus(1))
        .execute();
    return null;
  }

  private static ProblemException tooMany(Limit limit, Instant now, Instant free) {
    long seconds = Math.max(1, Duration.between(now, free).toSeconds());
    return ProblemException.of(429, "Too many requests")
        .withHeader("retry-after", Long.toString(seconds))
        .withHeader("x-ratelimit-limit", Integer.toString(limit.attempts()))
        .withHeader("x-ratelimit-remaining", "0")
        .withHeader("x-ratelimit-reset", RESET.format(free));
  }
}
