package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.rig.Person;

/** What people of a group write in it, by its pages and by apps. */
final class Board {
  static final byte[] PICTURE = picture();

  private final Village village;
  private final int number;
  private final String id;
  private final List<String> topics = new ArrayList<>();
  private final List<String> posts = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final List<String> polls = new ArrayList<>();
  private String category = "";
  private Random random = new Random(0);

  /**
   * @param number of the history, by which its words are known
   * @param id of the group
   */
  Board(Village village, int number, String id) {
    this.village = village;
    this.number = number;
    this.id = id;
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

  void drawFrom(Random next) {
    random = next;
  }

  /** Numbers and keys by which somebody could ask for something that was written. */
  List<String> values() {
    List<String> values = new ArrayList<>(topics);
    values.addAll(posts);
    values.addAll(files);
    return values;
  }

  String topic() {
    return topics.isEmpty() ? id : topics.getLast();
  }

  String post() {
    return posts.isEmpty() ? topic() : posts.getLast();
  }

  private String word(String place) {
    return village.canaries.in(number, place);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Answer act(Person person, String path, String... fields) {
    return Life.done(village.seat(person).send("/groups/" + id + path, fields));
  }

  /** Posts and notes the number that it gets. */
  private boolean keep(Person one, List<String> where, String text, String... more) {
    List<String> fields = new ArrayList<>(List.of("status", text));
    fields.addAll(List.of(more));
    Answer answer = Life.done(one.app().post("/api/v1/statuses", fields.toArray(String[]::new)));
    if (answer.status() == 200) {
      // or the text would have been for everybody, and the word with it
      assertThat(answer.json().path("visibility").asText()).as(answer.text()).isEqualTo("private");
      where.add(answer.json().path("id").asText());
      String poll = answer.json().path("poll").path("id").asText("");
      if (!poll.isEmpty()) {
        polls.add(poll);
      }
    }
    return answer.status() == 200;
  }

  void topicByApp(Person one, String name) {
    keep(one, topics, "@" + name + " " + word("a topic of an app"));
  }

  void topicByPage(Person one) {
    if (!category(village.seat(one).browser()).isEmpty()) {
      List<String> fields = new ArrayList<>(List.of("category", category));
      fields.addAll(List.of("title", word("a title"), "status", "**" + word("a topic") + "**"));
      if (random.nextInt(3) == 0) {
        fields.addAll(List.of("poll1", word("an option"), "poll2", word("the second option")));
        fields.addAll(List.of("poll_ballots", random.nextBoolean() ? "named" : "anonymous"));
        fields.addAll(List.of("poll_results", "after_end", "poll_expires_in", "86400"));
      }
      begun(act(one, "/topics", fields.toArray(String[]::new)));
    }
  }

  /** Where topics go; empty for somebody who is shown no form for one. */
  String category(Browser browser) {
    if (category.isEmpty()) {
      String page = Life.done(browser.get("/groups/" + id + "/new")).text();
      Matcher first = Pattern.compile("<option value=\"(\\d+)\"").matcher(page);
      category = first.find() ? first.group(1) : "";
    }
    return category;
  }

  /** Notes the topic that was begun, if it was. */
  void begun(Answer answer) {
    String location = answer.header("location");
    if (location.contains("/topics/")) {
      topics.add(location.replaceAll(".*/topics/", "").replaceAll("\\D.*", ""));
    }
  }

  List<String> polls() {
    return List.copyOf(polls);
  }

  void reply(Person one) {
    if (!topics.isEmpty()) {
      String to = posts.isEmpty() || random.nextBoolean() ? any(topics) : any(posts);
      keep(one, posts, word("an answer") + " #" + word("a hashtag"), "in_reply_to_id", to);
    }
  }

  void picturePosted(Person one) {
    if (topics.isEmpty()) {
      return;
    }
    JsonNode file =
        Life.done(
                one.app()
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
    if (media.isEmpty()) {
      return;
    }
    String text = word("a picture's text");
    if (keep(one, posts, text, "in_reply_to_id", any(topics), "media_ids[]", media)) {
      files.add(media);
      Matcher key = Pattern.compile("/media/([^/?\"]+)").matcher(file.path("url").asText());
      if (key.find()) {
        files.add(key.group(1));
      }
    } else {
      // it would stay their own, whoever they are by then
      one.app().delete("/api/v1/media/" + media);
    }
  }

  void poll(Person one) {
    if (!topics.isEmpty()) {
      keep(
          one,
          posts,
          word("a poll's question"),
          "in_reply_to_id",
          any(topics),
          "poll[options][]",
          word("a poll's option"),
          "poll[options][]",
          word("another option"),
          "poll[expires_in]",
          Integer.toString(3600 * (1 + random.nextInt(48))));
    }
  }

  void vote(Person one) {
    if (!polls.isEmpty()) {
      Life.done(one.app().post("/api/v1/polls/" + any(polls) + "/votes", "choices[]", "0"));
    }
  }

  void edit(Person one) {
    if (!posts.isEmpty()) {
      Life.done(one.app().form("PUT", "/api/v1/statuses/" + any(posts), "status", word("an edit")));
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

  void draft(Person one) {
    String title = word("a draft's title");
    act(one, "/topics", "keep", "1", "title", title, "status", word("a draft"));
  }

  void onPost(Person one, String what, String... fields) {
    if (!posts.isEmpty()) {
      act(one, "/posts/" + any(posts) + what, fields);
    }
  }

  void onTopic(Person one, String what) {
    if (!topics.isEmpty()) {
      act(one, "/topics/" + any(topics) + what);
    }
  }

  void onStatus(Person one, String verb) {
    if (!topics.isEmpty()) {
      Life.done(one.app().post("/api/v1/statuses/" + any(topics) + "/" + verb));
    }
  }

  /** By its number it is refused to who can read it; by its address it brings no words out. */
  void quote(Person one) {
    if (!topics.isEmpty()) {
      String topic = any(topics);
      boolean there = Life.done(one.app().get("/api/v1/statuses/" + topic)).status() == 200;
      String address = village.rig.base() + "/groups/" + id + "/topics/" + topic;
      String text = "Look: " + address;
      Answer quoted =
          Life.done(one.app().post("/api/v1/statuses", "status", text, "quoted_status_id", topic));
      assertThat(quoted.status()).as(quoted.text()).isEqualTo(there ? 422 : 404);
      Life.done(one.app().post("/api/v1/statuses", "status", text));
    }
  }

  void mention(Person one, String insider) {
    if (!topics.isEmpty()) {
      String whom = "@" + insider + " @eve @" + village.zoe.handle() + " ";
      keep(one, posts, whom + word("a mention"), "in_reply_to_id", any(topics));
    }
  }

  /** A member answers in public to a topic: it is either inside or not at all. */
  void answerOutside(Person one) {
    if (!topics.isEmpty()) {
      String text = word("an answer that was meant to be public");
      keep(one, posts, text, "in_reply_to_id", any(topics), "visibility", "public");
    }
  }

  void anonymous(Person one) {
    act(one, "/anonymous", "text", word("an anonymous post"));
  }

  /** Another server likes, boosts, answers and asks for what it cannot know of. */
  void fromElsewhere(String author) {
    String address = village.rig.base() + "/users/" + author + "/statuses/" + post();
    for (String type : List.of("Like", "Announce", "Flag", "Delete")) {
      village.zoe.send(village.rig, village.zoe.activity(type, address));
    }
    var answer = village.zoe.note("<p>An answer from elsewhere</p>");
    answer.put("inReplyTo", address);
    village.zoe.send(village.rig, village.zoe.create(answer));
    var quote = village.zoe.note("<p>A quote from elsewhere</p>");
    quote.put("quote", address).put("quoteUrl", address);
    village.zoe.send(village.rig, village.zoe.create(quote));
    var asked = village.zoe.activity("QuoteRequest", address);
    asked.set("instrument", quote);
    village.zoe.send(village.rig, asked);
  }
}
