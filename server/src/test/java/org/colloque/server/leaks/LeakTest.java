package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.colloque.server.leaks.Life.Move;
import org.junit.jupiter.api.Test;

/**
 * Nothing that is said in a private group reaches anybody who is not in it, whatever its people do:
 * random histories (reliability.md, C45 to C51, C53; the promise of the product). Another number of
 * them, or a seed that failed: {@code ./leaks}.
 */
class LeakTest {
  private static final int HISTORIES = Integer.getInteger("colloque.leaks.histories", 40);
  private static final long SEED = Long.getLong("colloque.leaks.seed", 20_261_123);

  /** Histories on one instance: what is in one must not reach the people of another either. */
  private static final int ON_ONE_INSTANCE = 50;

  private static final int MOVES = 16;

  /** Of the routes that are tried after a history; all of them after the last on an instance. */
  private static final double SHARE = 0.15;

  private int asked;
  private int words;
  private final Set<String> covered = new java.util.TreeSet<>();

  private static List<Move> moves(long seed) {
    Random random = new Random(seed);
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < MOVES; i++) {
      Step[] steps = Step.values();
      moves.add(new Move(steps[random.nextInt(steps.length)], random.nextLong()));
    }
    return moves;
  }

  @Test
  void c45NoWordOfAPrivateGroupReachesAnybodyElse() {
    for (int first = 0; first < HISTORIES; first += ON_ONE_INSTANCE) {
      onOneInstance(first, Math.min(HISTORIES, first + ON_ONE_INSTANCE));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d histories, %,d private words, %,d answers and records looked through, %d routes%n",
        HISTORIES,
        words,
        asked,
        covered.size());
  }

  private void onOneInstance(int first, int end) {
    try (Village village = new Village()) {
      for (int i = first; i < end; i++) {
        long seed = SEED + i;
        Outlets outlets = new Outlets(village);
        Life life = new Life(village);
        List<Move> moves = moves(seed);
        moves.forEach(life::live);
        Random random = new Random(seed);
        outlets.look(life, i == end - 1 ? 1 : SHARE, random);
        outlets.meddle(life, random);
        asked += outlets.asked();
        covered.addAll(outlets.covered());
        if (!outlets.leaks().isEmpty()) {
          List<Move> least = shrunk(moves);
          assertThat(outlets.leaks())
              .as(
                  "seed %d (-Dcolloque.leaks.seed); %s: %s",
                  seed,
                  least.size() < moves.size()
                      ? "the fewest steps that do the same"
                      : "all its steps, which do the same only after the histories before",
                  least)
              .isEmpty();
        }
      }
      assertThat(village.events()).as("streams").isPositive();
      words += village.canaries.count();
    }
  }

  /** Whether these moves leak on an instance of their own. */
  private static boolean leaks(List<Move> moves) {
    try (Village village = new Village()) {
      Life life = new Life(village);
      moves.forEach(life::live);
      Outlets outlets = new Outlets(village);
      outlets.look(life, 1, new Random(0));
      return !outlets.leaks().isEmpty();
    }
  }

  /** Leaves out what can be left out, the larger parts first. */
  private static List<Move> shrunk(List<Move> moves) {
    List<Move> least = moves;
    for (int part = least.size() / 2; part > 0; part /= 2) {
      for (int from = 0; from + part <= least.size(); ) {
        List<Move> without = new ArrayList<>(least.subList(0, from));
        without.addAll(least.subList(from + part, least.size()));
        if (leaks(without)) {
          least = without;
        } else {
          from += part;
        }
      }
    }
    return least;
  }

  /** The searcher would find it: the same words, where everybody may read them. */
  @Test
  void whatIsSaidInPublicIsFound() {
    try (Village village = new Village()) {
      Life life = new Life(village);
      String word = village.canaries.in(life.number(), "a public post");
      village
          .settler()
          .app()
          .post("/api/v1/statuses", "status", word + " #medicine", "visibility", "public");
      Outlets outlets = new Outlets(village);
      outlets.look(life, 0, new Random(0));
      assertThat(outlets.leaks())
          .anyMatch(leak -> leak.contains("timelines/tag"))
          .anyMatch(leak -> leak.contains("table statuses"));
    }
  }
}
