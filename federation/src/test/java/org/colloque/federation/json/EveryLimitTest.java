package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.federation.vocabulary.Poll;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Security row 16, check C29: each limit of {@link Limits} at its edge. What is given has so many
 * characters or items; what comes out has so many at most. With one more it is the same (cut or
 * dropped), or nothing (as if missing).
 */
class EveryLimitTest {
  private static final String ID = "https://far.example/users/bob";
  private static final String OBJECT = "https://home.example/1";

  /**
   * @param out how much of {@code in} came out
   */
  private record Limit(
      int max, boolean cut, IntFunction<JsonNode> in, ToIntFunction<JsonNode> out) {}

  private static final Map<String, Limit> LIMITS = new TreeMap<>();

  static {
    cut("NAME", Limits.NAME, n -> note().put("name", x(n)), d -> length(text(d).name()));
    cut(
        "NOTE_SUMMARY",
        Limits.NOTE_SUMMARY,
        n -> note().put("summary", x(n)),
        d -> length(text(d).summary()));
    cut(
        "CONTENT",
        Limits.CONTENT,
        n -> note().put("content", x(n)),
        d -> length(text(d).content()));
    cut(
        "CONVERSATION",
        Limits.CONVERSATION,
        n -> note().put("context", x(n)),
        d -> length(read(d).thread().context()));
    cut(
        "ACTOR_SUMMARY",
        Limits.ACTOR_SUMMARY,
        n -> actor().put("summary", x(n)),
        d -> length(person(d).profile().summary()));
    cut(
        "FIELD",
        Limits.FIELD,
        EveryLimitTest::withField,
        d -> length(person(d).profile().fields().getFirst().value()));
    cut(
        "ALTERNATIVE",
        Limits.ALTERNATIVE,
        n -> withImage("name", x(n)),
        d -> length(read(d).attachments().getFirst().name()));
    cut(
        "OPTION",
        Limits.OPTION,
        n -> question(1, x(n)),
        d -> length(poll(d).options().getFirst().name()));
    cut(
        "PLACE",
        Limits.PLACE,
        n -> event(x(n)),
        d -> length(Objects.requireNonNull(read(d).details().event()).place()));
    cut(
        "REPORT",
        Limits.REPORT,
        n -> activity("Flag").put("content", x(n)),
        d -> ((Activity.Flag) act(d)).content().length());
    cut("OPTIONS", Limits.OPTIONS, n -> question(n, "o"), d -> poll(d).options().size());
    cut(
        "TAGS",
        Limits.TAGS,
        n -> list(note(), "tag", n, i -> node().put("type", "Hashtag").put("name", "#t" + i)),
        d -> read(d).tags().size());
    cut(
        "ATTACHMENTS",
        Limits.ATTACHMENTS,
        n -> list(note(), "attachment", n, i -> node().put("type", "Image").put("url", OBJECT + i)),
        d -> read(d).attachments().size());
    cut(
        "LINKS",
        Limits.LINKS,
        n -> list(note(), "attachment", n, i -> node().put("type", "Link").put("href", OBJECT + i)),
        d -> read(d).details().links().size());
    cut(
        "RECIPIENTS",
        Limits.RECIPIENTS,
        n -> list(note(), "to", n, i -> node().put("id", OBJECT + i)),
        d -> read(d).recipients().to().size());
    cut(
        "FIELDS",
        Limits.FIELDS,
        n ->
            list(
                actor(),
                "attachment",
                n,
                i -> node().put("type", "PropertyValue").put("name", "n").put("value", "v")),
        d -> person(d).profile().fields().size());
    cut(
        "ALIASES",
        Limits.ALIASES,
        n -> list(actor(), "alsoKnownAs", n, i -> node().put("id", OBJECT + i)),
        d -> person(d).alsoKnownAs().size());
    cut(
        "KEYS",
        Limits.KEYS,
        n -> list(actor(), "publicKey", n, i -> key(i, 10)),
        d -> person(d).keys().size());
    cut(
        "ITEMS",
        Limits.ITEMS,
        n -> list(node().put("type", "Collection").put("id", ID), "items", n, i -> node()),
        d -> CollectionReader.read(d).orElseThrow().items().size());
    cut(
        "REPORTED",
        Limits.REPORTED,
        n -> list(activity("Flag"), "object", n, i -> node().put("id", OBJECT + i)),
        d -> ((Activity.Flag) act(d)).objects().size());
    cut(
        "VOTES",
        Limits.VOTES,
        n -> list(activity("Create"), "object", n, EveryLimitTest::vote),
        d -> ((Payload.Ballot) ((Activity.Create) act(d)).object()).names().size());
    drop(
        "ID",
        Limits.ID,
        n -> note().put("inReplyTo", address(n)),
        d -> length(read(d).thread().inReplyTo()));
    drop(
        "WORD",
        Limits.WORD,
        n -> activity("Like").put("object", OBJECT).put("content", x(n)),
        d -> length(((Activity.Like) act(d)).content()));
    drop("LANGUAGE", Limits.LANGUAGE, n -> withLanguage(x(n)), d -> length(text(d).language()));
    drop(
        "USERNAME",
        Limits.USERNAME,
        n -> actor().put("preferredUsername", x(n)),
        d -> ActorReader.read(d).map(a -> a.preferredUsername().length()).orElse(0));
    drop(
        "PEM",
        Limits.PEM,
        n -> list(actor(), "publicKey", 1, i -> key(i, n)),
        d -> person(d).keys().stream().mapToInt(k -> k.pem().length()).sum());
    drop(
        "PIXELS",
        Limits.PIXELS,
        n -> withImage("width", n),
        d -> orZero(read(d).attachments().getFirst().width()));
  }

  /** Limits of whole documents have tests of their own. */
  private static final java.util.Set<String> ELSEWHERE =
      java.util.Set.of("DOCUMENT_BYTES", "DEPTH", "COUNT");

  static Stream<String> names() {
    return LIMITS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void endsWhereItsLimitIs(String name) {
    Limit limit = Objects.requireNonNull(LIMITS.get(name));
    assertThat(out(limit, limit.max() - 1)).as("below").isEqualTo(limit.max() - 1);
    assertThat(out(limit, limit.max())).as("at the edge").isEqualTo(limit.max());
    assertThat(out(limit, limit.max() + 1)).as("beyond").isEqualTo(limit.cut() ? limit.max() : 0);
    boolean pixels = name.equals("PIXELS");
    int far = pixels ? Integer.MAX_VALUE : Math.min(limit.max() * 10, 500_000);
    assertThat(out(limit, far)).as("far beyond").isEqualTo(limit.cut() ? limit.max() : 0);
  }

  @Test
  void everyLimitIsHere() {
    assertThat(
            Arrays.stream(Limits.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .filter(name -> !ELSEWHERE.contains(name)))
        .containsExactlyInAnyOrderElementsOf(LIMITS.keySet());
  }

  @Test
  void countsEndToo() {
    assertThat(votes(Limits.COUNT)).isEqualTo(Limits.COUNT);
    assertThat(votes(Limits.COUNT + 1)).isNull();
    assertThat(votes(-1)).isNull();
    assertThat(votes(Long.MAX_VALUE)).isNull();
  }

  private static @Nullable Long votes(long told) {
    ObjectNode question = question(1, "o");
    ((ObjectNode) question.path("oneOf").path(0)).putObject("replies").put("totalItems", told);
    return poll(question).options().getFirst().votes();
  }

  private static int out(Limit limit, int size) {
    return limit.out().applyAsInt(limit.in().apply(size));
  }

  private static void cut(
      String name, int max, IntFunction<JsonNode> in, ToIntFunction<JsonNode> out) {
    LIMITS.put(name, new Limit(max, true, in, out));
  }

  private static void drop(
      String name, int max, IntFunction<JsonNode> in, ToIntFunction<JsonNode> out) {
    LIMITS.put(name, new Limit(max, false, in, out));
  }

  private static String x(int length) {
    return "x".repeat(length);
  }

  private static String address(int length) {
    return OBJECT + x(length - OBJECT.length());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static ObjectNode node() {
    return Json.object();
  }

  private static ObjectNode note() {
    return node().put("type", "Note").put("id", "https://far.example/1").put("attributedTo", ID);
  }

  private static ObjectNode actor() {
    return node()
        .put("type", "Person")
        .put("id", ID)
        .put("preferredUsername", "bob")
        .put("inbox", ID + "/inbox");
  }

  private static ObjectNode activity(String type) {
    return node().put("type", type).put("id", ID + "/a").put("actor", ID);
  }

  private static ObjectNode list(
      ObjectNode owner, String name, int size, IntFunction<ObjectNode> item) {
    ArrayNode list = owner.putArray(name);
    for (int i = 0; i < size; i++) {
      list.add(item.apply(i));
    }
    return owner;
  }

  private static ObjectNode withField(int size) {
    return list(
        actor(),
        "attachment",
        1,
        i -> node().put("type", "PropertyValue").put("name", x(size)).put("value", x(size)));
  }

  private static ObjectNode withImage(String field, Object value) {
    return list(
        note(),
        "attachment",
        1,
        i -> node().put("type", "Image").put("url", OBJECT).putPOJO(field, value));
  }

  private static ObjectNode withLanguage(String language) {
    ObjectNode note = note();
    note.putObject("contentMap").put(language, "hello");
    return note;
  }

  private static ObjectNode question(int options, String name) {
    return list(
        note().put("type", "Question"),
        "oneOf",
        options,
        i -> node().put("name", options == 1 ? name : name + i));
  }

  private static ObjectNode event(String place) {
    ObjectNode event = note().put("type", "Event");
    event.putObject("location").put("name", place);
    return event;
  }

  private static ObjectNode key(int number, int size) {
    return node().put("id", ID + "#" + number).put("owner", ID).put("publicKeyPem", x(size));
  }

  private static ObjectNode vote(int number) {
    return note().put("id", OBJECT + number).put("inReplyTo", OBJECT).put("name", "n" + number);
  }

  private static Note read(JsonNode document) {
    return NoteReader.read(reread(document), null).orElseThrow();
  }

  private static Note.Text text(JsonNode document) {
    return read(document).text();
  }

  private static Poll poll(JsonNode document) {
    return Objects.requireNonNull(read(document).details().poll());
  }

  private static Actor person(JsonNode document) {
    return ActorReader.read(document).orElseThrow();
  }

  private static Activity act(JsonNode document) {
    return ActivityReader.read(document, null);
  }

  /** Through bytes, as everything that comes: numbers put as objects become numbers. */
  private static JsonNode reread(JsonNode document) {
    return switch (Json.read(Json.bytes(document))) {
      case Json.Reading.Document read -> read.root();
      case Json.Reading.Malformed malformed -> throw new AssertionError(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new AssertionError("too large");
    };
  }
}
