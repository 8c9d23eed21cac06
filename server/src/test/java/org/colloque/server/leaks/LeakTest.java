package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing that is said in a private group reaches anybody who is not in it, whatever its people do:
 * random histories (reliability.md, C45 to C51, C53; the promise of the product). Another number of
 * them, or a seed that failed: {@code ./leaks}.
 */
class LeakTest {
  private static final int HISTORIES = Integer.getInteger("colloque.leaks.histories", 200);
  private static final long SEED = Long.getLong("colloque.leaks.seed", 20_261_123);

  @Test
  void c45NoWordOfAPrivateGroupReachesAnybodyElse() {
    Histories histories = new Histories(_ -> {});
    histories.run(SEED, HISTORIES);
    System.out.println(histories);
    assertThat(histories.routes()).isGreaterThan(280);
    assertThat(histories.messages()).as("words on devices of members").isPositive();
  }

  /** The searcher would find it: the same words, where everybody may read them. */
  @Test
  void whatIsSaidInPublicIsFound() {
    try (Village village = new Village(1)) {
      Village.Quarter quarter = village.new Quarter();
      Life life = new Life(village, quarter);
      String word = village.canaries.in(life.number(), "a public post");
      // Zoe's wish to follow is worked off first
      village.runDueJobs();
      life.author()
          .app()
          .post("/api/v1/statuses", "status", word + " #medicine", "visibility", "public");
      Outlets outlets = new Outlets(village);
      outlets.look(life, Set.of(Outlets.QUESTIONS, Outlets.TABLES));
      village.runDueJobs();
      outlets.overhear(java.util.List.of(life));
      assertThat(outlets.leaks())
          .anyMatch(leak -> leak.text().contains("timelines/tag"))
          .anyMatch(leak -> leak.text().contains("the table statuses"))
          .anyMatch(leak -> leak.text().contains("another server, its"))
          .anyMatch(leak -> leak.text().contains("by the stream"));
    }
  }

  /** With a hole in the lock of one table: the step that needs it is all that is left. */
  @Test
  void aHoleInOneTableIsFoundAndTheHistoryIsShrunkToTheStepThatShowsIt() {
    Histories histories =
        new Histories(
            village -> execute(village, "ALTER TABLE group_drafts NO FORCE ROW LEVEL SECURITY"));
    assertThatThrownBy(() -> histories.run(SEED, 8))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a draft reached a stranger in the table group_drafts")
        .hasMessageContaining("./leaks 1 2026")
        .hasMessageContaining("the fewest steps that do the same: [Move[step=DRAFT, ");
  }

  /** With everybody in every group: the pages, the apps and the tables of others show it. */
  @Test
  void aBrokenLockIsFoundByTheRoutes() {
    try (Village village = new Village(1)) {
      execute(village, "ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY");
      execute(
          village,
          "CREATE OR REPLACE FUNCTION my_groups() RETURNS bigint[] LANGUAGE sql STABLE RETURN"
              + " (SELECT coalesce(array_agg(group_id), '{}') FROM memberships)");
      Life life = new Life(village, village.new Quarter());
      Outlets outlets = new Outlets(village);
      outlets.look(life, Set.of("/api/v1/statuses/:id", Outlets.TABLES));
      assertThat(outlets.leaks())
          .anyMatch(leak ->
              leak.text().contains("a member of the instance by an app at /api/v1/statuses/"))
          .anyMatch(leak -> leak.text().contains("in the table group_topics"));
    }
  }

  private static void execute(Village village, String statement) {
    village.rig.kit().db().<Integer>seeingAll(tx -> tx.sql().execute(statement));
  }
}
