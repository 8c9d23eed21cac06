package org.colloque.server.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.colloque.federation.deliver.Deliverer;
import org.colloque.federation.deliver.Outcome;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Signers;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hundreds of deliveries under way, few to each server, and takes a row out of the queue only
 * after its answer. A process that dies lets go of its rows when their lease ends: they are sent
 * again, and the other side knows them by the activity's id.
 */
public final class DeliveryWorker implements Worker {
  /** The topic on which new rows in the queue are told. */
  public static final String WAKE = "deliveries";

  /** Deliveries under way at once, in this process. */
  static final int IN_FLIGHT = 400;

  /** Of those to one server. */
  static final int PER_HOST = 4;

  /** New ones are claimed when so many may begin, not for each that ends. */
  static final int REFILL = 16;

  /** Servers looked at in one statement. */
  static final int HOSTS_PER_CLAIM = 256;

  /** Longer than any attempt takes. */
  static final Duration LEASE = Duration.ofMinutes(1);

  /** A stop waits so long for answers before it gives the rest back. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final long WAIT_MILLIS = 50;

  private final Kit kit;
  private final Deliverer deliverer;
  private final Signers signers;
  private final SettleDeliveries settle;
  private final Map<Long, Delivery> inFlight = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<SettleDeliveries.Answered> answers =
      new LinkedBlockingQueue<>();
  private final Object filling = new Object();
  private String cursor = "";
  private volatile boolean stopping;

  public DeliveryWorker(Kit kit, Deliverer deliverer, Signers signers) {
    this.kit = kit;
    this.deliverer = deliverer;
    this.signers = signers;
    this.settle = new SettleDeliveries(kit);
  }

  @Override
  public String name() {
    return "delivery";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public String wakenBy() {
    return WAKE;
  }

  /** Deliveries under way in this process. */
  public int inFlight() {
    return inFlight.size();
  }

  @Override
  public boolean work() {
    if (stopping) {
      return false;
    }
    settleAnswers(null);
    boolean sent = false;
    try {
      sent = fill();
    } finally {
      if (!inFlight.isEmpty()) {
        awaitAnswer();
      }
    }
    return sent || !inFlight.isEmpty();
  }

  /**
   * Claims and sends until nothing is due or enough is under way; not while a stop looks at what is
   * under way.
   */
  private boolean fill() {
    synchronized (filling) {
      return !stopping && fillUp();
    }
  }

  private boolean fillUp() {
    if (IN_FLIGHT - inFlight.size() < REFILL) {
      return false;
    }
    boolean fromTheStart = cursor.isEmpty();
    if (fromTheStart
        && !kit.db().as(Viewer.stranger(), tx -> DeliveryQueries.anyDue(tx.sql(), kit.now()))) {
      return false;
    }
    boolean sent = false;
    while (!stopping && inFlight.size() < IN_FLIGHT) {
      List<String> hosts =
          kit.db()
              .as(
                  Viewer.stranger(),
                  tx -> DeliveryQueries.hosts(tx.sql(), cursor, HOSTS_PER_CLAIM));
      int room = IN_FLIGHT - inFlight.size();
      List<Delivery> claimed = hosts.isEmpty() ? List.of() : claim(hosts, room);
      claimed.forEach(delivery -> inFlight.put(delivery.id(), delivery));
      send(claimed);
      sent |= !claimed.isEmpty();
      if (claimed.size() == room) {
        // the next claim goes on behind, so that every server has its turn
        cursor = claimed.stream().map(Delivery::host).max(String::compareTo).orElse("");
      } else if (hosts.size() == HOSTS_PER_CLAIM) {
        cursor = hosts.getLast();
      } else {
        cursor = "";
        if (fromTheStart) {
          break;
        }
        fromTheStart = true;
      }
    }
    return sent;
  }

  private List<Delivery> claim(List<String> hosts, int room) {
    Map<String, Integer> busy = new LinkedHashMap<>();
    hosts.forEach(host -> busy.put(host, 0));
    inFlight.values().forEach(one -> busy.computeIfPresent(one.host(), (_, count) -> count + 1));
    Instant now = kit.now();
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> DeliveryQueries.claim(tx.sql(), busy, room, now, now.plus(LEASE)));
  }

  private void send(List<Delivery> claimed) {
    if (claimed.isEmpty()) {
      return;
    }
    Map<Long, byte[]> bodies;
    Map<AccountId, Optional<RequestSigner>> keys = new HashMap<>();
    try {
      List<Long> activities = claimed.stream().map(Delivery::activity).distinct().toList();
      bodies = kit.db().as(Viewer.stranger(), tx -> DeliveryQueries.bodies(tx.sql(), activities));
      for (Delivery delivery : claimed) {
        keys.computeIfAbsent(delivery.signer(), signers::of);
      }
    } catch (RuntimeException unread) {
      // nothing has left: they are claimed again when their lease has ended
      claimed.forEach(delivery -> inFlight.remove(delivery.id()));
      throw unread;
    }
    for (Delivery delivery : claimed) {
      byte[] body = bodies.get(delivery.activity());
      Optional<RequestSigner> signer = keys.getOrDefault(delivery.signer(), Optional.empty());
      if (body == null || signer.isEmpty()) {
        answers.add(
            new SettleDeliveries.Answered(delivery, new Outcome.GaveUp("nothing to sign with")));
      } else {
        deliverer
            .send(delivery.inbox(), body, signer.get())
            .thenAccept(outcome -> answers.add(new SettleDeliveries.Answered(delivery, outcome)));
      }
    }
  }

  private void awaitAnswer() {
    try {
      settleAnswers(answers.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what has been answered, all in one transaction. */
  private synchronized void settleAnswers(SettleDeliveries.@Nullable Answered first) {
    List<SettleDeliveries.Answered> batch = new ArrayList<>();
    if (first != null) {
      batch.add(first);
    }
    answers.drainTo(batch);
    if (batch.isEmpty()) {
      return;
    }
    boolean settled = false;
    try {
      settle.settle(batch);
      settled = true;
    } finally {
      if (settled) {
        batch.forEach(answered -> inFlight.remove(answered.delivery().id()));
      } else {
        answers.addAll(batch);
      }
    }
  }

  @Override
  public void stop() {
    stopping = true; // ends a claim that goes on
    synchronized (filling) {
      cursor = "";
    }
    long end = System.nanoTime() + GRACE.toNanos();
    while (!inFlight.isEmpty() && System.nanoTime() < end) {
      awaitAnswer();
    }
    settleAnswers(null);
    List<Long> left = List.copyOf(inFlight.keySet());
    if (!left.isEmpty()) {
      kit.db().doAs(Viewer.stranger(), tx -> DeliveryQueries.release(tx.sql(), left, kit.now()));
    }
  }
}
