package org.colloque.server.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.colloque.server.board.Club;
import org.colloque.server.leaks.World.Post;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every way of reading shows to everybody, held against a slow reference in both directions:
 * nothing too much, and nothing missing for those who may (reliability.md, C45). More operations:
 * {@code ./leaks oracle}.
 */
class VisibilityOracleTest {
  private static final int OPERATIONS = Integer.getInteger("colloque.oracle.operations", 200);
  private static final int PEOPLE = Integer.getInteger("colloque.oracle.people", 6);
  private static final int GROUPS = Integer.getInteger("colloque.oracle.groups", 3);
  private static final long SEED = Long.getLong("colloque.leaks.seed", 45);

  /** Of all posts, so many are looked at: the latest. */
  private static final int POSTS = 60;

  private static final int PAGE = 40;

  private final List<String> differences = new ArrayList<>();
  private int compared;

  @Test
  void c45WhatIsShownIsWhatMayBeRead() {
    try (Rig rig = Rig.start();
        Remote far = Remote.start("far")) {
      World world = new World(rig, far.person("zoe"), PEOPLE, GROUPS, SEED);
      for (int i = 0; i < OPERATIONS; i++) {
        world.step();
      }
      List<Person> readers = new ArrayList<>(world.people);
      for (Person reader : readers) {
        compare(world, reader, reader.app());
        ofOnesOwn(world, reader, reader.app());
        Browser pages = Village.sit(rig, reader).browser();
        clubs(world, reader, reader.app(), pages);
      }
      compare(world, null, rig.anonymous());
      clubs(world, null, rig.anonymous(), rig.anonymous());
      elsewhere(world);
      System.out.printf(
          "oracle: %d operations, %d posts, %d answers compared%n",
          OPERATIONS, world.posts.size(), compared);
      assertThat(differences).as("seed %d", SEED).isEmpty();
      assertThat(world.posts.stream().map(Post::reach).distinct()).hasSize(5);
    }
  }

  private static List<Post> latest(World world) {
    return world.posts.subList(Math.max(0, world.posts.size() - POSTS), world.posts.size());
  }

  private void same(String where, Set<String> shown, Set<String> expected) {
    compared++;
    Set<String> much = new TreeSet<>(shown);
    much.removeAll(expected);
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(shown);
    if (!much.isEmpty() || !missing.isEmpty()) {
      differences.add(where + ": too much " + much + ", missing " + missing);
    }
  }

  private static Set<String> ids(World world, Predicate<Post> which) {
    return world.posts.stream().filter(which).map(Post::id).collect(Collectors.toSet());
  }

  private static Set<String> ids(JsonNode array) {
    Set<String> ids = new TreeSet<>();
    array.forEach(one -> ids.add(one.path("id").asText()));
    return ids;
  }

  /** All pages of a list of statuses; a 404 is an empty one. */
  private static Set<String> pages(Browser browser, String path) {
    Set<String> all = new TreeSet<>();
    String before = "";
    while (true) {
      Browser.Answer answer =
          browser.get(path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE + before);
      if (answer.status() == 404 || answer.status() == 401) {
        return all;
      }
      assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
      JsonNode page = answer.json();
      all.addAll(ids(page));
      if (page.size() < PAGE) {
        return all;
      }
      before = "&max_id=" + page.path(page.size() - 1).path("id").asText();
    }
  }

  private void compare(World world, @Nullable Person reader, Browser app) {
    String who = reader == null ? "a stranger" : reader.username();
    for (Post post : latest(world)) {
      boolean may = world.maySee(reader, post);
      int status = app.get("/api/v1/statuses/" + post.id()).status();
      same(
          who + " asks for " + post,
          status == 200 ? Set.of(post.id()) : Set.of(),
          may ? Set.of(post.id()) : Set.of());
    }
    List<String> all = latest(world).stream().map(Post::id).toList();
    for (int i = 0; i < all.size(); i += 20) {
      List<String> some = all.subList(i, Math.min(all.size(), i + 20));
      same(
          who + " asks for many",
          ids(app.get("/api/v1/statuses?id[]=" + String.join("&id[]=", some)).json()),
          ids(world, post -> some.contains(post.id()) && world.maySee(reader, post)));
    }
    for (Person author : world.people) {
      same(
          who + " on the profile of " + author.username(),
          pages(app, "/api/v1/accounts/" + author.account() + "/statuses"),
          ids(
              world,
              post ->
                  post.author().equals(author)
                      && post.club() == null
                      && world.maySee(reader, post)));
    }
    threads(world, reader, app, who);
    open(world, reader, app, who);
  }

  private void threads(World world, @Nullable Person reader, Browser app, String who) {
    Map<String, List<Post>> threads =
        world.posts.stream().collect(Collectors.groupingBy(Post::root));
    threads.forEach((root, posts) -> {
      JsonNode context = app.get("/api/v1/statuses/" + root + "/context").json();
      Set<String> shown = ids(context.path("descendants"));
      boolean open =
          posts.stream().anyMatch(post -> post.id().equals(root) && world.maySee(reader, post));
      for (Post post : posts) {
        // what stands between people may hide an answer, nothing may show one that is not theirs
        boolean may = open && world.maySee(reader, post);
        boolean must = may && world.wants(reader, post);
        boolean sure = isWhole(posts, post, reader, world) && !world.isTorn(post);
        if (post.answers() && (must && sure || !may)) {
          same(
              who + " in the thread of " + post,
              shown.contains(post.id()) ? Set.of(post.id()) : Set.of(),
              must ? Set.of(post.id()) : Set.of());
        }
      }
    });
  }

  private void open(World world, @Nullable Person reader, Browser app, String who) {
    same(
        who + " follows the hashtag",
        pages(app, "/api/v1/timelines/tag/" + World.TAG),
        ids(world, post -> post.reach() == World.Reach.PUBLIC && listed(world, reader, post)));
    Set<String> open = pages(app, "/api/v1/timelines/public");
    // an answer to another person is left out there
    open.retainAll(ids(world, post -> !post.answers()));
    same(
        who + " in the public timeline",
        open,
        ids(
            world,
            post ->
                post.reach() == World.Reach.PUBLIC
                    && !post.answers()
                    && listed(world, reader, post)));
  }

  private static boolean listed(World world, @Nullable Person reader, Post post) {
    return world.maySee(reader, post) && world.wants(reader, post);
  }

  /** A thread is shown as far as its first posts may be read: here all of them. */
  private static boolean isWhole(
      List<Post> thread, Post post, @Nullable Person reader, World world) {
    return thread.stream()
        .filter(other -> other.first() < post.first())
        .allMatch(other -> listed(world, reader, other));
  }

  private void ofOnesOwn(World world, Person reader, Browser app) {
    String who = reader.username();
    Set<String> readable = ids(world, post -> world.maySee(reader, post));
    Set<String> home = pages(app, "/api/v1/timelines/home");
    Set<String> strange = new TreeSet<>(home);
    strange.removeAll(readable);
    same(who + " at home, what may not be read", strange, Set.of());
    Set<String> awaited = ids(world, post -> world.isAwaited(reader, post));
    home.retainAll(awaited);
    same(who + " at home", home, awaited);
    Set<String> marks = new TreeSet<>(world.marked(reader));
    marks.retainAll(readable);
    same(who + "'s bookmarks", pages(app, "/api/v1/bookmarks"), marks);
    Set<String> told = new TreeSet<>();
    app.get("/api/v1/notifications?limit=80")
        .json()
        .forEach(one -> told.add(one.path("status").path("id").asText("")));
    told.remove("");
    told.removeAll(readable);
    same(who + " was told" + world.describe(told), told, Set.of());
    Set<String> found =
        ids(
            app.get("/api/v2/search?type=statuses&limit=40&q=" + World.TAG)
                .json()
                .path("statuses"));
    found.removeAll(readable);
    same(who + " searched", found, Set.of());
  }

  private void clubs(World world, @Nullable Person reader, Browser app, Browser pages) {
    String who = reader == null ? "a stranger" : reader.username();
    for (Club club : world.clubs) {
      boolean in = world.isIn(reader, club);
      // a list is less whom its reader does not want to hear, as in every app
      Set<String> all =
          ids(world, post -> in && club.equals(post.club()) && world.wants(reader, post));
      same(who + " in the list of a group", pages(app, "/api/v1/timelines/list/" + club.id()), all);
      for (Post post : latest(world)) {
        if (club.equals(post.club()) && !post.answers()) {
          Browser.Answer page = pages.get(club.path() + "/topics/" + post.id());
          same(
              who + " on the page of a topic",
              page.status() == 200 && page.text().contains("word" + post.first() + " ")
                  ? Set.of(post.id())
                  : Set.of(),
              in ? Set.of(post.id()) : Set.of());
        }
      }
      if (reader != null) {
        Browser.Answer search = pages.get(club.path() + "/search?q=" + World.TAG);
        assertThat(search.status()).isEqualTo(in ? 200 : 404);
      }
    }
  }

  private void elsewhere(World world) {
    for (Post post : latest(world)) {
      String address =
          world.rig.base() + "/users/" + post.author().username() + "/statuses/" + post.id();
      Browser.Answer signed = world.zoe.read(world.rig, address);
      Browser.Answer unsigned =
          world.rig.anonymous().withHeader("Accept", "application/activity+json").get(address);
      same(
          "Zoe fetches " + post,
          signed.status() == 200 ? Set.of(post.id()) : Set.of(),
          world.mayFetch(true, post) ? Set.of(post.id()) : Set.of());
      same(
          "nobody fetches " + post,
          unsigned.status() == 200 ? Set.of(post.id()) : Set.of(),
          world.mayFetch(false, post) ? Set.of(post.id()) : Set.of());
    }
  }
}
