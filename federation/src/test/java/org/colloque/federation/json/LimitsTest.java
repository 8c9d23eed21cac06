package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Recipients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of a stranger ends somewhere (check C29). */
class LimitsTest {

  private static final String ID = "https://far.example/users/bob";

  @Test
  void cutsTexts() {
    ObjectNode note = note();
    note.put("content", "x".repeat(1_000_000 - 1));
    note.put("summary", "y".repeat(Limits.NOTE_SUMMARY + 1));
    note.put("name", "z".repeat(Limits.NAME + 1));
    Note.Text text = read(note).text();
    assertThat(text.content()).hasSize(Limits.CONTENT);
    assertThat(text.summary()).hasSize(Limits.NOTE_SUMMARY);
    assertThat(text.name()).hasSize(Limits.NAME);
  }

  @Test
  void neverCutsACharacterInTwo() {
    assertThat(Values.cut("ab😀", 3)).isEqualTo("ab");
    assertThat(Values.cut("ab😀", 4)).isEqualTo("ab😀");
  }

  @Test
  void dropsWhatIsTooMany() {
    ObjectNode note = note();
    ArrayNode tags = note.putArray("tag");
    ArrayNode attachments = note.putArray("attachment");
    ArrayNode to = note.putArray("to");
    for (int i = 0; i < 10_000; i++) {
      tags.addObject().put("type", "Hashtag").put("name", "#t" + i);
      attachments.addObject().put("type", "Image").put("url", "https://far.example/" + i);
      to.add("https://far.example/users/" + i);
    }
    to.add("as:Public");
    Note read = read(note);
    assertThat(read.tags()).hasSize(Limits.TAGS);
    assertThat(read.attachments()).hasSize(Limits.ATTACHMENTS);
    assertThat(read.recipients().to()).hasSize(Limits.RECIPIENTS + 1).endsWith(Recipients.PUBLIC);
    assertThat(read.addressing()).isEqualTo(new Addressing.Public());
  }

  @Test
  void cutsAndDropsInActors() {
    ObjectNode actor = actor();
    actor.put("name", "n".repeat(1 << 19));
    actor.put("summary", "s".repeat(Limits.ACTOR_SUMMARY + 1));
    ArrayNode fields = actor.putArray("attachment");
    ArrayNode aliases = actor.putArray("alsoKnownAs");
    ArrayNode keys = actor.putArray("publicKey");
    for (int i = 0; i < 1_000; i++) {
      fields
          .addObject()
          .put("type", "PropertyValue")
          .put("name", "n".repeat(3_000))
          .put("value", "v".repeat(3_000));
      aliases.add("https://far.example/" + i);
      keys.addObject().put("id", ID + "#" + i).put("owner", ID).put("publicKeyPem", "pem");
    }
    Actor read = ActorReader.read(actor).orElseThrow();
    assertThat(read.profile().name()).hasSize(Limits.NAME);
    assertThat(read.profile().summary()).hasSize(Limits.ACTOR_SUMMARY);
    assertThat(read.profile().fields()).hasSize(Limits.FIELDS);
    assertThat(read.profile().fields().getFirst().name()).hasSize(Limits.FIELD);
    assertThat(read.profile().fields().getFirst().value()).hasSize(Limits.FIELD);
    assertThat(read.alsoKnownAs()).hasSize(Limits.ALIASES);
    assertThat(read.keys()).hasSize(Limits.KEYS);
  }

  @Test
  void refusesALongUsernameAndALongId() {
    assertThat(ActorReader.read(actor().put("preferredUsername", "b".repeat(Limits.USERNAME))))
        .isPresent();
    assertThat(ActorReader.read(actor().put("preferredUsername", "b".repeat(Limits.USERNAME + 1))))
        .isEmpty();
    String base = "https://far.example/";
    String longest = base + "i".repeat(Limits.ID - base.length());
    assertThat(NoteReader.read(note().put("id", longest), null)).isPresent();
    assertThat(NoteReader.read(note().put("id", longest + "i"), null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000000, 1000000",
    "1000001,",
    "0,",
    "-5,",
    "99999999999999999999,",
    "1.5, 1",
    "1e10,",
    "\"640\","
  })
  void takesSensibleSizesOnly(String json, Integer expected) {
    ObjectNode note = note();
    String image = "{\"type\":\"Image\",\"url\":\"https://far.example/i\",\"width\":" + json + "}";
    note.set("attachment", parsed(image));
    assertThat(read(note).attachments().getFirst().width()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z",
    "2026-11-22T10:00:00+02:00, 2026-11-22T08:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    "+10000-01-01T00:00:00Z,",
    "0001-01-01T00:00:00Z,",
    "1969-12-31T23:59:59Z,",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "2026-13-01T00:00:00Z,",
    "yesterday,",
    "2026-11-22, 2026-11-22T00:00:00Z"
  })
  void takesSensibleTimesOnly(String text, String expected) {
    Note note = read(note().put("published", text));
    assertThat(note.published()).isEqualTo(expected == null ? null : Instant.parse(expected));
  }

  @Test
  void takesOnlyKeysOfTheActorOnItsOrigin() {
    ObjectNode actor = actor();
    ArrayNode keys = actor.putArray("publicKey");
    keys.addObject().put("id", ID + "#a").put("owner", ID).put("publicKeyPem", "good");
    keys.addObject().put("id", ID + "#b").put("owner", ID + "2").put("publicKeyPem", "x");
    keys.addObject().put("id", "https://evil.example/#c").put("owner", ID).put("publicKeyPem", "x");
    keys.addObject().put("id", ID + "#d").put("owner", ID);
    keys.add(ID + "#e");
    actor
        .putArray("assertionMethod")
        .addObject()
        .put("type", "Multikey")
        .put("id", ID + "#ed")
        .put("controller", ID)
        .put("publicKeyMultibase", "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
    assertThat(ActorReader.read(actor).orElseThrow().keys())
        .extracting(Actor.PublicKey::id)
        .containsExactly(ID + "#a", ID + "#ed");
  }

  @Test
  void takesCollectionsOfTheActorsOriginOnly() {
    ObjectNode actor = actor();
    actor.put("followers", "https://evil.example/followers");
    actor.put("following", ID + "/following");
    actor.put("url", "https://evil.example/@bob");
    actor.putObject("endpoints").put("sharedInbox", "https://evil.example/inbox");
    Actor read = ActorReader.read(actor).orElseThrow();
    assertThat(read.endpoints().followers()).isNull();
    assertThat(read.endpoints().following()).isEqualTo(ID + "/following");
    assertThat(read.endpoints().delivery()).isEqualTo(ID + "/inbox");
    assertThat(read.profile().url()).isNull();
  }

  /** C29. The limit of time only tells linear from quadratic: a busy machine does not reach it. */
  @Test
  @Timeout(20)
  void c29AMegabyteOfAnyFieldIsReadAtOnce() {
    int most = Limits.DOCUMENT_BYTES;
    List<String> fields =
        List.of(
            "\"name\":\"" + "x".repeat(most - 200),
            "\"content\":\"" + "<b>".repeat((most - 200) / 3),
            "\"tag\":[" + "{\"type\":\"Mention\",\"href\":\"https://a.example\"},".repeat(18_000),
            "\"tag\":[" + "{\"type\":\"Hashtag\",\"name\":\"#a\"},".repeat(30_000),
            "\"attachment\":["
                + "{\"type\":\"Image\",\"url\":\"https://a.example\"},".repeat(18_000),
            "\"to\":[" + "\"https://a.example/u\",".repeat(45_000),
            "\"published\":\"9999-12-31T23:59:59Z\",\"width\":-1,\"height\":"
                + "9".repeat(300)
                + ",\"summary\":\"");
    for (String field : fields) {
      String end = field.contains("[") ? "{}]}" : "\"}";
      byte[] document =
          ("{\"type\":\"Note\",\"id\":\"https://far.example/n\",\"attributedTo\":\""
                  + ID
                  + "\","
                  + field
                  + end)
              .getBytes(StandardCharsets.UTF_8);
      // a number of three hundred digits is refused as JSON
      boolean isJson = !field.contains("9".repeat(300));
      assertThat(Json.read(document) instanceof Json.Reading.Document).isEqualTo(isJson);
      if (Json.read(document) instanceof Json.Reading.Document read) {
        assertThat(NoteReader.read(read.root(), null)).isPresent();
      }
    }
  }

  private static ObjectNode note() {
    return Json.object()
        .put("type", "Note")
        .put("id", "https://far.example/notes/1")
        .put("attributedTo", ID);
  }

  private static ObjectNode actor() {
    return Json.object()
        .put("type", "Person")
        .put("id", ID)
        .put("preferredUsername", "bob")
        .put("inbox", ID + "/inbox");
  }

  private static Note read(ObjectNode note) {
    return NoteReader.read(note, null).orElseThrow();
  }

  private static ObjectNode parsed(String text) {
    return switch (Json.read(text.getBytes(StandardCharsets.UTF_8))) {
      case Json.Reading.Document document -> document.root();
      case Json.Reading.Malformed malformed -> throw new AssertionError(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new AssertionError("too large");
    };
  }
}
