package org.colloque.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.colloque.federation.deliver.Deliverer;
import org.colloque.federation.deliver.Outcome;
import org.colloque.federation.deliver.Trouble;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.server.database.Turn;
import org.colloque.server.database.Viewer;
import org.colloque.server.delivery.SettleDeliveries.Answered;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.remote.Signers;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hundreds of deliveries under way, few to each server, and takes a row out of the queue only
 * after its answer. What is claimed stands in memory: one process has the turn. When it dies,
 * another one sends what had no answer, and the other side knows it by the activity's id.
 */
public final class DeliveryWorker implements Worker {
  /** The topic on which new rows in the queue are told. */
  public static final String WAKE = "deliveries";

  /** Deliveries under way at once. */
  public static final int IN_FLIGHT = 512;

  /** Of those to one server. */
  static final int PER_HOST = 4;

  /** Claimed for one server at once: those under way and those that follow. */
  static final int AHEAD = 8;

  /** Claimed in all. */
  static final int HELD = 2_048;

  /** More are claimed when so many places are free, or after {@link #BETWEEN_CLAIMS}. */
  static final int REFILL = 256;

  /** Servers looked at in one statement. */
  static final int HOSTS_PER_CLAIM = 256;

  /** Answers written in one transaction, unless fewer come within {@link #UNWRITTEN}. */
  static final int SETTLED_AT_ONCE = 32;

  /** An answer is written down after so long at most: what is not is sent again after a crash. */
  static final Duration UNWRITTEN = Duration.ofMillis(5);

  /** A stop waits so long for answers before it leaves the rest to the next process. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(100);
  private static final long WAIT_MILLIS = 50;

  /** A look through more pages that finds nothing is followed by a rest of many times as long. */
  private static final int LONG_LOOK = 2;

  private static final int LOOKING_PART = 10;

  /** Texts kept in memory, in bytes: one goes to many. */
  private static final long TEXTS = 8L << 20;

  private final Kit kit;
  private final Turn turn;
  private final Deliverer deliverer;
  private final Signers signers;
  private final FollowerFields followers;
  private final SettleDeliveries settle;
  private final Map<Long, Delivery> held = new ConcurrentHashMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Those that may begin another one, by turns. */
  private final LinkedHashSet<Lane> able = new LinkedHashSet<>();

  private final Cache<Long, byte[]> texts =
      Caffeine.newBuilder()
          .maximumWeight(TEXTS)
          .weigher((Long _, byte[] text) -> text.length)
          .expireAfterAccess(Duration.ofSeconds(30))
          .build();
  private final LinkedBlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
  private final List<Answered> unsettled = new ArrayList<>();
  private int underWay;
  private long claimedAt = System.nanoTime() - BETWEEN_CLAIMS.toNanos();
  private long settledAt;
  private long claimTook;
  private boolean longLook;
  private boolean moreIsDue;
  private String cursor = "";
  private volatile boolean stopping;

  public DeliveryWorker(Kit kit, Turn turn, Deliverer deliverer, Signers signers) {
    this.kit = kit;
    this.turn = turn;
    this.deliverer = deliverer;
    this.signers = signers;
    this.followers = new FollowerFields(kit);
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

  @Override
  public synchronized boolean work() {
    if (stopping) {
      return false;
    }
    boolean mine = turn.isMine();
    if (!mine) {
      dropAll();
    }
    boolean rests = rests();
    boolean claimed = mine && !rests && isTimeToClaim() && claim();
    begin();
    boolean busy = underWay > 0 || rests;
    if (busy) {
      await(true);
    } else {
      settle.tally();
    }
    return claimed || busy || !held.isEmpty();
  }

  private boolean isTimeToClaim() {
    boolean idle = underWay == 0 && unsettled.isEmpty();
    boolean hungry = moreIsDue && IN_FLIGHT - underWay >= REFILL;
    long since = System.nanoTime() - claimedAt;
    return HELD - held.size() >= REFILL && (idle || hungry || since > BETWEEN_CLAIMS.toNanos());
  }

  /** Where many servers are left alone, looking takes long: it must not take all the time. */
  private boolean rests() {
    return longLook && System.nanoTime() - claimedAt < claimTook * LOOKING_PART;
  }

  /** Claims until nothing more is due or enough is held; returns whether anything was. */
  private boolean claim() {
    long begin = System.nanoTime();
    boolean fromTheStart = cursor.isEmpty();
    boolean any = false;
    int pages = 0;
    moreIsDue = true;
    while (!stopping && HELD - held.size() >= REFILL) {
      pages++;
      Page page = kit.db().as(Viewer.stranger(), tx -> page(tx.sql()));
      page.claimed().forEach(this::hold);
      any |= !page.claimed().isEmpty();
      if (!page.next().isEmpty()) {
        cursor = page.next();
      } else if (fromTheStart) {
        moreIsDue = false;
        break;
      } else {
        cursor = "";
        fromTheStart = true;
      }
    }
    claimedAt = System.nanoTime();
    claimTook = claimedAt - begin;
    longLook = pages > LONG_LOOK && !any;
    return any;
  }

  /**
   * What was claimed for some servers.
   *
   * @param next the server after which to go on; empty at the end
   */
  private record Page(List<Delivery> claimed, String next) {}

  private Page page(org.jooq.DSLContext sql) {
    List<String> hosts = DeliveryQueries.hosts(sql, cursor, HOSTS_PER_CLAIM);
    if (hosts.isEmpty()) {
      return new Page(List.of(), "");
    }
    Map<String, Integer> busy = new LinkedHashMap<>();
    for (String host : hosts) {
      Lane lane = lanes.get(host);
      busy.put(host, lane == null ? 0 : lane.held());
    }
    int room = HELD - held.size();
    List<Delivery> claimed =
        DeliveryQueries.claim(sql, busy, held.keySet(), AHEAD, room, kit.now());
    if (claimed.size() == room) {
      // the next claim goes on behind, so that every server has its turn
      String last = claimed.stream().map(Delivery::host).max(String::compareTo).orElse("");
      return new Page(claimed, last);
    }
    return new Page(claimed, hosts.size() == HOSTS_PER_CLAIM ? hosts.getLast() : "");
  }

  private void hold(Delivery delivery) {
    Lane lane = lanes.computeIfAbsent(delivery.host(), _ -> new Lane());
    if (lane.add(delivery)) {
      held.put(delivery.id(), delivery);
      able.add(lane);
    }
  }

  /** Sends what is ready, as far as there is room; each server in its turn. */
  private void begin() {
    List<Delivery> begun = new ArrayList<>();
    while (underWay < IN_FLIGHT && !able.isEmpty()) {
      Lane lane = able.removeFirst();
      Delivery next = lane.begin(PER_HOST);
      if (next != null) {
        underWay++;
        begun.add(next);
        able.add(lane);
      }
    }
    send(begun);
  }

  private void send(List<Delivery> begun) {
    if (begun.isEmpty()) {
      return;
    }
    try {
      readTexts(begun);
      for (Delivery delivery : begun) {
        send(delivery);
      }
    } catch (RuntimeException unread) {
      // nothing of these has an answer to come: they are claimed again
      begun.forEach(this::letGo);
      throw unread;
    }
  }

  private void readTexts(List<Delivery> begun) {
    Set<Long> missing = new HashSet<>();
    for (Delivery delivery : begun) {
      if (texts.getIfPresent(delivery.activity()) == null) {
        missing.add(delivery.activity());
      }
    }
    if (!missing.isEmpty()) {
      kit.db()
          .as(Viewer.stranger(), tx -> DeliveryQueries.bodies(tx.sql(), missing))
          .forEach(texts::put);
    }
    followers.read(begun);
    begun.forEach(delivery -> signers.of(delivery.signer()));
  }

  private void send(Delivery delivery) {
    byte[] body = texts.getIfPresent(delivery.activity());
    Optional<RequestSigner> signer = signers.of(delivery.signer());
    if (body == null || body.length == 0 || signer.isEmpty()) {
      answers.add(
          new Answered(delivery, new Outcome.GaveUp(Trouble.HERE, "nothing to sign or to send")));
    } else {
      deliverer
          .send(delivery.inbox(), body, signer.get(), followers.fields(delivery))
          .thenAccept(outcome -> answers.add(new Answered(delivery, outcome)));
    }
  }

  /** Waits a moment for answers, lets the next ones follow, and writes down what has gathered. */
  private void await(boolean follow) {
    try {
      long wait = unsettled.isEmpty() ? WAIT_MILLIS : UNWRITTEN.toMillis();
      Answered first = answers.poll(wait, TimeUnit.MILLISECONDS);
      take(first);
      if (follow) {
        begin();
      }
      boolean overdue = System.nanoTime() - settledAt > UNWRITTEN.toNanos();
      if (first == null || overdue || unsettled.size() >= SETTLED_AT_ONCE || underWay == 0) {
        settleAnswers();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(@Nullable Answered first) {
    List<Answered> came = new ArrayList<>();
    if (first != null) {
      came.add(first);
    }
    answers.drainTo(came);
    for (Answered answered : came) {
      Delivery delivery = answered.delivery();
      Lane lane = lanes.get(delivery.host());
      if (lane != null) {
        lane.end(delivery);
        underWay--;
        able.add(lane);
        if (answered.outcome() instanceof Outcome.Retry) {
          // what would follow waits until the failure is written down
          lane.drop().forEach(dropped -> held.remove(dropped.id()));
        }
      }
    }
    unsettled.addAll(came);
  }

  /** Writes what has been answered, all in one transaction. */
  private void settleAnswers() {
    if (!unsettled.isEmpty()) {
      settle.settle(unsettled);
      settledAt = System.nanoTime();
      unsettled.forEach(answered -> held.remove(answered.delivery().id()));
      unsettled.clear();
      lanes.values().removeIf(Lane::isEmpty);
    }
  }

  private void letGo(Delivery delivery) {
    Lane lane = lanes.get(delivery.host());
    if (lane != null) {
      lane.end(delivery);
      underWay--;
    }
    held.remove(delivery.id());
  }

  /** Another process has the turn: what has not begun is that one's. */
  private void dropAll() {
    lanes.values().forEach(lane -> lane.drop().forEach(dropped -> held.remove(dropped.id())));
  }

  @Override
  public void stop() {
    stopping = true; // ends a claim that goes on
    long end = System.nanoTime() + GRACE.toNanos();
    synchronized (this) {
      while (underWay > 0 && System.nanoTime() < end) {
        await(false);
      }
      settleAnswers();
      settle.tally();
    }
  }
}
