package org.colloque.server.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.colloque.federation.deliver.Outcome;
import org.colloque.federation.deliver.Trouble;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what came of deliveries: gone from the queue, later again, or given up. */
final class SettleDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(SettleDeliveries.class);

  /** What was sent to each server is added up in memory for so long: a crash loses only that. */
  private static final Duration BETWEEN_TALLIES = Duration.ofSeconds(5);

  private final Kit kit;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Map<String, HostQueries.Tally> tallies = new TreeMap<>();
  private long tallied = System.nanoTime();

  SettleDeliveries(Kit kit) {
    this.kit = kit;
  }

  record Answered(Delivery delivery, Outcome outcome) {}

  /** What the answers of one batch say of one server. */
  private static final class HostNews {
    private int failures;
    private int known;
    private boolean answered;
    private Trouble trouble = Trouble.HERE;
    private String error = "";
    private @Nullable Duration asked;
  }

  /** What is written in one transaction. */
  private final class Batch {
    private final Instant now = kit.now();
    private final List<Long> done = new ArrayList<>();
    private final List<Delivery> failed = new ArrayList<>();
    private final Map<Long, DeliveryQueries.Counted> counted = new TreeMap<>();
    private final Map<String, HostNews> hosts = new TreeMap<>();
    private final Map<Delivery, Outcome.Retry> retries = new HashMap<>();
    private final List<Delivery> gone = new ArrayList<>();
    private final List<HostQueries.Tally> sums = new ArrayList<>();

    private void read(Answered answered) {
      Delivery delivery = answered.delivery();
      HostNews host = hosts.computeIfAbsent(delivery.host(), _ -> new HostNews());
      host.known = Math.max(host.known, delivery.hostFailures());
      switch (answered.outcome()) {
        case Outcome.Delivered _ -> done(delivery, true, host);
        case Outcome.GaveUp gaveUp -> {
          LOG.info("delivery to {} given up: {}", delivery.inbox(), gaveUp.reason());
          done(delivery, false, host);
        }
        case Outcome.Gone _ -> {
          LOG.info("the inbox {} is gone", delivery.inbox());
          done(delivery, false, host);
          gone.add(delivery);
        }
        case Outcome.Retry retry -> {
          host.failures++;
          host.trouble = retry.trouble();
          host.error = retry.reason();
          host.asked = longer(host.asked, retry.retryAfter());
          failed.add(delivery);
          retries.put(delivery, retry);
        }
      }
    }

    private void done(Delivery delivery, boolean sent, HostNews host) {
      done.add(delivery.id());
      host.answered = true;
      count(delivery, sent);
    }

    private void count(Delivery delivery, boolean sent) {
      int one = sent ? 1 : 0;
      counted.merge(
          delivery.activity(),
          new DeliveryQueries.Counted(delivery.activity(), one, 1 - one),
          (a, b) ->
              new DeliveryQueries.Counted(
                  a.activity(), a.sent() + b.sent(), a.givenUp() + b.givenUp()));
      sums.add(new HostQueries.Tally(delivery.host(), one, 1 - one, now));
    }

    private void write(Tx tx) {
      Map<String, Duration> failing = new HashMap<>();
      hosts.forEach((name, host) -> host(tx, name, host, failing));
      List<DeliveryQueries.Failed> later = new ArrayList<>();
      for (Delivery delivery : failed) {
        if (isHopeless(delivery, failing.getOrDefault(delivery.host(), Duration.ZERO))) {
          LOG.info("delivery to {} given up after {}", delivery.inbox(), BackOff.KEPT);
          done.add(delivery.id());
          count(delivery, false);
        } else {
          later.add(later(delivery, retries.get(delivery)));
        }
      }
      later.sort(Comparator.comparingLong(DeliveryQueries.Failed::id));
      if (!done.isEmpty()) {
        DeliveryQueries.remove(tx.sql(), done);
      }
      gone.forEach(one -> DeliveryQueries.inboxGone(tx.sql(), one.host(), one.inbox(), now));
      if (!later.isEmpty()) {
        DeliveryQueries.reschedule(tx.sql(), later);
      }
      if (!counted.isEmpty()) {
        DeliveryQueries.count(tx.sql(), List.copyOf(counted.values()), now);
      }
    }

    /** Refused for days by a server that was there all the time. */
    private boolean isHopeless(Delivery delivery, Duration failing) {
      return delivery.createdAt().isBefore(now.minus(BackOff.KEPT))
          && delivery.createdAt().isBefore(now.minus(failing).minus(BackOff.KEPT));
    }

    private DeliveryQueries.Failed later(Delivery delivery, Outcome.@Nullable Retry retry) {
      Duration asked = retry == null ? null : retry.retryAfter();
      Duration wait = longer(BackOff.ofDelivery(delivery.attempts() + 1, random), asked);
      return new DeliveryQueries.Failed(
          delivery.id(),
          now.plus(wait == null ? Duration.ZERO : wait),
          (retry == null ? Trouble.HERE : retry.trouble()).name(),
          retry == null ? "" : retry.reason());
    }

    private void host(Tx tx, String name, HostNews host, Map<String, Duration> failing) {
      if (host.answered && host.asked == null) {
        if (host.known > 0) {
          HostQueries.answered(tx.sql(), List.of(name), now);
        }
        if (host.known >= BackOff.FAILURES_BEFORE_PAUSE) {
          HostQueries.bringForward(tx.sql(), List.of(name), now);
        }
      } else if (host.failures > 0) {
        HostQueries.Failing state =
            HostQueries.failed(tx.sql(), name, host.failures, host.trouble.name(), host.error, now);
        failing.put(name, state.failing());
        Duration pause =
            longer(BackOff.ofHost(state.failures(), state.failing(), random), host.asked);
        if (pause != null && pause.isPositive()) {
          HostQueries.pause(tx.sql(), name, now.plus(pause));
        }
        if (state.failing().compareTo(BackOff.LONG_GONE) >= 0) {
          StillOfInterest.keep(tx.sql(), name, now);
        }
      }
    }
  }

  void settle(List<Answered> answers) {
    Batch batch = new Batch();
    answers.forEach(batch::read);
    kit.db().doAs(Viewer.stranger(), batch::write);
    batch.sums.forEach(sum -> tallies.merge(sum.host(), sum, HostQueries.Tally::plus));
    if (System.nanoTime() - tallied > BETWEEN_TALLIES.toNanos()) {
      tally();
    }
  }

  /** Writes down the figures of the servers. */
  void tally() {
    tallied = System.nanoTime();
    if (!tallies.isEmpty()) {
      List<HostQueries.Tally> sums = List.copyOf(tallies.values());
      kit.db().doAs(Viewer.stranger(), tx -> HostQueries.tally(tx.sql(), sums));
      tallies.clear();
    }
  }

  private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
