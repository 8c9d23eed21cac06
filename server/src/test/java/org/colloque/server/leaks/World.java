package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.colloque.server.board.Club;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.jspecify.annotations.Nullable;

/**
 * What people did, kept in plain sets, and who may read what by the words of the specification
 * (community.md B.1, mastodon/semantics.md): the slow reference against which the server is held.
 */
final class World {
  enum Reach {
    PUBLIC,
    UNLISTED,
    PRIVATE,
    DIRECT,
    GROUP
  }

  /**
   * @param club of which group, else none
   * @param root of the thread, its own id for the first
   * @param first the moment, counted in operations
   */
  record Post(
      String id,
      Person author,
      Reach reach,
      @Nullable Club club,
      Set<Person> named,
      String root,
      int first) {
    boolean answers() {
      return !id.equals(root);
    }
  }

  private record Pair(Person one, Person other) {}

  static final String TAG = "oracle";

  final Rig rig;
  final RemotePerson zoe;
  final List<Person> people = new ArrayList<>();
  final List<Club> clubs = new ArrayList<>();
  final List<Post> posts = new ArrayList<>();
  final Map<Person, Set<String>> bookmarks = new HashMap<>();
  private final Map<Pair, Integer> follows = new HashMap<>();

  /** Threads of which something was deleted: what stood below it is not found from the first. */
  private final Set<String> torn = new HashSet<>();

  private final Set<Pair> blocks = new HashSet<>();
  private final Set<Pair> mutes = new HashSet<>();

  /** Who had ever blocked or muted whom: what was in a feed by then does not come back. */
  private final Set<Pair> quarrelled = new HashSet<>();

  private final Map<Person, ObjectNode> heardByZoe = new HashMap<>();
  private final Map<Club, Set<Person>> members = new HashMap<>();
  private final Random random;
  private int operations;

  World(Rig rig, RemotePerson zoe, int size, int groups, long seed) {
    this.rig = rig;
    this.zoe = zoe;
    random = new Random(seed);
    for (int i = 0; i < size; i++) {
      people.add(rig.local("reader" + i));
    }
    for (int i = 0; i < groups; i++) {
      Club club = Club.of(rig, "Group " + i, "group" + i);
      clubs.add(club);
      for (int j = 0; j < size / 2; j++) {
        enter(club, any(people));
      }
    }
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void enter(Club club, Person person) {
    if (in(club).add(person)) {
      club.with(person, "member");
    }
  }

  /** Does something that is drawn. */
  void step() {
    operations++;
    Person one = any(people);
    Person other = any(people);
    int what = random.nextInt(20);
    if (what < 9) {
      say(one, Reach.values()[random.nextInt(Reach.values().length)]);
    } else if (what < 12) {
      answer(one);
    } else if (what == 12) {
      delete(one);
    } else if (what == 13) {
      bookmark(one);
    } else if (what < 16) {
      Club club = any(clubs);
      if (random.nextInt(3) > 0) {
        enter(club, one);
      } else if (in(club).remove(one)) {
        club.without(one);
        posts.stream()
            .filter(post -> club.equals(post.club()))
            .forEach(post -> marked(one).remove(post.id()));
      }
    } else if (!one.equals(other)) {
      relate(one, other, what);
    }
    if (what == 19) {
      zoeFollows(one);
    }
  }

  private void relate(Person one, Person other, int what) {
    Pair pair = new Pair(one, other);
    String verb;
    if (what < 18) {
      verb = random.nextInt(3) > 0 ? "follow" : "unfollow";
    } else {
      verb = any(List.of("block", "unblock", "mute", "unmute"));
    }
    Answer answer = one.app().post("/api/v1/accounts/" + other.account() + "/" + verb);
    if (answer.status() != 200) {
      assertThat(verb).as(answer.text()).isEqualTo("follow");
      return;
    }
    switch (verb) {
      case "follow" -> follows.putIfAbsent(pair, operations);
      case "unfollow" -> follows.remove(pair);
      case "block" -> {
        blocks.add(pair);
        follows.remove(pair);
        follows.remove(new Pair(other, one));
        quarrelled.add(pair);
        quarrelled.add(new Pair(other, one));
      }
      case "unblock" -> blocks.remove(pair);
      case "mute" -> {
        mutes.add(pair);
        quarrelled.add(pair);
      }
      default -> mutes.remove(pair);
    }
  }

  /** Or stops following, and is from then on who she was before. */
  private void zoeFollows(Person one) {
    ObjectNode follow = heardByZoe.remove(one);
    if (follow == null) {
      follow = zoe.activity("Follow", rig.kit().urls().actor(one.username()));
      heardByZoe.put(one, follow);
      zoe.send(rig, follow);
    } else {
      zoe.send(rig, zoe.activity("Undo", follow));
    }
    rig.runDueJobs();
  }

  private void say(Person author, Reach reach) {
    Set<Person> named = new HashSet<>();
    StringBuilder text = new StringBuilder("word" + operations + " #" + TAG);
    Club club = null;
    if (reach == Reach.GROUP) {
      List<Club> theirs = clubs.stream().filter(one -> in(one).contains(author)).toList();
      if (theirs.isEmpty()) {
        return;
      }
      club = any(theirs);
      text.insert(0, "@group" + clubs.indexOf(club) + " ");
    } else if (reach == Reach.DIRECT || random.nextInt(4) == 0) {
      Person whom = any(people);
      named.add(whom);
      text.append(" @").append(whom.username());
    }
    post(author, reach, club, named, text.toString(), null);
  }

  private void answer(Person author) {
    List<Post> readable = posts.stream().filter(post -> maySee(author, post)).toList();
    if (!readable.isEmpty()) {
      Post to = any(readable);
      post(author, to.reach(), to.club(), Set.of(), "word" + operations + " #" + TAG, to);
    }
  }

  private void post(
      Person author,
      Reach reach,
      @Nullable Club club,
      Set<Person> named,
      String text,
      @Nullable Post to) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    if (club == null) {
      fields.addAll(List.of("visibility", reach.name().toLowerCase(java.util.Locale.ROOT)));
    }
    if (to != null) {
      fields.addAll(List.of("in_reply_to_id", to.id()));
    }
    Answer answer = author.app().post("/api/v1/statuses", fields.toArray(String[]::new));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    String id = answer.json().path("id").asText();
    // who blocks the author is not addressed by being named
    Set<Person> addressed = new HashSet<>();
    answer
        .json()
        .path("mentions")
        .forEach(mention ->
            people.stream()
                .filter(person -> person.account().toString().equals(mention.path("id").asText()))
                .forEach(addressed::add));
    if (to == null) {
      // an answer is addressed to whom it answers, too
      assertThat(named).as("whom it names").containsAll(addressed);
    }
    posts.add(
        new Post(id, author, reach, club, addressed, to == null ? id : to.root(), operations));
  }

  private void delete(Person author) {
    List<Post> theirs =
        posts.stream()
            .filter(post -> post.author().equals(author) && maySee(author, post))
            .toList();
    if (!theirs.isEmpty()) {
      Post gone = any(theirs);
      assertThat(author.app().delete("/api/v1/statuses/" + gone.id()).status()).isEqualTo(200);
      posts.remove(gone);
      torn.add(gone.root());
      bookmarks.values().forEach(marks -> marks.remove(gone.id()));
    }
  }

  private void bookmark(Person one) {
    List<Post> readable = posts.stream().filter(post -> maySee(one, post)).toList();
    if (!readable.isEmpty()) {
      Post post = any(readable);
      assertThat(one.app().post("/api/v1/statuses/" + post.id() + "/bookmark").status())
          .isEqualTo(200);
      marked(one).add(post.id());
    }
  }

  Set<String> marked(Person one) {
    return bookmarks.computeIfAbsent(one, _ -> new HashSet<>());
  }

  boolean isIn(@Nullable Person reader, Club club) {
    return reader != null && in(club).contains(reader);
  }

  private Set<Person> in(Club club) {
    return members.computeIfAbsent(club, _ -> new HashSet<>());
  }

  /** The specification's answer: whether {@code reader}, or a stranger, may read {@code post}. */
  boolean maySee(@Nullable Person reader, Post post) {
    Club club = post.club();
    if (club != null) {
      return isIn(reader, club);
    }
    boolean open = post.reach() == Reach.PUBLIC || post.reach() == Reach.UNLISTED;
    if (reader == null) {
      return open;
    }
    if (reader.equals(post.author())) {
      return true;
    }
    if (blocks.contains(new Pair(post.author(), reader))) {
      return false;
    }
    return open
        || post.named().contains(reader)
        || post.reach() == Reach.PRIVATE && follows.containsKey(new Pair(reader, post.author()));
  }

  /** Words for a difference: what these are, and who blocks whom. */
  String describe(Set<String> ids) {
    return ids.isEmpty()
        ? ""
        : posts.stream().filter(post -> ids.contains(post.id())).toList() + ", blocks " + blocks;
  }

  boolean isTorn(Post post) {
    return torn.contains(post.root());
  }

  /** Nobody stands between them: what may be read is shown where it is not asked for, too. */
  boolean wants(@Nullable Person reader, Post post) {
    return reader == null
        || !blocks.contains(new Pair(reader, post.author()))
            && !blocks.contains(new Pair(post.author(), reader))
            && !mutes.contains(new Pair(reader, post.author()));
  }

  /**
   * It must be in the home timeline: followed before it was said and ever since, without quarrel.
   */
  boolean isAwaited(Person reader, Post post) {
    Integer since = follows.get(new Pair(reader, post.author()));
    boolean followed =
        reader.equals(post.author())
            || since != null
                && since < post.first()
                && !quarrelled.contains(new Pair(reader, post.author()));
    return followed
        && !post.answers()
        && maySee(reader, post)
        && (post.reach() != Reach.DIRECT || reader.equals(post.author()))
        && post.club() == null;
  }

  /** What another server may fetch for Zoe. */
  boolean mayFetch(boolean signed, Post post) {
    return post.club() == null
        && (post.reach() == Reach.PUBLIC
            || post.reach() == Reach.UNLISTED
            || signed && post.reach() == Reach.PRIVATE && heardByZoe.containsKey(post.author()));
  }
}
