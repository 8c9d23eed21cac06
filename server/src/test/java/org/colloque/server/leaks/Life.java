package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.anonymous.Escrow;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Guest;
import org.colloque.server.rig.Person;

/**
 * The history of one secret group, by what its people send over HTTP. Everything that they write
 * has a word of its own.
 */
final class Life {
  /** A step, and the number from which everything is drawn that it needs. */
  record Move(Step step, long seed) {}

  static final String GROUPS = "/api/colloque/v1/groups";

  /** Of so many histories one has an anonymous board, which needs more people. */
  private static final int WITH_ANONYMOUS_BOARD = 6;

  private final Village village;
  private final Village.Quarter quarter;
  private final List<Person> inside = new ArrayList<>();

  /** Who left, and the words that had been said by then. */
  private final Map<Person, Integer> gone = new LinkedHashMap<>();

  /** An admin reads, or did until their hours were over. */
  private boolean behindGlass;

  private final Set<Person> invited = new HashSet<>();
  private final Board board;
  private final Guests guests;
  private final int number;
  private final String id;
  private String name;
  private Random random = new Random(0);

  Life(Village village, Village.Quarter quarter) {
    this.village = village;
    this.quarter = quarter;
    this.number = village.canaries.nextLife();
    Person founder = quarter.settler();
    name = word("the name");
    JsonNode made =
        done(founder
                .app()
                .post(
                    GROUPS,
                    "name",
                    name,
                    "description",
                    word("the description"),
                    "charter",
                    "# " + word("the charter"),
                    "rhythm",
                    word("the rhythm")))
            .json();
    id = made.path("id").asText();
    assertThat(id).as(made.toString()).isNotEmpty();
    inside.add(founder);
    join();
    join();
    board = new Board(village, number, id);
    guests = new Guests(village, quarter, board, number, id);
    if (number % WITH_ANONYMOUS_BOARD == 1) {
      join();
      join();
      entrust(founder);
      board.anonymous(founder);
    }
    board.topicByPage(founder);
    board.reply(inside.getLast());
  }

  private void entrust(Person founder) {
    List<String> fields = new ArrayList<>(List.of("threshold", "2"));
    for (int i = 1; i <= 3; i++) {
      fields.addAll(List.of("name" + i, word("the name of a trustee")));
      fields.addAll(List.of("key" + i, Escrow.newKeys().open()));
    }
    Answer answer = act(founder, "/anonymous/trustees", fields.toArray(String[]::new));
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
  }

  private String word(String place) {
    return village.canaries.in(number, place);
  }

  /** A refusal is an answer too; only what breaks is not. */
  static Answer done(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isLessThan(500);
    return answer;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** What its words are known by. */
  int number() {
    return number;
  }

  /** Who was in it once and is no longer, nor asked in again, which names it to them. */
  List<Person> gone() {
    return gone.keySet().stream().filter(person -> !invited.contains(person)).toList();
  }

  /** People of another instance who are in other groups, or were in this one. */
  List<Guest> guestsOutside() {
    return guests.outside();
  }

  /** The last step was taken: whose time is over by now is outside. */
  void end() {
    guests.look();
  }

  /** Who is in it, or was asked in, which names it to them. */
  boolean knows(AccountId who) {
    return behindGlass && who.equals(village.gustave.account())
        || guests.areIn(who)
        || Stream.concat(inside.stream(), invited.stream())
            .anyMatch(person -> person.account().equals(who));
  }

  /** The last word of it that {@code person} may have been brought. */
  int lastWordFor(Person person) {
    boolean reads = inside.contains(person) || behindGlass && person.equals(village.gustave);
    return reads ? Integer.MAX_VALUE : gone.getOrDefault(person, -1);
  }

  /** Somebody whose posts these could be. */
  Person author() {
    return inside.isEmpty() ? village.eve : inside.getFirst();
  }

  /** Numbers and keys by which somebody could ask for something of this group. */
  List<String> values() {
    List<String> values = new ArrayList<>(List.of(id));
    values.addAll(board.values());
    return values;
  }

  /** A value for each parameter of the group's own pages. */
  Map<String, String> parameters() {
    String account = inside.isEmpty() ? id : inside.getFirst().account().toString();
    return Map.of("id", id, "topic", board.topic(), "post", board.post(), "account", account);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Answer act(Person person, String path, String... fields) {
    return done(village.seat(person).send("/groups/" + id + path, fields));
  }

  void live(Move move) {
    random = new Random(move.seed());
    board.drawFrom(random);
    guests.drawFrom(random);
    if (inside.isEmpty()) {
      return;
    }
    Person one = any(inside);
    switch (move.step()) {
      case TOPIC_BY_PAGE -> board.topicByPage(one);
      case TOPIC_BY_APP -> board.topicByApp(one, name);
      case REPLY -> board.reply(one);
      case PICTURE -> board.picturePosted(one);
      case POLL -> board.poll(one);
      case VOTE -> board.vote(one);
      case EDIT -> board.edit(one);
      case DELETE -> board.onPost(one, "/delete");
      case REACT -> board.onPost(one, "/react", "emoji", "👍");
      case FAVOURITE -> board.onStatus(one, "favourite");
      case BOOKMARK -> board.onStatus(one, "bookmark");
      case BOOST -> board.onStatus(one, "reblog");
      case QUOTE -> board.quote(one);
      case MENTION -> board.mention(one, any(inside).username());
      case DRAFT -> board.draft(one);
      case SEARCH -> done(village.seat(one).browser().get("/groups/" + id + "/search?q=" + name));
      case PIN -> board.onTopic(one, random.nextBoolean() ? "/pin" : "/lock");
      case ANONYMOUS -> board.anonymous(one);
      case ANSWER_OUTSIDE -> board.answerOutside(one);
      case FROM_ELSEWHERE -> board.fromElsewhere(one.username());
      case POST_OUTSIDE -> postOutside(one);
      case GUEST_COMES -> guests.come(inside.getFirst());
      case GUEST_WRITES -> guests.write();
      case GUEST_VOTES -> guests.vote();
      case GUEST_REMOVED -> guests.remove(inside.getFirst());
      case GUEST_LEAVES -> guests.leave();
      case RUN_JOBS -> village.runDueJobs();
      case TIME_PASSES -> village.rig.clock().advance(Duration.ofHours(1 + random.nextInt(40)));
      case RENAME,
          CATEGORY,
          INVITE,
          JOIN,
          PROMOTE,
          REMOVE,
          LEAVE,
          GLASS,
          EXPORT,
          ARCHIVE,
          DELETE_GROUP ->
          govern(move.step(), one);
    }
  }

  private void govern(Step step, Person one) {
    switch (step) {
      case RENAME -> rename(one);
      case CATEGORY -> act(one, "/settings/categories", "category", word("a category"));
      case INVITE -> invite(one);
      case JOIN -> join();
      case PROMOTE -> {
        String role = random.nextBoolean() ? "organiser" : "moderator";
        act(one, "/members/" + any(inside).account() + "/role", "role", role);
      }
      case REMOVE -> remove(one);
      case LEAVE -> leave(one);
      case GLASS -> breakGlass(one);
      case EXPORT -> done(village.seat(one).browser().get("/groups/" + id + "/export"));
      case ARCHIVE -> act(one, random.nextInt(3) == 0 ? "/archive" : "/reopen");
      default -> act(one, random.nextInt(3) == 0 ? "/delete" : "/keep");
    }
  }

  private void rename(Person one) {
    String next = word("a later name");
    Answer answer =
        done(
            one.app().form("PATCH", GROUPS + "/" + id, "name", next, "charter", word("a charter")));
    assertThat(answer.status()).isIn(200, 403, 404, 422);
  }

  private void invite(Person one) {
    Person asked = quarter.settler();
    invited.add(asked);
    done(one.app().post(GROUPS + "/" + id + "/invites", "handle", asked.username()));
  }

  /** Somebody new comes by a link, when somebody may make one. */
  private void join() {
    for (Person one : List.copyOf(inside)) {
      String url =
          done(one.app().post(GROUPS + "/" + id + "/invites", "days", "1"))
              .json()
              .path("url")
              .asText();
      if (!url.isEmpty()) {
        Person person = quarter.settler();
        if (inside.contains(person)) {
          return;
        }
        Answer answer = done(village.seat(person).send(URI.create(url).getPath()));
        if (answer.status() == 303 && !answer.header("location").contains("refused")) {
          inside.add(person);
          gone.remove(person);
        }
        return;
      }
    }
  }

  private void remove(Person one) {
    if (inside.size() > 2) {
      Person other = any(inside);
      village.ears.open(other, "list?list=" + id);
      done(one.app().delete(GROUPS + "/" + id + "/members/" + other.account()));
      left(other);
    }
  }

  private void leave(Person one) {
    if (inside.size() > 2) {
      village.ears.open(one, "list?list=" + id);
      act(one, "/leave");
      left(one);
    }
  }

  private void left(Person one) {
    if (one.app().get(GROUPS + "/" + id).status() == 404) {
      inside.remove(one);
      gone.put(one, village.canaries.now());
    }
  }

  /** Somebody who runs the instance reads for some hours, with all members told. */
  private void breakGlass(Person one) {
    String reason = "Somebody in it reported a post";
    String[] fields = {"address", id, "reason", reason, "agreement", "on"};
    Answer answer = done(village.seat(village.gustave).send("/admin/groups", fields));
    if (answer.status() == 303) {
      village.ears.open(village.gustave, "list?list=" + id);
      done(village.seat(village.gustave).browser().get("/groups/" + id));
      gone.remove(village.gustave);
      behindGlass = true;
    }
    act(one, "/members/" + village.gustave.account() + "/remove");
    if (behindGlass && village.gustave.app().get(GROUPS + "/" + id).status() == 404) {
      behindGlass = false;
      gone.put(village.gustave, village.canaries.now());
    }
  }

  /** In public, and about something else. */
  private static void postOutside(Person one) {
    done(
        one.app()
            .post("/api/v1/statuses", "status", "A public word #medicine", "visibility", "public"));
  }
}
