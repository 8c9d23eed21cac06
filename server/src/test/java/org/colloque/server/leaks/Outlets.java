package org.colloque.server.leaks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;

/** Wherever somebody who is not in a group can look. Routes come from the router itself. */
final class Outlets {
  private static final Pattern PARAMETER = Pattern.compile("[:*]([a-z_]+)");

  /** What can be asked without knowing a number. */
  private static final List<String> QUESTIONS =
      List.of(
          "/api/v2/search?q=" + Canaries.BEGINNING,
          "/api/v1/accounts/search?q=" + Canaries.BEGINNING,
          "/search?q=" + Canaries.BEGINNING,
          "/api/v1/timelines/public?limit=40",
          "/api/v1/timelines/tag/medicine?limit=40",
          "/api/v1/trends/tags",
          "/api/v1/trends/statuses",
          "/api/v1/trends/links",
          "/api/v1/directory?limit=80",
          "/api/v2/suggestions",
          "/api/v1/lists",
          "/api/colloque/v1/groups",
          "/api/colloque/v1/groups/listed",
          "/groups",
          "/notifications",
          "/api/v1/notifications?limit=80",
          "/api/v2/notifications",
          "/api/v1/timelines/home?limit=40",
          "/api/v1/bookmarks",
          "/api/v1/favourites",
          "/api/v1/conversations",
          "/home",
          "/local",
          "/metrics",
          "/nodeinfo/2.1");

  private final Village village;
  private final Set<String> leaks = new TreeSet<>();
  private final Set<String> covered = new TreeSet<>();
  private int asked;

  Outlets(Village village) {
    this.village = village;
  }

  /**
   * Somebody who looks, and how they ask.
   *
   * @param life the group whose words they must not hear
   */
  private record Looker(String who, int life, Function<String, String> ask) {}

  private static String said(Browser.Answer answer) {
    return answer.text() + answer.response().headers().map();
  }

  private List<Looker> lookers(Life life) {
    List<Looker> lookers = new ArrayList<>();
    lookers.add(
        new Looker("a stranger", Canaries.ANY, path -> said(village.rig.anonymous().get(path))));
    add(lookers, "a member of the instance", Canaries.ANY, village.eve);
    add(lookers, "the owner of the instance", Canaries.ANY, village.claire);
    for (Person former : life.gone()) {
      add(lookers, "a former member", life.number(), former);
    }
    return lookers;
  }

  private void add(List<Looker> lookers, String who, int life, Person person) {
    Browser seat = village.seat(person).browser();
    lookers.add(new Looker(who + " by an app", life, path -> said(person.app().get(path))));
    lookers.add(new Looker(who + " by the pages", life, path -> said(seat.get(path))));
  }

  private void listen(String who, String where, String text) {
    listen(who, Canaries.ANY, where, text);
  }

  private void listen(String who, int life, String where, String text) {
    asked++;
    for (String heard : village.canaries.heardIn(text, life)) {
      leaks.add(heard + " reached " + who + " at " + where);
    }
  }

  /**
   * Asks as everybody who is not in it: the questions that need no number, and {@code share} of all
   * routes with numbers of the group, drawn anew each time.
   */
  void look(Life life, double share, Random random) {
    List<Looker> lookers = lookers(life);
    List<String> paths = new ArrayList<>(QUESTIONS);
    for (Route route : routes()) {
      List<String> filled = new ArrayList<>(filled(route, life));
      Collections.shuffle(filled, random);
      for (String path : filled.subList(0, Math.min(filled.size(), share < 1 ? 1 : 4))) {
        if (random.nextDouble() < share) {
          covered.add(route.pattern());
          paths.add(path);
        }
      }
    }
    for (String path : paths) {
      for (Looker looker :
          share < 1 ? List.of(lookers.get(random.nextInt(lookers.size()))) : lookers) {
        listen(looker.who(), looker.life(), path, looker.ask().apply(path));
      }
    }
    federated(paths);
    what(life);
    records();
  }

  private List<Route> routes() {
    return village.rig.instance().rooms().routes().stream()
        .filter(route -> route.method().isSafe())
        .filter(route -> !route.pattern().startsWith("/api/v1/streaming"))
        .toList();
  }

  private static List<String> filled(Route route, Life life) {
    String pattern = route.pattern();
    if (!PARAMETER.matcher(pattern).find()) {
      return List.of(pattern);
    }
    List<String> paths = new ArrayList<>();
    if (pattern.contains("/groups/")) {
      Map<String, String> parameters = life.parameters();
      paths.add(
          PARAMETER
              .matcher(pattern)
              .replaceAll(found -> parameters.getOrDefault(found.group(1), life.id())));
    }
    for (String value : life.values()) {
      paths.add(PARAMETER.matcher(pattern).replaceAll(value));
    }
    return paths;
  }

  /** Another server asks, with a signature that is good. */
  private void federated(List<String> paths) {
    for (String path : paths) {
      if (!path.startsWith("/api/") && !path.startsWith("/groups")) {
        listen(
            "another server", path, said(village.zoe.read(village.rig, village.rig.base() + path)));
      }
    }
  }

  /** What was sent without being asked for, and what is written down. */
  private void what(Life life) {
    village
        .far
        .everything()
        .forEach(
            request -> listen("another server", "its " + request.getUrl(), request.toString()));
    village.far.forget();
    for (Mailbox.Letter letter : village.mailbox.letters()) {
      listen(letter.to(), "a letter", letter.subject() + letter.text());
    }
    village.streamed().forEach(event -> leaks.add("a stream: " + event));
    village.logged().forEach(line -> leaks.add("the log: " + line));
    for (Person former : life.gone()) {
      tables("a former member", life.number(), Viewer.of(former.account()));
    }
  }

  /** Everything that PostgreSQL shows to somebody else under the server's own role. */
  private void records() {
    tables("a stranger", Canaries.ANY, Viewer.stranger());
    tables("a member of the instance", Canaries.ANY, Viewer.of(village.eve.account()));
    tables("the owner of the instance", Canaries.ANY, Viewer.of(village.claire.account()));
  }

  private void tables(String who, int life, Viewer viewer) {
    village
        .rig
        .kit()
        .db()
        .doAs(
            viewer,
            tx ->
                tx.sql()
                    .fetch(
                        "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v', 'p')"
                            + " AND c.relnamespace = 'public'::regnamespace")
                    .forEach(row -> {
                      String table = row.get(0, String.class);
                      tx.sql()
                          .fetch(
                              "SELECT t::text FROM "
                                  + table
                                  + " t WHERE t::text LIKE ?"
                                  + loose(table),
                              "%" + Canaries.BEGINNING + "%")
                          .forEach(found ->
                              listen(who, life, "table " + table, found.get(0, String.class)));
                    }));
  }

  /** An upload that was refused is in no group; over HTTP only its owner is given it. */
  private static String loose(String table) {
    return table.equals("media_attachments")
        ? " AND NOT (status_id IS NULL AND group_id IS NULL)"
        : "";
  }

  /** What somebody else tries to do to it is answered without a word of it. */
  void meddle(Life life, Random random) {
    for (Route route : village.rig.instance().rooms().routes()) {
      boolean acts = !route.method().isSafe() && route.access() instanceof Access.ApiUser;
      if (acts && PARAMETER.matcher(route.pattern()).find() && random.nextInt(4) == 0) {
        List<String> paths = filled(route, life);
        String path = paths.get(random.nextInt(paths.size()));
        covered.add(route.pattern());
        listen(
            "a member of the instance",
            route.method() + " " + path,
            said(village.eve.app().form(route.method().name(), path, "status", "x")));
      }
    }
  }

  Set<String> leaks() {
    return Set.copyOf(leaks);
  }

  Set<String> covered() {
    return Set.copyOf(covered);
  }

  int asked() {
    return asked;
  }
}
