package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Person;

/**
 * The history of one secret group, by what its people send over HTTP. Everything that they write
 * has a word of its own.
 */
final class Life {
  /** A step, and the number from which everything is drawn that it needs. */
  record Move(Step step, long seed) {}

  private static final String GROUPS = "/api/colloque/v1/groups";
  private static final byte[] PICTURE = picture();

  private final Village village;
  private final List<Person> inside = new ArrayList<>();
  private final List<Person> gone = new ArrayList<>();
  private final List<String> topics = new ArrayList<>();
  private final List<String> posts = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final int number;
  private final String id;
  private String name;
  private Random random = new Random(0);

  Life(Village village) {
    this.village = village;
    this.number = village.canaries.nextLife();
    Person founder = village.settler();
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
    topicByPage(founder);
    reply(inside.getLast());
  }

  private static byte[] picture() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return file.toByteArray();
  }

  private String word(String place) {
    return village.canaries.in(number, place);
  }

  /** A refusal is an answer too; only what breaks is not. */
  private static Answer done(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isLessThan(500);
    return answer;
  }

  String id() {
    return id;
  }

  /** What its words are known by. */
  int number() {
    return number;
  }

  /** Who was in it once and is no longer. */
  List<Person> gone() {
    return List.copyOf(gone);
  }

  /** Numbers and keys by which somebody could ask for something of this group. */
  List<String> values() {
    List<String> values = new ArrayList<>(List.of(id));
    values.addAll(topics);
    values.addAll(posts);
    values.addAll(files);
    return values;
  }

  /** A value for each parameter of the group's own pages. */
  Map<String, String> parameters() {
    String topic = topics.isEmpty() ? id : topics.getLast();
    return Map.of(
        "id",
        id,
        "topic",
        topic,
        "post",
        posts.isEmpty() ? topic : posts.getLast(),
        "account",
        inside.isEmpty() ? id : inside.getFirst().account().toString());
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Answer act(Person person, String path, String... fields) {
    return done(village.seat(person).send("/groups/" + id + path, fields));
  }

  void live(Move move) {
    random = new Random(move.seed());
    if (inside.isEmpty()) {
      return;
    }
    Person one = any(inside);
    switch (move.step()) {
      case TOPIC_BY_PAGE -> topicByPage(one);
      case TOPIC_BY_APP -> keep(one, topics, "@" + name + " " + word("a topic of an app"));
      case REPLY -> reply(one);
      case PICTURE -> picturePosted(one);
      case EDIT -> edit(one);
      case DELETE -> onPost(one, "/delete");
      case REACT -> onPost(one, "/react", "emoji", "👍");
      case FAVOURITE -> onStatus(one, "favourite");
      case BOOKMARK -> onStatus(one, "bookmark");
      case BOOST -> onStatus(one, "reblog");
      case QUOTE -> quote(one);
      case MENTION -> mention(one);
      case DRAFT ->
          act(
              one,
              "/topics",
              "keep",
              "1",
              "title",
              word("a draft's title"),
              "status",
              word("a draft"));
      case SEARCH -> done(village.seat(one).browser().get("/groups/" + id + "/search?q=" + name));
      case PIN -> onTopic(one, random.nextBoolean() ? "/pin" : "/lock");
      case RENAME -> rename(one);
      case CATEGORY -> act(one, "/settings/categories", "category", word("a category"));
      case INVITE -> invite(one);
      case JOIN -> join();
      case PROMOTE ->
          act(
              one,
              "/members/" + any(inside).account() + "/role",
              "role",
              random.nextBoolean() ? "organiser" : "moderator");
      case REMOVE -> remove(one);
      case LEAVE -> leave(one);
      case EXPORT -> done(village.seat(one).browser().get("/groups/" + id + "/export"));
      case POST_OUTSIDE -> postOutside(one);
      case ANSWER_OUTSIDE -> answerOutside(one);
      case ARCHIVE -> act(one, random.nextInt(3) == 0 ? "/archive" : "/reopen");
      case DELETE_GROUP -> act(one, random.nextInt(3) == 0 ? "/delete" : "/keep");
      case RUN_JOBS -> village.rig.runDueJobs();
      case TIME_PASSES -> village.rig.clock().advance(Duration.ofHours(1 + random.nextInt(40)));
    }
  }

  /** Posts and notes the number that it gets. */
  private void keep(Person one, List<String> where, String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    Answer answer = done(one.app().post("/api/v1/statuses", fields.toArray(String[]::new)));
    if (answer.status() == 200) {
      // or the text would have been for everybody, and the word with it
      assertThat(answer.json().path("visibility").asText()).as(answer.text()).isEqualTo("private");
      where.add(answer.json().path("id").asText());
    }
  }

  private void topicByPage(Person one) {
    String board = done(village.seat(one).browser().get("/groups/" + id + "/new")).text();
    Matcher category = Pattern.compile("<option value=\"(\\d+)\"").matcher(board);
    if (category.find()) {
      String location =
          act(
                  one,
                  "/topics",
                  "title",
                  word("a title"),
                  "category",
                  category.group(1),
                  "status",
                  "**" + word("a topic") + "**")
              .header("location");
      if (location.contains("/topics/")) {
        topics.add(location.replaceAll(".*/topics/", "").replaceAll("\\D.*", ""));
      }
    }
  }

  private void reply(Person one) {
    if (!topics.isEmpty()) {
      String to = posts.isEmpty() || random.nextBoolean() ? any(topics) : any(posts);
      keep(one, posts, word("an answer") + " #" + word("a hashtag"), "in_reply_to_id", to);
    }
  }

  private void picturePosted(Person one) {
    if (topics.isEmpty()) {
      return;
    }
    JsonNode file =
        done(one.app()
                .upload(
                    "POST",
                    "/api/v2/media",
                    "file",
                    word("a file name") + ".png",
                    PICTURE,
                    "description",
                    word("an alternative text")))
            .json();
    String media = file.path("id").asText();
    if (!media.isEmpty()) {
      keep(
          one,
          posts,
          word("a picture's text"),
          "in_reply_to_id",
          any(topics),
          "media_ids[]",
          media);
      files.add(media);
      Matcher key = Pattern.compile("/media/([^/?\"]+)").matcher(file.path("url").asText());
      if (key.find()) {
        files.add(key.group(1));
      }
    }
  }

  private void edit(Person one) {
    if (!posts.isEmpty()) {
      done(one.app().form("PUT", "/api/v1/statuses/" + any(posts), "status", word("an edit")));
    }
    if (!topics.isEmpty()) {
      String topic = any(topics);
      act(
          one,
          "/posts/" + topic + "/edit",
          "title",
          word("a new title"),
          "status",
          word("an edit"));
    }
  }

  private void onPost(Person one, String what, String... fields) {
    if (!posts.isEmpty()) {
      act(one, "/posts/" + any(posts) + what, fields);
    }
  }

  private void onTopic(Person one, String what) {
    if (!topics.isEmpty()) {
      act(one, "/topics/" + any(topics) + what);
    }
  }

  private void onStatus(Person one, String verb) {
    if (!topics.isEmpty()) {
      done(one.app().post("/api/v1/statuses/" + any(topics) + "/" + verb));
    }
  }

  /** By its address and by its number: neither may bring its words out. */
  private void quote(Person one) {
    if (!topics.isEmpty()) {
      String topic = any(topics);
      String address = village.rig.base() + "/groups/" + id + "/topics/" + topic;
      done(
          one.app()
              .post("/api/v1/statuses", "status", "Look: " + address, "quoted_status_id", topic));
    }
  }

  private void mention(Person one) {
    if (!topics.isEmpty()) {
      keep(
          one,
          posts,
          "@" + any(inside).username() + " @eve @" + village.zoe.handle() + " " + word("a mention"),
          "in_reply_to_id",
          any(topics));
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
    done(one.app().post(GROUPS + "/" + id + "/invites", "handle", village.settler().username()));
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
        Person person = village.settler();
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
      done(one.app().delete(GROUPS + "/" + id + "/members/" + other.account()));
      left(other);
    }
  }

  private void leave(Person one) {
    if (inside.size() > 2) {
      act(one, "/leave");
      left(one);
    }
  }

  private void left(Person one) {
    if (one.app().get(GROUPS + "/" + id).status() == 404) {
      inside.remove(one);
      gone.add(one);
    }
  }

  /** In public, and about something else. */
  private void postOutside(Person one) {
    done(
        one.app()
            .post("/api/v1/statuses", "status", "A public word #medicine", "visibility", "public"));
  }

  /** A member answers in public to a topic: it is either inside or not at all. */
  private void answerOutside(Person one) {
    if (!topics.isEmpty()) {
      keep(
          one,
          posts,
          word("an answer that was meant to be public"),
          "in_reply_to_id",
          any(topics),
          "visibility",
          "public");
    }
  }
}
