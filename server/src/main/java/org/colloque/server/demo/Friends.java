package org.colloque.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.http.Json;

/** Lets the people of two seeded instances follow each other and talk, over ActivityPub. */
final class Friends {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  /** A host with the people seeded on it. */
  record Side(String host, Seeder seeder) {}

  private record Waiting(DemoClient follower, String accountId) {}

  private Friends() {}

  /**
   * The first person of each side follows all of the other, the others one each; then they talk.
   */
  static void introduce(Side one, Side two) {
    List<Waiting> waiting = new ArrayList<>(follow(one, two));
    waiting.addAll(follow(two, one));
    waiting.forEach(Friends::awaitAcceptance);
    greet(one, two, "fr", "Bonjour @%s ! On vous lit depuis l'autre instance. #Introduction");
    greet(two, one, "en", "Hello @%s, good to see your posts arrive here. #Introduction");
  }

  private static List<Waiting> follow(Side from, Side to) {
    List<String> followers = from.seeder().usernames();
    List<String> followed = to.seeder().usernames();
    List<Waiting> waiting = new ArrayList<>();
    for (int index = 0; index < followers.size(); index++) {
      DemoClient follower = from.seeder().person(followers.get(index));
      List<String> wanted = index == 0 ? followed : List.of(followed.get(index % followed.size()));
      for (String name : wanted) {
        String id = find(follower, name + "@" + to.host());
        follower.post("/api/v1/accounts/" + id + "/follow");
        waiting.add(new Waiting(follower, id));
      }
    }
    return waiting;
  }

  private static String find(DemoClient client, String handle) {
    JsonNode found =
        client.get(
            "/api/v2/search?resolve=true&type=accounts&q=" + DemoClient.encode("@" + handle));
    JsonNode first = found.path("accounts").path(0);
    if (first.isMissingNode()) {
      throw new IllegalStateException("@" + handle + " was not found");
    }
    return first.get("id").asText();
  }

  private static void awaitAcceptance(Waiting waiting) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String path = "/api/v1/accounts/relationships?id[]=" + waiting.accountId();
    while (!waiting.follower().get(path).path(0).path("following").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the other instance does not accept a follow");
      }
      pause();
    }
  }

  private static void greet(Side from, Side to, String language, String words) {
    String handle = to.seeder().usernames().getFirst() + "@" + to.host();
    from.seeder()
        .person(from.seeder().usernames().getFirst())
        .post(
            "/api/v1/statuses",
            Json.object().put("status", words.formatted(handle)).put("language", language));
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while seeding", interrupted);
    }
  }
}
