package org.colloque.server.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.colloque.federation.deliver.Outcome;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what came of deliveries: gone from the queue, later again, or given up. */
final class SettleDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(SettleDeliveries.class);

  /** Rows given up in one statement. */
  private static final int EXPIRED_AT_ONCE = 10_000;

  private final Kit kit;
  private final RandomGenerator random = RandomGenerator.getDefault();

  SettleDeliveries(Kit kit) {
    this.kit = kit;
  }

  record Answered(Delivery delivery, Outcome outcome) {}

  /** What the answers of one batch say of one server. */
  private static final class HostTally {
    private int failures;
    private boolean answered;
    private String error = "";
    private @Nullable Duration asked;
  }

  void settle(List<Answered> batch) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              Instant now = kit.now();
              List<Long> done = new ArrayList<>();
              Map<String, HostTally> hosts = new HashMap<>();
              for (Answered answered : batch) {
                settle(tx, answered, now, done, hosts);
              }
              if (!done.isEmpty()) {
                DeliveryQueries.remove(tx.sql(), done);
              }
              tally(tx, batch, hosts, now);
            });
  }

  private void settle(
      Tx tx, Answered answered, Instant now, List<Long> done, Map<String, HostTally> hosts) {
    Delivery delivery = answered.delivery();
    HostTally host = hosts.computeIfAbsent(delivery.host(), _ -> new HostTally());
    switch (answered.outcome()) {
      case Outcome.Delivered _ -> {
        done.add(delivery.id());
        host.answered = true;
      }
      case Outcome.GaveUp gaveUp -> {
        LOG.info("delivery to {} given up: {}", delivery.inbox(), gaveUp.reason());
        done.add(delivery.id());
        host.answered = true;
      }
      case Outcome.Gone _ -> {
        LOG.info("the inbox {} is gone", delivery.inbox());
        done.add(delivery.id());
        DeliveryQueries.inboxGone(tx.sql(), delivery.inbox(), now);
        host.answered = true;
      }
      case Outcome.Retry retry -> {
        host.failures++;
        host.error = retry.reason();
        host.asked = longer(host.asked, retry.retryAfter());
        if (delivery.createdAt().isBefore(now.minus(BackOff.KEPT))) {
          LOG.info("delivery to {} given up after {}", delivery.inbox(), BackOff.KEPT);
          done.add(delivery.id());
        } else {
          Duration wait =
              longer(BackOff.ofDelivery(delivery.attempts(), random), retry.retryAfter());
          DeliveryQueries.reschedule(
              tx.sql(),
              delivery.id(),
              now.plus(wait == null ? Duration.ZERO : wait),
              retry.reason());
        }
      }
    }
  }

  private void tally(Tx tx, List<Answered> batch, Map<String, HostTally> hosts, Instant now) {
    Map<String, Integer> before = new HashMap<>();
    batch.forEach(answered ->
        before.merge(answered.delivery().host(), answered.delivery().hostFailures(), Math::max));
    Set<String> recovered = new TreeSet<>();
    hosts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> {
          HostTally host = entry.getValue();
          int known = before.getOrDefault(entry.getKey(), 0);
          if (host.answered && host.asked == null) {
            if (known > 0) {
              recovered.add(entry.getKey());
            }
          } else if (host.failures > 0) {
            failed(tx, entry.getKey(), host, now);
          }
        });
    if (!recovered.isEmpty()) {
      DeliveryQueries.hostAnswered(tx.sql(), recovered, now);
    }
  }

  private void failed(Tx tx, String name, HostTally host, Instant now) {
    int failures = DeliveryQueries.hostFailed(tx.sql(), name, host.failures, host.error, now);
    Duration pause = longer(BackOff.ofHost(failures, random), host.asked);
    if (pause != null && pause.isPositive()) {
      DeliveryQueries.pause(tx.sql(), name, now.plus(pause));
    }
    if (failures > BackOff.FAILURES_BEFORE_PAUSE) {
      DeliveryQueries.expire(tx.sql(), name, now.minus(BackOff.KEPT), EXPIRED_AT_ONCE);
    }
  }

  private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
