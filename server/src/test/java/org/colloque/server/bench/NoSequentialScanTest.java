package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Method;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.Test;

/**
 * No request reads a large table from one end to the other (reliability.md, C44). Not the plans are
 * looked at but what PostgreSQL counted while every route was called: a plan that a test wrote down
 * would not be the one that a connection keeps. The tables are large enough that an index is the
 * cheaper way wherever there is one; where there is none, the count shows it.
 */
class NoSequentialScanTest {
  private static final int STATUSES = 30_000;

  /** Rows from which on a whole reading counts. */
  private static final int LARGE = 5_000;

  private static final String MORE =
      """
      INSERT INTO accounts (id, username, domain, uri, url, inbox_url, display_name,
                            created_at, updated_at)
      SELECT 10000 + n, 'more' || n, 'near.example', 'https://near.example/users/' || n,
             'https://near.example/@more' || n, 'https://near.example/users/' || n || '/inbox',
             'More ' || n, now(), now()
      FROM generate_series(1, 50000) n;
      UPDATE statuses SET listed = true;
      INSERT INTO tags (id, name, display_name, created_at)
      SELECT n, 'tag' || n, 'Tag' || n, now() FROM generate_series(1, 30000) n;
      INSERT INTO status_tags (status_id, tag_id)
      SELECT id, 1 + conversation_id % 30000 FROM statuses;
      INSERT INTO favourites (id, account_id, status_id, created_at)
      SELECT conversation_id, 10000 + 1 + conversation_id % 10000, id, now() FROM statuses;
      INSERT INTO bookmarks (id, account_id, status_id, created_at)
      SELECT conversation_id, 10000 + 1 + conversation_id % 10000, id, now() FROM statuses;
      INSERT INTO mentions (status_id, account_id, silent)
      SELECT id, 10000 + 1 + conversation_id % 10000, false FROM statuses;
      INSERT INTO notifications (id, account_id, from_account_id, type, status_id, group_key,
                                 created_at)
      SELECT conversation_id, 10000 + 1 + conversation_id % 10000, account_id, 'mention', id,
             'ungrouped-' || conversation_id, now() FROM statuses;
      INSERT INTO follows (id, account_id, target_account_id, created_at)
      SELECT 100000 + n, 10000 + n, 1 + n % 1000, now() FROM generate_series(1, 10000) n;
      INSERT INTO groups (id, name, slug, visibility, seats, created_at)
      SELECT n, 'Group ' || n, 'group', 'listed', 12, now() FROM generate_series(1, 6000) n;
      INSERT INTO memberships (account_id, group_id, handle)
      SELECT 10000 + n, n, 'group' FROM generate_series(1, 6000) n;
      INSERT INTO group_members (group_id, account_id, role, joined_at)
      SELECT n, 10000 + n, 'organiser', now() FROM generate_series(1, 6000) n;
      INSERT INTO home_chunks (account_id, span, first_id)
      SELECT 10000 + n, home_span(s.id), s.id FROM generate_series(1, 20) n,
        (SELECT id FROM statuses ORDER BY id DESC LIMIT 800) s;
      """;

  /** What the addresses alone do not ask for. */
  private static final List<String> PARAMETERS =
      List.of(
          "/api/v1/timelines/home?max_id=STATUS",
          "/api/v1/timelines/public?local=true",
          "/api/v1/timelines/public?remote=true&min_id=1",
          "/api/v1/timelines/public?max_id=9&limit=40",
          "/api/v1/timelines/public?only_media=true&min_id=STATUS",
          "/api/v1/timelines/tag/tag1?any[]=tag2&all[]=tag3&none[]=tag4",
          "/api/v1/accounts/7/statuses?exclude_replies=true&only_media=true",
          "/api/v1/accounts/7/statuses?pinned=true",
          "/api/v1/accounts/7/statuses?tagged=tag1",
          "/api/v1/notifications?types[]=mention&account_id=7",
          "/api/v2/search?q=author12&limit=40",
          "/api/v2/search?q=https://far.example/@a/12&resolve=true",
          "/api/v2/search?q=https://far.example/@a/12",
          "/api/v1/accounts/search?q=more99",
          "/api/v1/accounts/lookup?acct=author7@far.example",
          "/api/v1/accounts/relationships?id[]=1&id[]=2",
          "/api/v1/directory?order=new&offset=40");

  private static final String READ_SO_FAR =
      """
      SELECT relname, seq_scan FROM pg_stat_user_tables
      WHERE n_live_tup > ? ORDER BY relname
      """;

  @Test
  void c44NoRequestReadsALargeTableFromEndToEnd() {
    try (Rig rig = Rig.start();
        Remote far = Remote.start("far")) {
      Person reader = people(rig);
      Map<String, Long> before = readSoFar(rig);
      assertThat(before.keySet())
          .contains("statuses", "accounts", "favourites", "home_chunks", "notifications");
      Map<String, Runnable> asked = new LinkedHashMap<>();
      Browser page = SignedIn.browser(rig, reader);
      addReads(rig, reader, page, asked);
      addWrites(rig, reader, far.person("bob"), asked);
      assertThat(asked).hasSizeGreaterThan(100);
      asked.values().forEach(Runnable::run);
      Map<String, Long> after = readSoFar(rig);
      if (!after.equals(before)) {
        assertThat(culprits(rig, asked)).isEmpty();
      }
      assertThat(after).isEqualTo(before);
    }
  }

  /** Only when something is wrong, for it takes long: asks one after the other who it was. */
  private static List<String> culprits(Rig rig, Map<String, Runnable> asked) {
    List<String> culprits = new ArrayList<>();
    for (Map.Entry<String, Runnable> one : asked.entrySet()) {
      Map<String, Long> before = readSoFar(rig);
      one.getValue().run();
      readSoFar(rig)
          .forEach((table, scans) -> {
            if (!scans.equals(before.get(table))) {
              culprits.add(one.getKey() + " reads " + table);
            }
          });
    }
    return culprits;
  }

  private static Person people(Rig rig) {
    Dataset.fill(rig.kit(), STATUSES);
    rig.kit()
        .db()
        .<Object>seeingAll(tx -> {
          for (String statement : MORE.split(";\\s*\n", -1)) {
            if (!statement.isBlank()) {
              tx.sql().execute(statement);
            }
          }
          return tx.sql().execute("ANALYZE");
        });
    Person reader = rig.local("alice");
    reader.app().post("/api/v1/statuses", "status", "hello #tag1 from here");
    for (int i = 1; i <= 3; i++) {
      reader.app().post("/api/v1/accounts/" + i + "/follow");
    }
    return reader;
  }

  /** What PostgreSQL counted until now: connections report when they end at the latest. */
  private static Map<String, Long> readSoFar(Rig rig) {
    rig.restart();
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx -> {
              tx.sql().execute("SELECT pg_stat_clear_snapshot()");
              Map<String, Long> scans = new LinkedHashMap<>();
              tx.sql()
                  .fetch(READ_SO_FAR, LARGE)
                  .forEach(row -> scans.put(row.get(0, String.class), row.get(1, Long.class)));
              return scans;
            });
  }

  /** Every GET, several times, so that plans are the generic ones that stay. */
  private static void addReads(Rig rig, Person reader, Browser page, Map<String, Runnable> asked) {
    String status = reader.app().get("/api/v1/timelines/public").json().path(0).path("id").asText();
    for (Route route : rig.instance().rooms().routes()) {
      if (route.method() != Method.GET || route.pattern().startsWith("/api/v1/streaming")) {
        continue;
      }
      Browser browser =
          route.access().isPage() ? page : route.access().isApi() ? reader.app() : rig.anonymous();
      String path = path(route.pattern(), status);
      asked.put(path, () -> read(browser, path));
    }
    for (String path : PARAMETERS) {
      String whole = path.replace("STATUS", status);
      asked.put(whole, () -> read(reader.app(), whole));
    }
  }

  private static void read(Browser browser, String path) {
    for (int i = 0; i < 4; i++) {
      assertThat(browser.get(path).status()).as(path).isLessThan(500);
    }
  }

  private static String path(String pattern, String status) {
    return pattern
            .replace("/users/:name", "/users/alice")
            .replace("@:handle", pattern.endsWith(":id") ? "@author7@far.example" : "@alice")
            .replace("accounts/:id", "accounts/7")
            .replace("tags/:name", "tags/tag1")
            .replaceAll("tag/:tag|tags/:tag", "$0")
            .replace(":tag", "tag1")
            .replace(":id", status)
            .replaceAll("[:*][a-z_]+", "x")
        + (pattern.endsWith("search") ? "?q=author1" : "");
  }

  private static void addWrites(
      Rig rig, Person reader, RemotePerson bob, Map<String, Runnable> asked) {
    String status = reader.app().get("/api/v1/timelines/public").json().path(7).path("id").asText();
    for (String mark : List.of("favourite", "reblog", "bookmark", "mute")) {
      asked.put(mark, () -> both(reader, "/api/v1/statuses/" + status + "/", mark));
    }
    for (String act : List.of("follow", "mute", "block")) {
      asked.put(act, () -> both(reader, "/api/v1/accounts/9/", act));
    }
    asked.put("a post, its edit and its end", () -> post(reader, status));
    String uri = rig.kit().urls().actor(reader.username());
    asked.put(
        "an inbox", () -> assertThat(bob.send(rig, bob.activity("Like", uri))).isEqualTo(202));
    asked.put(
        "an outbox",
        () ->
            assertThat(bob.read(rig, rig.base() + "/users/alice/outbox").status()).isEqualTo(200));
  }

  private static void both(Person reader, String path, String act) {
    for (int i = 0; i < 4; i++) {
      assertThat(reader.app().post(path + act).status()).as(act).isEqualTo(200);
      assertThat(reader.app().post(path + "un" + act).status()).as(act).isEqualTo(200);
    }
  }

  private static void post(Person reader, String parent) {
    for (int i = 0; i < 4; i++) {
      String mine =
          reader
              .app()
              .post("/api/v1/statuses", "status", "again #tag" + i, "in_reply_to_id", parent)
              .json()
              .path("id")
              .asText();
      reader.app().form("PUT", "/api/v1/statuses/" + mine, "status", "and again #tag1" + i);
      assertThat(reader.app().delete("/api/v1/statuses/" + mine).status()).isEqualTo(200);
    }
  }
}
