package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.ActorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents in the shapes of the other servers, written from the specification, and beside each
 * what we make of it. The table stands beside them in {@code expected.txt}, the folder and the
 * table have the same names.
 */
class PeersTest {

  @ParameterizedTest
  @MethodSource("files")
  void comesOutAsExpected(String name) {
    assertThat(describe(document(name))).isEqualTo(expected().get(name));
  }

  @Test
  void theTableNamesEveryFile() {
    assertThat(files()).containsExactlyElementsOf(expected().keySet());
  }

  @Test
  void twentyImplementationsOrSoSpeakInSeveralWays() {
    Map<String, Long> perServer =
        files()
            .collect(
                Collectors.groupingBy(
                    name -> name.substring(0, name.indexOf('-')), Collectors.counting()));
    assertThat(perServer.values().stream().filter(count -> count >= 5)).hasSizeGreaterThan(16);
  }

  /** The inbox reads the same document with every actor in it inlined or left out. */
  @ParameterizedTest
  @MethodSource("files")
  void neverThrowsWhenAPartIsMissing(String name) {
    ObjectNode document = document(name);
    List<String> fields = document.properties().stream().map(Map.Entry::getKey).toList();
    for (String field : fields) {
      ObjectNode without = document.deepCopy();
      without.remove(field);
      assertThat(describe(without)).isNotNull();
      for (String value : List.of("null", "[]", "{}", "\"\"", "7", "[[[]]]", "[null,{},\"x\"]")) {
        ObjectNode with = document.deepCopy();
        with.set(field, parsed("{\"v\":" + value + "}").path("v"));
        assertThat(describe(with)).isNotNull();
      }
    }
  }

  static Stream<String> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList()
          .stream();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(folder().resolve("expected.txt"))) {
        int bar = line.indexOf(" | ");
        expected.put(line.substring(0, bar), line.substring(bar + 3));
      }
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
    return expected;
  }

  private static Path folder() {
    URL folder = PeersTest.class.getResource("/payloads");
    assertThat(folder).isNotNull();
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException broken) {
      throw new AssertionError(broken);
    }
  }

  private static ObjectNode document(String name) {
    try {
      return parsed(Files.readString(folder().resolve(name + ".json")));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static ObjectNode parsed(String text) {
    return switch (Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      case Json.Reading.Document document -> document.root();
      case Json.Reading.Malformed malformed -> throw new AssertionError(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new AssertionError("too large");
    };
  }

  private static String describe(JsonNode document) {
    boolean actor =
        Values.types(document).stream().anyMatch(type -> ActorType.of(type).isPresent());
    return actor
        ? ActorReader.read(document).map(PeersTest::describe).orElse("no actor")
        : PayloadTest.describe(
            ActivityReader.read(document, Values.id(document, "actor") + "/followers"));
  }

  private static String describe(Actor actor) {
    Actor.Profile profile = actor.profile();
    Actor.Flags flags = actor.flags();
    return actor.type()
        + " "
        + actor.preferredUsername()
        + " '"
        + profile.name()
        + "' keys "
        + actor.keys().stream().map(Actor.PublicKey::id).toList()
        + " page "
        + profile.url()
        + " to "
        + actor.endpoints().delivery()
        + (actor.endpoints().featured() == null ? "" : " pins")
        + (profile.icon() == null ? "" : " icon")
        + (profile.fields().isEmpty() ? "" : " fields " + profile.fields().size())
        + (profile.emojis().isEmpty() ? "" : " emojis " + profile.emojis().size())
        + (flags.manuallyApprovesFollowers() ? " locked" : "")
        + (flags.indexable() ? " indexable" : "")
        + (actor.alsoKnownAs().isEmpty() ? "" : " also " + actor.alsoKnownAs());
  }
}
