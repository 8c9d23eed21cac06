package org.colloque.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.colloque.federation.deliver.Deliverer;
import org.colloque.federation.deliver.Outcome;
import org.colloque.federation.deliver.Trouble;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.server.database.Turn;
import org.colloque.server.database.Viewer;
import org.colloque.server.delivery.Lane.Sent;
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

  /** Deliveries under way at once whose answer is not late. */
  public static final int IN_FLIGHT = Traffic.IN_FLIGHT;

  /** More are claimed when so many places are free, or after {@link #BETWEEN_CLAIMS}. */
  static final int REFILL = 256;

  /** Servers looked at in one statement. */
  static final int HOSTS_PER_CLAIM = 256;

  /** Answers written in one transaction, unless fewer come within {@link #UNWRITTEN}. */
  static final int SETTLED_AT_ONCE = 128;

  /**
   * An answer is written down after so long at most. Until then the receipts know of it: only when
   * the machine dies too, or another one takes over, is it sent again.
   */
  static final Duration UNWRITTEN = Duration.ofMillis(25);

  /** While so many are under way, nobody is woken for each answer, but for those of a moment. */
  static final int MANY = 128;

  private static final long MOMENT_MILLIS = 4;

  /** A stop waits so long for answers before it leaves the rest to the next process. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** In the data folder. */
  static final String RECEIPTS = "deliveries.receipts";

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
  private final Receipts receipts;
  private final Traffic traffic = new Traffic(System::nanoTime);

  private final Cache<Long, byte[]> texts =
      Caffeine.newBuilder()
          .maximumWeight(TEXTS)
          .weigher((Long _, byte[] text) -> text.length)
          .expireAfterAccess(Duration.ofSeconds(30))
          .build();
  private final LinkedBlockingQueue<Came> answers = new LinkedBlockingQueue<>();
  private final List<Answered> unsettled = new ArrayList<>();
  private long claimedAt = System.nanoTime() - BETWEEN_CLAIMS.toNanos();
  private long settledAt;
  private long claimTook;
  private boolean had;
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
    this.receipts = Receipts.open(kit.config().dataFolder().resolve(RECEIPTS), Traffic.HELD);
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
      traffic.dropAll();
    } else if (!had) {
      recall();
    }
    had = mine;
    boolean rests = rests();
    boolean claimed = mine && !rests && isTimeToClaim() && claim();
    send(traffic.begin());
    // what could not be written down, because the database was away, waits for nothing else
    boolean busy = traffic.underWay() > 0 || rests || !unsettled.isEmpty();
    if (busy) {
      await(true);
    } else {
      settle.tally();
    }
    return claimed || busy || !traffic.isEmpty();
  }

  /** What was taken when the process before this one died is settled and not sent again. */
  private void recall() {
    Map<Long, Long> left = receipts.left();
    if (!left.isEmpty()) {
      List<Delivery> taken =
          kit.db().as(Viewer.stranger(), tx -> DeliveryQueries.waiting(tx.sql(), left));
      settle.settle(
          taken.stream().map(one -> new Answered(one, new Outcome.Delivered(202))).toList());
      receipts.clear();
    }
  }

  private boolean isTimeToClaim() {
    boolean idle = traffic.underWay() == 0 && unsettled.isEmpty();
    boolean hungry = moreIsDue && traffic.places() >= REFILL;
    long since = System.nanoTime() - claimedAt;
    return traffic.room() >= REFILL && (idle || hungry || since > BETWEEN_CLAIMS.toNanos());
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
    while (!stopping && traffic.room() >= REFILL) {
      pages++;
      Page page = kit.db().as(Viewer.stranger(), tx -> page(tx.sql()));
      page.claimed().forEach(traffic::hold);
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
    int room = traffic.room();
    List<Delivery> claimed =
        DeliveryQueries.claim(
            sql, traffic.claimed(hosts), traffic.claimed(), Traffic.AHEAD, room, kit.now());
    if (claimed.size() == room) {
      // the next claim goes on behind, so that every server has its turn
      String last = claimed.stream().map(Delivery::host).max(String::compareTo).orElse("");
      return new Page(claimed, last);
    }
    return new Page(claimed, hosts.size() == HOSTS_PER_CLAIM ? hosts.getLast() : "");
  }

  private void send(List<Sent> begun) {
    if (begun.isEmpty()) {
      return;
    }
    try {
      readTexts(begun);
      begun.forEach(this::send);
    } catch (RuntimeException unread) {
      // nothing of these has an answer to come: they are claimed again
      begun.forEach(traffic::letGo);
      throw unread;
    }
  }

  private void readTexts(List<Sent> begun) {
    Set<Long> missing = new HashSet<>();
    for (Sent sent : begun) {
      if (texts.getIfPresent(sent.delivery().activity()) == null) {
        missing.add(sent.delivery().activity());
      }
    }
    if (!missing.isEmpty()) {
      kit.db()
          .as(Viewer.stranger(), tx -> DeliveryQueries.bodies(tx.sql(), missing))
          .forEach(texts::put);
    }
    followers.read(begun.stream().map(Sent::delivery).toList());
    begun.forEach(sent -> signers.of(sent.delivery().signer()));
  }

  private void send(Sent sent) {
    Delivery delivery = sent.delivery();
    byte[] body = texts.getIfPresent(delivery.activity());
    Optional<RequestSigner> signer = signers.of(delivery.signer());
    if (body == null || body.length == 0 || signer.isEmpty()) {
      answers.add(new Came(sent, new Outcome.GaveUp(Trouble.HERE, "nothing to sign or to send")));
    } else {
      deliverer
          .send(delivery.inbox(), body, signer.get(), followers.fields(delivery))
          .thenAccept(outcome -> {
            if (outcome instanceof Outcome.Delivered) {
              receipts.keep(delivery);
            }
            answers.add(new Came(sent, outcome));
          });
    }
  }

  /** What came of one that was under way. */
  private record Came(Sent sent, Outcome outcome) {}

  /** Waits a moment for answers, lets the next ones follow, and writes down what has gathered. */
  private void await(boolean follow) {
    try {
      long wait = unsettled.isEmpty() ? WAIT_MILLIS : UNWRITTEN.toMillis();
      if (traffic.underWay() >= MANY && !stopping) {
        Thread.sleep(MOMENT_MILLIS);
      }
      Came first = answers.poll(wait, TimeUnit.MILLISECONDS);
      take(first);
      if (follow) {
        send(traffic.begin());
      }
      boolean overdue = System.nanoTime() - settledAt > UNWRITTEN.toNanos();
      if (first == null
          || overdue
          || unsettled.size() >= SETTLED_AT_ONCE
          || traffic.underWay() == 0) {
        settleAnswers();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(@Nullable Came first) {
    List<Came> came = new ArrayList<>();
    if (first != null) {
      came.add(first);
    }
    answers.drainTo(came);
    for (Came one : came) {
      traffic.end(one.sent(), !(one.outcome() instanceof Outcome.Retry));
      unsettled.add(new Answered(one.sent().delivery(), one.outcome()));
    }
  }

  /** Writes what has been answered, all in one transaction. */
  private void settleAnswers() {
    if (!unsettled.isEmpty()) {
      settle.settle(unsettled);
      settledAt = System.nanoTime();
      List<Long> settled = unsettled.stream().map(answered -> answered.delivery().id()).toList();
      receipts.settled(settled);
      traffic.settled(settled);
      unsettled.clear();
    }
  }

  @Override
  public void stop() {
    stopping = true; // ends a claim that goes on
    long end = System.nanoTime() + GRACE.toNanos();
    synchronized (this) {
      while (traffic.underWay() > 0 && System.nanoTime() < end) {
        await(false);
      }
      settleAnswers();
      settle.tally();
    }
  }
}
