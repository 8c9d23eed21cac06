package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.board.Club;
import org.colloque.server.database.Db;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Many viewers at once over few connections and the caches of one process: each is shown their own
 * and nothing of another's (reliability.md, C48). More: {@code ./leaks viewers}.
 */
class ViewersAtOnceTest {
  private static final int ANSWERS = Integer.getInteger("colloque.leaks.viewers", 1_600);
  private static final int THREADS = 16;

  private static Rig rig;
  private static final List<Person> members = new ArrayList<>();
  private static final List<Club> clubs = new ArrayList<>();
  private static final List<String> topics = new ArrayList<>();
  private static final List<String> cookies = new ArrayList<>();
  private static final List<String> tags = new ArrayList<>();

  /** Each in a group of their own with one topic, and one of them in none. */
  @BeforeAll
  static void open() {
    rig = Rig.start();
    for (int i = 0; i < 5; i++) {
      Person person = rig.local("member" + i);
      members.add(person);
      cookies.add(rig.session(person));
      if (i > 0) {
        clubs.add(Club.of(rig, "Group " + i, "club" + i).with(person, "organiser"));
        topics.add(clubs.getLast().topic(person, "secret" + i + "of" + i));
        tags.add(person.app().get("/api/v1/statuses/" + topics.getLast()).header("etag"));
      }
    }
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @FunctionalInterface
  private interface Turn {
    /** What somebody who is drawn sees wrongly, else nothing. */
    String wrong(int who, Random random);
  }

  private static void manyTimes(Turn turn) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<String>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(thread);
        all.add(
            threads.submit(() -> {
              StringBuilder seen = new StringBuilder();
              for (int i = 0; i < ANSWERS / THREADS; i++) {
                seen.append(turn.wrong(random.nextInt(members.size()), random));
              }
              return seen.toString();
            }));
      }
      for (Future<String> one : all) {
        if (!one.get().isEmpty()) {
          wrong.add(one.get());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Whose topic they are to find: of their own group, or none. */
  private static List<Long> theirs(int who) {
    return who == 0 ? List.of() : List.of(Long.valueOf(topics.get(who - 1)));
  }

  /** Eight connections, transactions that end well and badly, and moments of seeing all. */
  @Test
  void c48AConnectionKeepsNothingOfTheViewerBefore() throws Exception {
    Db db = rig.kit().db();
    String query = "SELECT id FROM statuses WHERE group_id IS NOT NULL AND id > ?";
    manyTimes((who, random) -> {
      Viewer viewer = Viewer.of(members.get(who).account());
      List<Long> seen =
          switch (random.nextInt(5)) {
            case 0 -> db.read(viewer, query, List.of(0L), row -> row.getLong(1));
            case 1 ->
                db.as(
                    viewer,
                    tx -> {
                      assertThat(tx.<Integer>seeingAll(sql -> sql.fetch(query, 0).size()))
                          .isEqualTo(topics.size());
                      return tx.sql().fetch(query, 0).getValues(0, Long.class);
                    });
            case 2 -> {
              broken(db, viewer);
              yield db.as(
                  Viewer.stranger(), tx -> tx.sql().fetch(query, 0).getValues(0, Long.class));
            }
            case 3 -> {
              assertThat(db.<Integer>seeingAll(tx -> tx.sql().fetch(query, 0).size()))
                  .isEqualTo(topics.size());
              yield db.read(Viewer.stranger(), query, List.of(0L), row -> row.getLong(1));
            }
            default -> db.as(viewer, tx -> tx.sql().fetch(query, 0).getValues(0, Long.class));
          };
      boolean right = seen.isEmpty() || seen.equals(theirs(who));
      return right ? "" : who + " sees " + seen + "; ";
    });
  }

  private static void broken(Db db, Viewer viewer) {
    try {
      db.<Integer>as(viewer, tx -> tx.seeingAll(sql -> sql.execute("SELECT 1 / 0")));
    } catch (DataAccessException expected) {
      return;
    }
    throw new IllegalStateException("nothing is divided by zero");
  }

  /** Rendered texts, entity tags and answers of one process are for who asked. */
  @Test
  void c48AnAnswerIsForWhoAskedAndForNobodyElse() throws Exception {
    manyTimes((who, random) -> {
      int other = random.nextInt(clubs.size());
      boolean own = other == who - 1;
      Club club = clubs.get(other);
      String topic = topics.get(other);
      Browser app = members.get(who).app();
      Browser.Answer answer =
          switch (random.nextInt(6)) {
            case 0 -> app.get("/api/v1/statuses/" + topic);
            case 1 -> app.get("/api/v1/timelines/list/" + club.id());
            case 2 -> known(app, tags.get(other)).get("/api/v1/statuses/" + topic);
            case 3 -> app.get("/api/v1/statuses?id[]=" + topic);
            case 4 -> page(who).get(club.path() + "/topics/" + topic);
            default -> page(who).get(club.path());
          };
      boolean shown =
          answer.status() == 304 || answer.text().contains("secret" + (other + 1) + "of");
      boolean cached =
          answer.header("cache-control").contains("public")
              || answer.status() == 200
                  && !answer.header("cache-control").matches(".*(private|no-store).*");
      return shown == own && !cached
          ? ""
          : who
              + " on "
              + topic
              + ": "
              + answer.status()
              + answer.response().headers().map()
              + "; ";
    });
  }

  /** Somebody who has heard of the entity tag that another one got. */
  private static Browser known(Browser app, String tag) {
    return tag.isEmpty() ? app : app.withHeader("If-None-Match", tag);
  }

  private static Browser page(int who) {
    return rig.anonymous().withHeader("Cookie", cookies.get(who));
  }
}
