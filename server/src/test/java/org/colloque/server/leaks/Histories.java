package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.leaks.Life.Move;
import org.colloque.server.leaks.Outlets.Leak;

/** Draws histories from seeds, lives them, looks around, and tells of the first that leaks. */
final class Histories {
  /** Histories on one instance: what is in one must not reach the people of another either. */
  private static final int ON_ONE_INSTANCE = 250;

  /** So many go on at once, each among people of its own. */
  private static final int QUARTERS = 2;

  private static final int MOVES = 14;

  /** Routes that are tried after a history; all of them after the last of an instance. */
  private static final int ROUTES = 6;

  /** Jobs are for a whole instance and take their time: of so many steps that run them one does. */
  private static final int JOBS_EACH = 12;

  /**
   * After so many histories of a quarter the tables are looked through for those who are in no
   * group, and for some who are in others: what stands in a table stays there.
   */
  private static final int TABLES_EACH = 10;

  /** Of each quarter. */
  private static final int LOOK_THROUGH_TABLES = 3;

  private final Consumer<Village> before;
  private int count;
  private int words;
  private int asked;
  private int tables;
  private int streams;
  private int letters;
  private int requests;
  private int messages;
  private final Set<String> routes = new TreeSet<>();

  /**
   * @param before what is done to each instance before anybody lives there
   */
  Histories(Consumer<Village> before) {
    this.before = before;
  }

  private static List<Move> moves(long seed) {
    Random random = new Random(seed);
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < MOVES; i++) {
      Step[] steps = Step.values();
      moves.add(new Move(steps[random.nextInt(steps.length)], random.nextLong()));
    }
    return moves;
  }

  /** Lives {@code number} histories from {@code seed} on; fails with the first that leaks. */
  void run(long seed, int number) {
    for (int first = 0; first < number; first += ON_ONE_INSTANCE) {
      onOneInstance(seed + first, Math.min(ON_ONE_INSTANCE, number - first));
    }
  }

  private void onOneInstance(long seed, int number) {
    try (Village village = new Village(JOBS_EACH)) {
      before.accept(village);
      Outlets outlets = new Outlets(village);
      Map<Long, Life> lives = new ConcurrentHashMap<>();
      AtomicInteger next = new AtomicInteger();
      try (ExecutorService quarters = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < QUARTERS; i++) {
          all.add(quarters.submit(() -> quarter(village, outlets, seed, number, next, lives)));
        }
        all.forEach(Histories::ended);
      }
      Life last = Objects.requireNonNull(lives.get(seed + number - 1));
      outlets.look(last, outlets.everything());
      village.rig.runDueJobs();
      outlets.overhear(List.copyOf(lives.values()));
      count += lives.size();
      words += village.canaries.count();
      asked += outlets.asked();
      tables = outlets.numberOfTables();
      streams += village.ears.opened();
      letters += village.mailbox.letters().size();
      requests += village.far.everything().size();
      routes.addAll(outlets.covered());
      assertThat(village.ears.lines()).as("lines of streams").isPositive();
      messages += village.devices.heard().size();
      if (!outlets.leaks().isEmpty()) {
        fail(outlets.leaks(), lives);
      }
    }
  }

  private static void quarter(
      Village village,
      Outlets outlets,
      long seed,
      int number,
      AtomicInteger next,
      Map<Long, Life> lives) {
    Village.Quarter quarter = village.new Quarter();
    List<Life> lived = new ArrayList<>();
    for (int i = next.getAndIncrement(); i < number; i = next.getAndIncrement()) {
      Life life = new Life(village, quarter);
      moves(seed + i).forEach(life::live);
      life.end();
      lives.put(seed + i, life);
      lived.add(life);
      Random random = new Random(seed + i);
      outlets.glance(life, ROUTES, random);
      if (lived.size() % TABLES_EACH == 0) {
        outlets.tables();
        List<AccountId> people = new ArrayList<>(quarter.people());
        Collections.shuffle(people, random);
        people.stream().limit(LOOK_THROUGH_TABLES).forEach(one -> outlets.find(lived, one));
      }
    }
    quarter.people().forEach(one -> outlets.find(lived, one));
  }

  private static void ended(Future<?> quarter) {
    try {
      quarter.get();
    } catch (ExecutionException failure) {
      throw new AssertionError("a history broke off", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void fail(List<Leak> leaks, Map<Long, Life> lives) {
    Leak first = leaks.getFirst();
    long seed =
        lives.entrySet().stream()
            .filter(entry -> entry.getValue().number() == first.life())
            .mapToLong(Map.Entry::getKey)
            .findFirst()
            .orElse(0);
    Set<String> suspects = leaks.stream().map(Leak::route).collect(Collectors.toSet());
    List<Move> moves = moves(seed);
    String how;
    try (Village village = new Village(1)) {
      before.accept(village);
      how =
          leaks(village, moves, suspects)
              ? "the fewest steps that do the same: " + shrunk(village, moves, suspects)
              : "its steps, which do the same only beside others: " + moves;
    }
    throw new AssertionError(
        "seed %d (./leaks 1 %d): %s; %s".formatted(seed, seed, new TreeSet<>(texts(leaks)), how));
  }

  private static List<String> texts(List<Leak> leaks) {
    return leaks.stream().map(Leak::text).toList();
  }

  /** Whether a new group leaks with these moves. */
  private static boolean leaks(Village village, List<Move> moves, Set<String> suspects) {
    Life life = new Life(village, village.new Quarter());
    moves.forEach(life::live);
    life.end();
    Outlets outlets = new Outlets(village);
    outlets.look(life, suspects);
    outlets.overhear(List.of(life));
    return outlets.leaks().stream().anyMatch(leak -> leak.life() == life.number());
  }

  /** Leaves out what can be left out, the larger parts first. */
  private static List<Move> shrunk(Village village, List<Move> moves, Set<String> suspects) {
    List<Move> least = moves;
    for (int part = least.size() / 2; part > 0; part /= 2) {
      for (int from = 0; from + part <= least.size(); ) {
        List<Move> without = new ArrayList<>(least.subList(0, from));
        without.addAll(least.subList(from + part, least.size()));
        if (leaks(village, without, suspects)) {
          least = without;
        } else {
          from += part;
        }
      }
    }
    return least;
  }

  /** Private words that reached the devices of those who may read them. */
  int messages() {
    return messages;
  }

  int routes() {
    return routes.size();
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%,d histories, %,d private words; no word of them in %,d answers and rows over %d routes"
            + " and %d tables, nor in %,d streams, %,d letters, %,d requests to another server,"
            + " the log",
        count,
        words,
        asked,
        routes.size(),
        tables,
        streams,
        letters,
        requests);
  }
}
