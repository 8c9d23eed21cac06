package org.colloque.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.colloque.server.http.Json;
import org.jspecify.annotations.Nullable;

/** What an instance is seeded with: a file among the resources. */
record Seed(String title, String description, List<Person> people, List<Post> posts) {

  record Person(String username, String name, String language, String bio) {}

  /**
   * @param key names the post within the file
   * @param reply key of an earlier post
   */
  record Post(
      String key,
      String by,
      String language,
      String text,
      @Nullable String spoiler,
      @Nullable String visibility,
      @Nullable String reply,
      @Nullable Image image,
      @Nullable List<String> likes,
      @Nullable List<String> boosts) {

    List<String> likedBy() {
      return Optional.ofNullable(likes).orElse(List.of());
    }

    List<String> boostedBy() {
      return Optional.ofNullable(boosts).orElse(List.of());
    }
  }

  /**
   * @param kind which drawing of {@link Drawing}
   * @param alt what it shows, in words
   */
  record Image(String kind, String alt) {}

  static Seed read(String name) {
    try (InputStream file = Seed.class.getResourceAsStream("/demo/" + name + ".json")) {
      if (file == null) {
        throw new IllegalArgumentException("no seed is called " + name);
      }
      return Json.MAPPER.readValue(file, Seed.class);
    } catch (IOException failure) {
      throw new UncheckedIOException("the seed " + name, failure);
    }
  }
}
