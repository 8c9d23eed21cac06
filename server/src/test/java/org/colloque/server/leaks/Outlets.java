package org.colloque.server.leaks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;
import org.colloque.server.leaks.Canaries.Word;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Guest;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;

/** Wherever somebody who is not in a group can look. Routes come from the router itself. */
final class Outlets {
  private static final Pattern PARAMETER = Pattern.compile("[:*]([a-z_]+)");

  /** What is asked without a number, and what the tables are asked. */
  static final String QUESTIONS = "questions";

  static final String TABLES = "tables";

  private final Village village;
  private final Records records;
  private final Queue<Leak> leaks = new ConcurrentLinkedQueue<>();
  private final Set<String> covered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final Deck<Route> reading;
  private final Deck<Route> writing;

  Outlets(Village village) {
    this.village = village;
    this.records = new Records(village);
    List<Route> routes = village.rig.instance().rooms().routes();
    reading =
        new Deck<>(
            routes.stream()
                .filter(route -> route.method().isSafe())
                .filter(route -> !route.pattern().startsWith("/api/v1/streaming"))
                .toList());
    writing = new Deck<>(routes.stream().filter(Outlets::acts).toList());
  }

  /** What writes to something that has a number, and can be sent by an app or a form. */
  private static boolean acts(Route route) {
    boolean form =
        route.pattern().startsWith("/groups/:") && route.access() instanceof Access.SignedIn;
    return !route.method().isSafe()
        && (form || route.access() instanceof Access.ApiUser)
        && PARAMETER.matcher(route.pattern()).find();
  }

  /**
   * Something private in the wrong place.
   *
   * @param life whose words they are
   * @param route what was asked, empty where nothing was
   */
  record Leak(int life, String route, String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Somebody who looks, and how they ask.
   *
   * @param life the group whose words they must not hear
   * @param send how they write, by method and path
   */
  private record Looker(
      String who,
      int life,
      Function<String, String> ask,
      Function<Route, Function<String, String>> send) {}

  private static String said(Browser.Answer answer) {
    return answer.text() + answer.response().headers().map();
  }

  private List<Looker> lookers(Life life) {
    List<Looker> lookers = new ArrayList<>();
    add(lookers, "a member of the instance", Canaries.ANY, village.eve);
    add(lookers, "the owner of the instance", Canaries.ANY, village.claire);
    for (Person former : life.gone()) {
      add(lookers, "a former member", life.number(), former);
    }
    for (Guest guest : life.guestsOutside()) {
      lookers.add(byPages("a guest of other groups", life.number(), () -> village.seat(guest)));
    }
    lookers.add(
        new Looker(
            "a stranger",
            Canaries.ANY,
            path -> said(village.rig.anonymous().get(path)),
            route ->
                path -> said(village.rig.anonymous().form(route.method().name(), path, "x", "x"))));
    lookers.add(
        new Looker(
            "another server",
            Canaries.ANY,
            path -> said(village.zoe.read(village.rig, village.rig.base() + path)),
            _ -> path -> said(village.zoe.read(village.rig, village.rig.base() + path))));
    return lookers;
  }

  private void add(List<Looker> lookers, String who, int life, Person person) {
    Village.Seat seat = village.seat(person);
    Browser app = person.app();
    lookers.add(
        new Looker(
            who + " by an app",
            life,
            path -> said(app.get(path)),
            route -> path -> said(app.form(route.method().name(), path, "status", "x"))));
    lookers.add(byPages(who, life, () -> seat));
  }

  /** Who has no seat yet takes one when they look. */
  private static Looker byPages(String who, int life, Supplier<Village.Seat> seat) {
    return new Looker(
        who + " by the pages",
        life,
        path -> said(seat.get().browser().get(path)),
        _ -> path -> said(seat.get().send(path, "status", "x", "title", "x", "text", "x")));
  }

  private void listen(Looker looker, String route, String what, String text) {
    asked.incrementAndGet();
    for (Word word : village.canaries.heardIn(text, looker.life())) {
      // an answer may say the question again
      if (!what.contains(word.word())) {
        tell(word, route, looker.who() + " at " + what);
      }
    }
  }

  private void tell(Word word, String route, String where) {
    leaks.add(new Leak(word.life(), route, word + " reached " + where));
  }

  /** A glance after a history: some routes and questions, each by somebody who is drawn. */
  void glance(Life life, int routes, Random random) {
    List<Looker> lookers = lookers(life);
    for (Route route : reading.deal(routes)) {
      List<String> filled = filled(route, life);
      ask(any(lookers, random), route.pattern(), any(filled, random));
    }
    for (int i = 0; i < routes / 2; i++) {
      ask(any(lookers, random), QUESTIONS, any(Questions.after(life), random));
    }
    for (Route route : writing.deal(routes / 3)) {
      write(any(lookers, random), route, any(filled(route, life), random));
    }
    if (!life.gone().isEmpty()) {
      calendar(life, any(life.gone(), random));
    }
  }

  /** The calendar of a former member names nothing of the group, not by a number either. */
  private void calendar(Life life, Person former) {
    String calendar = said(village.rig.anonymous().get(village.calendar(former)));
    asked.incrementAndGet();
    for (String value : life.values()) {
      if (calendar.contains(value)) {
        leaks.add(new Leak(life.number(), "", value + " is in the calendar of a former member"));
      }
    }
  }

  /** Everybody asks everything that {@code wanted} names, or is asked after. */
  void look(Life life, Set<String> wanted) {
    List<Thread> all = new ArrayList<>();
    List<Looker> lookers = lookers(life);
    for (Looker looker : lookers) {
      all.add(
          Thread.ofVirtual()
              .start(() -> {
                Random random = new Random(life.number() + looker.who().hashCode());
                if (wanted.contains(QUESTIONS)) {
                  Questions.after(life).forEach(question -> ask(looker, QUESTIONS, question));
                }
                for (Route route : reading.all()) {
                  if (wanted.contains(route.pattern())) {
                    ask(looker, route.pattern(), any(filled(route, life), random));
                  }
                }
              }));
    }
    for (Thread thread : all) {
      join(thread);
    }
    Random random = new Random(life.number());
    for (Route route : writing.all()) {
      if (wanted.contains(route.pattern())) {
        write(any(lookers, random), route, any(filled(route, life), random));
      }
    }
    if (wanted.contains(TABLES)) {
      life.gone().forEach(former -> calendar(life, former));
      Stream.concat(
              life.gone().stream().map(Person::account),
              life.guestsOutside().stream().map(Guest::account))
          .forEach(who -> find(who, word -> word.life() != life.number()));
      tables();
    }
  }

  /** Every route that reads, and every one that writes to something. */
  Set<String> everything() {
    Set<String> patterns = new TreeSet<>(Set.of(QUESTIONS, TABLES));
    reading.all().forEach(route -> patterns.add(route.pattern()));
    writing.all().forEach(route -> patterns.add(route.pattern()));
    return patterns;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static <T> T any(List<T> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }

  private void ask(Looker looker, String route, String path) {
    if (looker.who().equals("another server") && path.startsWith("/api/")) {
      return;
    }
    covered.add(route);
    listen(looker, route, path, looker.ask().apply(path));
  }

  private void write(Looker looker, Route route, String path) {
    covered.add(route.pattern());
    String answer = looker.send().apply(route).apply(path);
    listen(looker, route.pattern(), route.method() + " " + path, answer);
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
      paths.add(
          PARAMETER
              .matcher(pattern)
              .replaceAll(found -> named(found.group(1), life).orElse(value)));
    }
    return paths;
  }

  /** Whose name is asked for is somebody who is there. */
  private static java.util.Optional<String> named(String parameter, Life life) {
    return parameter.equals("name") || parameter.equals("handle")
        ? java.util.Optional.of(life.author().username())
        : java.util.Optional.empty();
  }

  /** What PostgreSQL shows to who is in no group, under the server's own role. */
  void tables() {
    for (Records.Found found : records.ofOutsiders()) {
      asked.incrementAndGet();
      village
          .canaries
          .heardIn(found.row(), Canaries.ANY)
          .forEach(word -> tell(word, TABLES, found.where()));
    }
  }

  /**
   * What PostgreSQL shows to somebody who is in some of the groups that were lived in a quarter.
   *
   * @param lives all that they can know of
   */
  void find(List<Life> lives, AccountId who) {
    Set<Integer> known = new HashSet<>();
    lives.stream().filter(life -> life.knows(who)).forEach(life -> known.add(life.number()));
    find(who, word -> known.contains(word.life()));
  }

  private void find(AccountId who, Predicate<Word> open) {
    for (Records.Found found : records.of("somebody of other groups", who)) {
      asked.incrementAndGet();
      for (Word word : village.canaries.heardIn(found.row(), Canaries.ANY)) {
        if (!open.test(word)) {
          tell(word, TABLES, found.where());
        }
      }
    }
  }

  /** What came without being asked for, and what is written down, in all of these histories. */
  void overhear(List<Life> lives) {
    Looker anybody = new Looker("", Canaries.ANY, _ -> "", _ -> _ -> "");
    village
        .far
        .everything()
        .forEach(request ->
            listen(anybody, "", "another server, its " + request.getUrl(), request.toString()));
    for (Mailbox.Letter letter : village.mailbox.letters()) {
      listen(
          anybody,
          "",
          "a letter to " + letter.to(),
          letter.subject() + letter.text() + letter.raw());
    }
    village.logged().forEach(word -> tell(word, "", "the log"));
    List<Ears.Heard> brought = new ArrayList<>(village.ears.heard());
    brought.addAll(village.devices.heard());
    for (Ears.Heard heard : brought) {
      boolean outside =
          heard.who().equals(village.eve)
              || lives.stream()
                  .anyMatch(life ->
                      life.number() == heard.word().life()
                          && heard.word().number() > life.lastWordFor(heard.who()));
      if (outside) {
        tell(heard.word(), "", heard.who().username() + " by the stream " + heard.stream());
      }
    }
  }

  List<Leak> leaks() {
    return List.copyOf(leaks);
  }

  Set<String> covered() {
    return Set.copyOf(covered);
  }

  /** Answers and rows that were looked through. */
  int asked() {
    return asked.get();
  }

  int numberOfTables() {
    return records.tables();
  }
}
