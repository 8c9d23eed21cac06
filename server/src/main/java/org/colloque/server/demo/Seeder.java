package org.colloque.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.instance.Instance;

/** Fills one instance with the people and posts of a seed. */
final class Seeder {
  /** Each person follows the next ones of the list, and the last one, who speaks for all. */
  private static final int FOLLOWED = 5;

  private final Instance instance;
  private final Seed seed;
  private final DemoClock clock;
  private final Duration span;
  private final Map<String, DemoClient> people = new LinkedHashMap<>();
  private final Map<String, String> accountIds = new HashMap<>();
  private final Map<String, String> statusIds = new HashMap<>();

  /**
   * @param span how much of the past the posts are spread over
   */
  Seeder(Instance instance, Seed seed, DemoClock clock, Duration span) {
    this.instance = instance;
    this.seed = seed;
    this.clock = clock;
    this.span = span;
  }

  void seed() {
    try (Cast cast = new Cast(instance.kit())) {
      cast.describe(seed);
      seed.people().forEach(person -> join(cast, person));
    }
    follow();
    Duration step = span.dividedBy(seed.posts().size() + 1L);
    for (Seed.Post post : seed.posts()) {
      clock.advance(step);
      post(post);
    }
    clock.advance(step);
  }

  private void join(Cast cast, Seed.Person person) {
    Cast.Joined joined = cast.join(person, people.isEmpty());
    String host = instance.kit().urls().host();
    DemoClient client = new DemoClient(instance.port(), host, joined.token());
    people.put(person.username(), client);
    accountIds.put(person.username(), joined.account().toString());
    client.patch(
        "/api/v1/accounts/update_credentials",
        Json.object().put("display_name", person.name()).put("note", person.bio()));
  }

  /** The app of that person. */
  DemoClient person(String username) {
    DemoClient client = people.get(username);
    if (client == null) {
      throw new IllegalArgumentException("nobody is called " + username);
    }
    return client;
  }

  List<String> usernames() {
    return List.copyOf(people.keySet());
  }

  private void follow() {
    List<String> names = usernames();
    String speaker = names.getLast();
    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      for (int next = 1; next <= FOLLOWED; next++) {
        followAccount(name, names.get((index + next) % names.size()));
      }
      if (!name.equals(speaker)) {
        followAccount(name, speaker);
      }
    }
  }

  private void followAccount(String follower, String followed) {
    person(follower).post("/api/v1/accounts/" + accountIds.get(followed) + "/follow");
  }

  private void post(Seed.Post post) {
    DemoClient author = person(post.by());
    ObjectNode body = Json.object().put("status", post.text()).put("language", post.language());
    if (post.spoiler() != null) {
      body.put("spoiler_text", post.spoiler());
    }
    if (post.visibility() != null) {
      body.put("visibility", post.visibility());
    }
    if (post.reply() != null) {
      body.put("in_reply_to_id", statusIds.get(post.reply()));
    }
    if (post.image() != null) {
      Drawing drawing = Drawing.valueOf(post.image().kind().toUpperCase(Locale.ROOT));
      JsonNode image = author.upload(drawing.png(post.key()), post.image().alt());
      body.putArray("media_ids").add(image.get("id").asText());
    }
    String id = author.post("/api/v1/statuses", body).get("id").asText();
    statusIds.put(post.key(), id);
    post.likedBy().forEach(name -> person(name).post("/api/v1/statuses/" + id + "/favourite"));
    post.boostedBy().forEach(name -> person(name).post("/api/v1/statuses/" + id + "/reblog"));
  }
}
