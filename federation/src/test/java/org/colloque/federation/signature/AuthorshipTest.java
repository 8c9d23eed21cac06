package org.colloque.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.colloque.federation.vocabulary.Activity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say what (checks C21 and C27): every mismatch of signer, actor, ids and author. */
class AuthorshipTest {

  private static final String BOB = "https://far.example/users/bob";
  private static final Authorship AUTHORSHIP = new Authorship(Signing.SELF);

  /** The same actor, another one of the server, another server, and near misses of the origin. */
  private static final List<String> ACTORS =
      List.of(
          BOB,
          "https://far.example/users/eve",
          "https://evil.example/users/bob",
          "http://far.example/users/bob",
          "https://far.example:8443/users/bob",
          "https://sub.far.example/users/bob",
          "https://far.example.evil.example/users/bob",
          "https://far.example/users/bob#x");

  private static final List<String> ORIGINS =
      List.of(
          "https://far.example",
          "https://evil.example",
          "http://far.example",
          "https://far.example:8443",
          "https://sub.far.example",
          "https://far.example.evil.example",
          "https://far.examplе",
          "https://home.example");

  static Stream<Arguments> matrix() {
    List<Arguments> cases = new ArrayList<>();
    for (String actor : ACTORS) {
      for (String origin : ORIGINS) {
        cases.add(Arguments.of(actor, origin));
      }
    }
    assertThat(cases).hasSize(64);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void believesACreateOnlyWhenEverythingAgrees(String other, String origin) {
    boolean sameActor = other.equals(BOB);
    boolean sameOrigin = origin.equals("https://far.example");
    String id = origin + "/a/1";
    // one thing at a time is the other's
    assertThat(trusted(BOB, create(id, other, "https://far.example/n/1", BOB)))
        .as("actor and id")
        .isEqualTo(sameActor && sameOrigin);
    assertThat(trusted(BOB, create("https://far.example/a/1", BOB, origin + "/n/1", other)))
        .as("object and author")
        .isEqualTo(sameActor && sameOrigin);
    assertThat(trusted(other, create(id, BOB, "https://far.example/n/1", BOB)))
        .as("signer and id")
        .isEqualTo(sameActor && sameOrigin);
    assertThat(trusted(other, create(id, other, origin + "/n/1", BOB)))
        .as("everything but the author")
        .isEqualTo(sameActor && sameOrigin);
  }

  /** Quirk 48: Mitra's Moves come from the new account. */
  @ParameterizedTest
  @CsvSource({
    "https://far.example/users/bob, https://new.example/users/bob, true",
    "https://old.example/users/bob, https://far.example/users/bob, true",
    "https://old.example/users/bob, https://new.example/users/bob, false"
  })
  void whoMovesIsTheOldOrTheNewAccount(String from, String to, boolean believed) {
    String move =
        "{'type':'Move','id':'https://far.example/m','actor':'%s','object':'%s','target':'%s'}";
    String said = move.replace('\'', '"').formatted(BOB, from, to);
    assertThat(trusted(BOB, said)).isEqualTo(believed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'Delete','id':'https://far.example/d','actor':'%s','object':'https://home.example/n/1'}",
        "{'type':'Delete','id':'https://far.example/d','actor':'%s','object':{'id':'https://evil.example/n','type':'Tombstone'}}",
        "{'type':'Update','id':'https://far.example/d','actor':'%s','object':'https://evil.example/n'}",
        "{'type':'Update','id':'https://far.example/d','actor':'%s','object':{'id':'https://far.example/users/eve','type':'Person','preferredUsername':'eve','inbox':'https://far.example/users/eve/inbox'}}",
        "{'type':'Update','id':'https://far.example/d','actor':'%s','object':{'id':'https://evil.example/x','type':'Strange'}}",
        "{'type':'Undo','id':'https://far.example/d','actor':'%s','object':{'type':'Follow','id':'https://far.example/f','actor':'https://far.example/users/eve','object':'https://home.example/u'}}",
        "{'type':'Undo','id':'https://far.example/d','actor':'%s','object':'https://evil.example/f/1'}",
        "{'type':'Accept','id':'https://far.example/d','actor':'%s','object':{'type':'Follow','id':'https://home.example/f','actor':'https://home.example/u','object':'https://far.example/users/eve'}}",
        "{'type':'Reject','id':'https://far.example/d','actor':'%s','object':{'type':'Follow','id':'https://home.example/f','actor':'https://home.example/u','object':'https://evil.example/u'}}",
        "{'type':'Add','id':'https://far.example/d','actor':'%s','object':'https://far.example/n/1','target':'https://evil.example/featured'}",
        "{'type':'Remove','id':'https://far.example/d','actor':'%s','object':'https://far.example/n/1','target':'https://evil.example/featured'}",
        "{'type':'QuoteRequest','id':'https://far.example/d','actor':'%s','object':'https://home.example/n/1','instrument':'https://evil.example/n/1'}",
        "{'type':'Create','id':'https://far.example/d','actor':'%s','object':{'type':'Note','id':'https://far.example/v','name':'a','attributedTo':'https://far.example/users/eve','inReplyTo':'https://home.example/n'}}",
        "{'type':'Undo','id':'https://far.example/d','actor':'%s','object':{'type':'EmojiReact','id':'https://far.example/f','actor':'https://far.example/users/eve','object':'https://home.example/n'}}",
        "{'type':'Flag','id':'https://evil.example/d','actor':'%s','object':'https://home.example/u'}",
        "{'type':'Follow','id':'https://evil.example/d','actor':'%s','object':'https://home.example/u'}",
        "{'type':'Like','id':'https://home.example/d','actor':'%s','object':'https://home.example/n'}"
      })
  void refusesWhatIsAnothers(String template) {
    assertThat(trusted(BOB, template.replace('\'', '"').formatted(BOB))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'Delete','id':'https://far.example/d','actor':'%s','object':'https://far.example/n/1'}",
        "{'type':'Delete','id':'https://far.example/d','actor':'%s','object':'%s'}",
        "{'type':'Undo','id':'https://far.example/d','actor':'%s','object':'https://far.example/f/1'}",
        "{'type':'Accept','id':'https://far.example/d','actor':'%s','object':'https://home.example/f/1'}",
        "{'type':'Accept','id':'https://far.example/d','actor':'%s','object':{'type':'Follow','id':'https://home.example/f','actor':'https://home.example/u','object':'%s'}}",
        "{'type':'Follow','id':'https://far.example/d','actor':'%s','object':'https://home.example/u'}",
        "{'type':'Announce','id':'https://far.example/d','actor':'%s','object':'https://third.example/n'}",
        "{'type':'Whatever','actor':'%s'}"
      })
  void believesWhatIsOnesOwn(String template) {
    assertThat(trusted(BOB, template.replace('\'', '"').replace("%s", BOB))).isTrue();
  }

  @Test
  void nobodySpeaksForUsFromOutside() {
    String alice = "https://home.example/users/alice";
    String follow =
        "{\"type\":\"Follow\",\"id\":\"https://home.example/f\",\"actor\":\"%s\",\"object\":\"%s\"}"
            .formatted(alice, BOB);
    assertThat(trusted(alice, follow)).isFalse();
  }

  @Test
  void answers400ToWhatIsNoDocument() {
    assertThat(read(BOB, "{\"@graph\":[]}"))
        .isInstanceOfSatisfying(
            Authorship.Authored.Refused.class,
            refused -> assertThat(refused.status()).isEqualTo(400));
    assertThat(read(BOB, "{}"))
        .isInstanceOfSatisfying(
            Authorship.Authored.Refused.class,
            refused -> assertThat(refused.status()).isEqualTo(401));
  }

  @Test
  void keepsTheSigner() {
    assertThat(read(BOB, create("https://far.example/a/1", BOB, "https://far.example/n/1", BOB)))
        .isInstanceOfSatisfying(
            Authorship.Authored.Trusted.class,
            trusted -> {
              assertThat(trusted.activity().signer()).isEqualTo(BOB);
              assertThat(trusted.activity().value()).isInstanceOf(Activity.Create.class);
            });
  }

  private static String create(String id, String actor, String object, String author) {
    return """
    {"@context":"https://www.w3.org/ns/activitystreams","type":"Create","id":"%s","actor":"%s",
    "object":{"type":"Note","id":"%s","attributedTo":"%s","content":"x",
    "to":["https://www.w3.org/ns/activitystreams#Public"],"url":"https://evil.example/"}}
    """
        .formatted(id, actor, object, author);
  }

  private static boolean trusted(String signer, String document) {
    return read(signer, document) instanceof Authorship.Authored.Trusted;
  }

  private static Authorship.Authored read(String signer, String document) {
    return AUTHORSHIP.read(
        Verified.remembered(
            document.getBytes(StandardCharsets.UTF_8), signer + "#main-key", signer),
        null);
  }
}
