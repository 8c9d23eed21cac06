package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.ActorType;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.Image;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.federation.vocabulary.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we say, to the letter. The context is checked once and left out of the files. */
class GoldenTest {

  private static final String HOME = "https://home.example";
  private static final String ALICE = HOME + "/users/alice";
  private static final String BOB = "https://far.example/users/bob";
  private static final String NOTE = ALICE + "/statuses/1";
  private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.987Z");
  private static final Recipients PUBLIC =
      new Addressing.Public().recipients(ALICE + "/followers", List.of(BOB));
  private static final ActivityReference FOLLOW =
      ActivityReference.follow("https://far.example/f/1", BOB, ALICE);

  private static Map<String, byte[]> documents() {
    Map<String, byte[]> documents = new TreeMap<>();
    documents.put("person", ActorWriter.document(person(), "alice@home.example"));
    documents.put("application", ActorWriter.document(application(), "home.example@home.example"));
    documents.put("note", NoteWriter.document(note(new Addressing.Public())));
    documents.put("note-direct", NoteWriter.document(note(new Addressing.Direct())));
    documents.put(
        "create",
        ActivityWriter.create(NOTE + "/activity", note(new Addressing.Followers()), TIME));
    documents.put(
        "update",
        ActivityWriter.update(NOTE + "#updates/1", note(new Addressing.Unlisted()), TIME));
    documents.put(
        "update-person",
        ActivityWriter.update(ALICE + "#updates/1", person(), "alice@home.example"));
    documents.put("delete", ActivityWriter.delete(NOTE + "#delete", ALICE, NOTE));
    documents.put("add", ActivityWriter.add(ALICE + "#pins/1", ALICE, ALICE + "/featured", NOTE));
    documents.put(
        "remove", ActivityWriter.remove(ALICE + "#pins/2", ALICE, ALICE + "/featured", NOTE));
    documents.put(
        "add-tag",
        ActivityWriter.featuredTag(
            ALICE + "#tags/1",
            ALICE,
            ALICE + "/tags",
            true,
            new Tag.Hashtag(HOME + "/tags/radio", "radio")));
    documents.put(
        "move", ActivityWriter.move(ALICE + "#moves/1", ALICE, BOB, ALICE + "/followers"));
    documents.put("thread", CollectionWriter.thread(HOME + "/contexts/1", ALICE, List.of(NOTE)));
    documents.put("likes", CollectionWriter.counted(NOTE + "/likes", 2));
    documents.put("delete-actor", ActivityWriter.deleteActor(ALICE + "#delete", ALICE));
    documents.put(
        "announce",
        ActivityWriter.announce(NOTE + "/activity", ALICE, BOB + "/1", PUBLIC, TIME, null));
    documents.put("like", ActivityWriter.like(ALICE + "#likes/1", ALICE, BOB + "/1"));
    documents.put("follow", ActivityWriter.follow(ALICE + "#follows/1", ALICE, BOB));
    documents.put("block", ActivityWriter.block(ALICE + "#blocks/1", ALICE, BOB));
    documents.put("accept", ActivityWriter.accept(ALICE + "#accepts/1", ALICE, FOLLOW));
    documents.put("reject", ActivityWriter.reject(ALICE + "#rejects/1", ALICE, FOLLOW));
    documents.put(
        "undo",
        ActivityWriter.undo(
            ALICE + "#follows/1/undo",
            ALICE,
            ActivityReference.follow(ALICE + "#follows/1", ALICE, BOB),
            null));
    documents.put(
        "undo-announce",
        ActivityWriter.undo(
            NOTE + "/undo",
            ALICE,
            new ActivityReference(
                ActivityReference.Kind.ANNOUNCE, NOTE + "/activity", ALICE, BOB + "/1"),
            PUBLIC));
    documents.putAll(collections());
    return documents;
  }

  private static Map<String, byte[]> collections() {
    Map<String, byte[]> documents = new TreeMap<>();
    documents.put(
        "collection",
        CollectionWriter.collection(ALICE + "/outbox", 2, ALICE + "/outbox?page=true", null));
    documents.put(
        "collection-hidden", CollectionWriter.collection(ALICE + "/followers", 7, null, null));
    documents.put(
        "collection-whole",
        CollectionWriter.whole(
            ALICE + "/featured",
            List.of(new CollectionWriter.Item.Post(note(new Addressing.Public())))));
    documents.put(
        "page",
        CollectionWriter.page(
            ALICE + "/outbox?page=true",
            ALICE + "/outbox",
            null,
            ALICE + "/outbox?page=true&max_id=1",
            null,
            List.of(
                new CollectionWriter.Item.Created(
                    NOTE + "/activity", note(new Addressing.Public()), TIME),
                new CollectionWriter.Item.Announced(
                    NOTE + "2/activity", ALICE, BOB + "/1", PUBLIC, TIME),
                new CollectionWriter.Item.Id(BOB))));
    return documents;
  }

  static List<String> names() {
    return List.copyOf(documents().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWrittenAsInTheFile(String name) throws IOException {
    ObjectNode document = parsed(documents().getOrDefault(name, new byte[0]));
    assertThat(document.remove("@context")).isEqualTo(Context.DOCUMENT);
    assertThat(pretty(document)).isEqualTo(golden(name));
  }

  @Test
  void theContextIsWrittenAsInTheFile() throws IOException {
    assertThat(pretty(Context.DOCUMENT)).isEqualTo(golden("context"));
  }

  @Test
  void weReadWhatWeWrite() {
    Note note = note(new Addressing.Followers());
    assertThat(NoteReader.read(parsed(NoteWriter.document(note)), ALICE + "/followers"))
        .hasValueSatisfying(read -> {
          assertThat(read.addressing()).isEqualTo(note.addressing());
          assertThat(read.recipients()).isEqualTo(note.recipients());
          assertThat(read.tags()).isEqualTo(note.tags());
          assertThat(read.attachments()).isEqualTo(note.attachments());
          assertThat(read.text()).isEqualTo(note.text());
          assertThat(read.thread()).isEqualTo(note.thread());
          assertThat(read.responses()).isEqualTo(note.responses());
        });
    assertThat(ActorReader.read(parsed(ActorWriter.document(person(), "alice@home.example"))))
        .hasValueSatisfying(read -> {
          assertThat(read.endpoints()).isEqualTo(person().endpoints());
          assertThat(read.keys()).isEqualTo(person().keys());
          assertThat(read.flags()).isEqualTo(person().flags());
          assertThat(read.claims()).isEqualTo(person().claims());
          assertThat(read.alsoKnownAs()).isEqualTo(person().alsoKnownAs());
          assertThat(read.profile().fields()).isEqualTo(person().profile().fields());
        });
    assertThat(documents().values())
        .allSatisfy(
            bytes -> assertThat(Json.read(bytes)).isInstanceOf(Json.Reading.Document.class));
  }

  @Test
  void weReadTheActivitiesThatWeWrite() {
    for (String name :
        List.of(
            "create",
            "update",
            "delete",
            "announce",
            "like",
            "follow",
            "accept",
            "reject",
            "undo",
            "block",
            "add",
            "remove",
            "move")) {
      Activity read =
          ActivityReader.read(parsed(documents().getOrDefault(name, new byte[0])), null);
      assertThat(read.getClass().getSimpleName()).isEqualToIgnoringCase(name);
    }
  }

  private static Note note(Addressing addressing) {
    return new Note(
        NOTE,
        Note.Kind.NOTE,
        ALICE,
        addressing,
        addressing.recipients(ALICE + "/followers", List.of(BOB)),
        new Note.Text("<p>Bonjour</p>", false, "fr", null, "douleur", true),
        new Note.Threading(BOB + "/1", HOME + "/contexts/1", "tag:home.example:1"),
        TIME,
        TIME.plusSeconds(60),
        HOME + "/@alice/1",
        List.of(
            new Attachment(
                HOME + "/m/1.webp",
                "image/webp",
                "une radio",
                "UBL_",
                640,
                480,
                new Attachment.FocalPoint(0.5, -0.25)),
            new Attachment(HOME + "/m/2.webp", "image/webp", null, null, null, null, null)),
        List.of(
            new Tag.Mention(BOB, "@bob@far.example"),
            new Tag.Hashtag(HOME + "/tags/radio", "radio"),
            new Tag.Emoji(HOME + "/emojis/1", "yes", HOME + "/e/1.png", "image/png")),
        new Note.Responses(NOTE + "/replies", NOTE + "/likes", NOTE + "/shares", 2L, 1L),
        Note.Details.NONE);
  }

  private static Actor person() {
    return new Actor(
        ALICE,
        ActorType.PERSON,
        "alice",
        new Actor.Profile(
            "Alice",
            "<p>Radiologue</p>",
            HOME + "/@alice",
            new Image(HOME + "/m/a.webp", "image/webp", "portrait"),
            new Image(HOME + "/m/h.webp", "image/webp", null),
            List.of(new Actor.PropertyValue("Site", "<a href=\"https://alice.example\">alice</a>")),
            List.of(),
            TIME),
        new Actor.Endpoints(
            ALICE + "/inbox",
            HOME + "/inbox",
            ALICE + "/outbox",
            ALICE + "/followers",
            ALICE + "/following",
            ALICE + "/featured",
            ALICE + "/tags"),
        new Actor.Flags(true, true, false, false, false),
        List.of(
            new Actor.PublicKey(
                ALICE + "#main-key",
                ALICE,
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
            new Actor.PublicKey(
                ALICE + "#ed25519-key",
                ALICE,
                "-----BEGIN PUBLIC KEY-----\n"
                    + "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="
                    + "\n-----END PUBLIC KEY-----\n")),
        null,
        List.of("https://old.example/users/alice"),
        new Actor.Claims(List.of("news.example"), List.of(Actor.Claims.RFC_9421)));
  }

  private static Actor application() {
    return new Actor(
        HOME + "/actor",
        ActorType.APPLICATION,
        "home.example",
        new Actor.Profile(null, null, HOME + "/about", null, null, List.of(), List.of(), null),
        new Actor.Endpoints(
            HOME + "/actor/inbox", HOME + "/inbox", HOME + "/actor/outbox", null, null, null, null),
        new Actor.Flags(true, false, false, false, false),
        List.of(new Actor.PublicKey(HOME + "/actor#main-key", HOME + "/actor", "pem")),
        null,
        List.of(),
        new Actor.Claims(List.of(), List.of(Actor.Claims.RFC_9421)));
  }

  private static ObjectNode parsed(byte[] bytes) {
    return switch (Json.read(bytes)) {
      case Json.Reading.Document document -> document.root();
      case Json.Reading.Malformed malformed -> throw new AssertionError(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new AssertionError("too large");
    };
  }

  private static String pretty(JsonNode node) throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node)
        + "\n";
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return in == null ? "no file " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
