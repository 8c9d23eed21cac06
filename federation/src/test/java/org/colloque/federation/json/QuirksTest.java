package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.InteractionPolicy;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.federation.vocabulary.Poll;
import org.colloque.federation.vocabulary.Recipients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other servers do differently, one by one; the numbers are those of docs/federation.md. */
class QuirksTest {
  private static final String BOB = "https://far.example/users/bob";
  private static final String PUBLIC = Recipients.PUBLIC;

  @Test
  void q22DirectMessageForcesDirect() {
    Note note = note("'to':['" + BOB + "/followers'],'directMessage':true");
    assertThat(note.addressing()).isEqualTo(new Addressing.Direct());
    assertThat(note("'to':['" + BOB + "/followers']").addressing())
        .isEqualTo(new Addressing.Followers());
  }

  @Test
  void q26TypeMayBeAList() {
    assertThat(note("'type':['http://example/Special','Note']").kind()).isEqualTo(Note.Kind.NOTE);
    assertThat(activity("'type':['Like'],'object':'https://home.example/1'"))
        .isInstanceOf(Activity.Like.class);
  }

  @Test
  void q27TheFirstAuthorOrThePerson() {
    assertThat(note("'attributedTo':['" + BOB + "','https://far.example/c/x']").attributedTo())
        .isEqualTo(BOB);
    String channel = "{'type':'Group','id':'https://far.example/c/x'}";
    String person = "{'type':'Person','id':'" + BOB + "'}";
    assertThat(note("'attributedTo':[" + channel + "," + person + "]").attributedTo())
        .isEqualTo(BOB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'https://far.example/1'",
        "{'type':'Link','href':'https://far.example/1'}",
        "['https://far.example/1']",
        "[{'type':'Link','mediaType':'video/mp4','href':'https://far.example/v'},"
            + "{'type':'Link','mimeType':'text/html','href':'https://far.example/1'}]"
      })
  void q28ThePageAmongTheAddresses(String url) {
    assertThat(note("'url':" + url).url()).isEqualTo("https://far.example/1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'closed':true | true | ",
        "'closed':false | false | ",
        "'closed':'2026-12-01T00:00:00Z' | false | 2026-12-01T00:00:00Z",
        "'endTime':'2026-12-02T00:00:00Z','closed':'2026-12-01T00:00:00Z' | false | 2026-12-02T00:00:00Z",
        "'votersCount':7 | false | "
      })
  void q38ClosedMayBeADateOrTrue(String fields, boolean closed, Instant end) {
    Poll poll =
        Objects.requireNonNull(
            note("'type':'Question','oneOf':[{'name':'a'},{'name':'b'}]," + fields)
                .details()
                .poll());
    assertThat(poll.closed()).isEqualTo(closed);
    assertThat(poll.endsAt()).isEqualTo(end);
    assertThat(poll.voters()).isEqualTo(fields.contains("voters") ? Long.valueOf(7) : null);
    assertThat(poll.multiple()).isFalse();
  }

  /** Contexts that lead nowhere, or into a trap, are never asked for: the reader has no network. */
  @Test
  void q56NoContextIsFetched() {
    String context =
        "'@context':['https://www.w3.org/ns/activitystreams','http://joinmastodon.org/ns']";
    assertThat(note(context).id()).isEqualTo("https://far.example/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'always':'as:Public','approvalRequired':['" + BOB + "']}",
        "{'automaticApproval':['Public'],'manualApproval':'" + BOB + "'}"
      })
  void q57PoliciesInOldAndNewWords(String rule) {
    InteractionPolicy policy =
        note("'interactionPolicy':{'canLike':" + rule + "}").details().policy();
    assertThat(policy.like()).isEqualTo(new InteractionPolicy.Grant(List.of(PUBLIC), List.of(BOB)));
    assertThat(policy.quote()).isNull();
  }

  @Test
  void q64AVideoOfPeerTube() {
    Note note =
        note(
            "'type':'Video','content':'**bold**','mediaType':'text/markdown','name':'Surgery',"
                + "'url':[{'type':'Link','mediaType':'text/html','href':'https://far.example/w/1'},"
                + "{'type':'Link','mediaType':'application/x-mpegURL','href':'https://far.example/m',"
                + "'tag':[{'type':'Link','mediaType':'video/mp4','href':'https://far.example/v.mp4',"
                + "'height':720,'width':1280}]}]");
    assertThat(note.url()).isEqualTo("https://far.example/w/1");
    assertThat(note.text().markdown()).isTrue();
    assertThat(note.attachments()).hasSize(1);
    assertThat(note.attachments().getFirst().url()).isEqualTo("https://far.example/v.mp4");
    assertThat(note.attachments().getFirst().mediaType()).isEqualTo("video/mp4");
    assertThat(note.attachments().getFirst().width()).isEqualTo(1280);
  }

  @Test
  void q68TheAudienceOfTheNoteCounts() {
    String inlined =
        "{'type':'Note','id':'https://far.example/1','attributedTo':'"
            + BOB
            + "','actor':'"
            + BOB
            + "','content':'x','to':[],'cc':['as:Public']}";
    Activity read = activity("'type':'Create','to':['" + BOB + "/followers'],'object':" + inlined);
    assertThat(read)
        .isInstanceOfSatisfying(
            Activity.Create.class,
            create ->
                assertThat(create.object())
                    .isInstanceOfSatisfying(
                        Note.class,
                        note ->
                            assertThat(note.addressing()).isEqualTo(new Addressing.Unlisted())));
  }

  @Test
  void q73AQuoteMayBeAText() {
    assertThat(note("'quote':'<p>To be</p>'").details().quote()).isNull();
    assertThat(note("'quote':{'type':'Tombstone'}").details().quote())
        .isEqualTo(new Note.Quote(null, false, null));
    String quoted = "https://home.example/1";
    String stamp = "https://home.example/stamps/1";
    assertThat(
            note("'quote':'" + quoted + "','quoteAuthorization':'" + stamp + "'").details().quote())
        .isEqualTo(new Note.Quote(quoted, false, stamp));
    for (String name : List.of("quoteUri", "quoteUrl", "quoteURL", "_misskey_quote")) {
      assertThat(note("'" + name + "':'" + quoted + "'").details().quote())
          .isEqualTo(new Note.Quote(quoted, true, null));
    }
    String link = "{'type':'Link','rel':'https://misskey-hub.net/ns#_misskey_quote',";
    assertThat(note("'tag':[" + link + "'href':'" + quoted + "'}]").details().quote())
        .isEqualTo(new Note.Quote(quoted, true, null));
    assertThat(note("'tag':[{'type':'Link','href':'" + quoted + "'}]").details().quote()).isNull();
    assertThat(note("'context':'data:,honk'").thread().context()).isEqualTo("data:,honk");
  }

  /** A pin may be put and taken many times: each gets an id of its own. A report is the same. */
  @Test
  void q79APinWithoutAnIdIsRead() {
    String pin = "'type':'Add','object':'https://far.example/1','target':'" + BOB + "/featured'";
    assertThat(nameless(pin).id()).isNotEqualTo(nameless(pin).id());
    String flag = "'type':'Flag','object':['https://home.example/1'],'content':'x'";
    assertThat(nameless(flag).id()).isEqualTo(nameless(flag).id());
    assertThat(nameless(flag)).isInstanceOf(Activity.Flag.class);
    assertThat(nameless("'type':'Delete','object':'https://far.example/1'").id())
        .isEqualTo("https://far.example/1#delete");
    assertThat(nameless("'type':'Like','object':'https://home.example/1'"))
        .isInstanceOf(Activity.Unknown.class);
  }

  @Test
  void q82CountsBelowZeroAreMissing() {
    ObjectNode collection =
        parsed("{'type':'OrderedCollection','id':'https://far.example/c','totalItems':-4}");
    assertThat(CollectionReader.read(collection).orElseThrow().totalItems()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'https://home.example/1'",
        "['https://home.example/1']",
        "{'type':'Note','id':'https://home.example/1'}",
        "[{'type':'Note','id':'https://home.example/1'}]"
      })
  void q84OneOrManyOrInlined(String value) {
    assertThat(note("'inReplyTo':" + value).thread().inReplyTo())
        .isEqualTo("https://home.example/1");
    assertThat(activity("'type':'Like','object':" + value))
        .isInstanceOfSatisfying(
            Activity.Like.class,
            like -> assertThat(like.object()).isEqualTo("https://home.example/1"));
    assertThat(note("'to':" + value).recipients().to()).containsExactly("https://home.example/1");
  }

  @Test
  void q37SeveralVotesAreOneBallot() {
    String vote =
        "{'type':'Note','id':'https://far.example/v%d','attributedTo':'%s',"
            + "'inReplyTo':'https://home.example/1','name':'%s'}";
    String other = "https://far.example/users/eve";
    Activity read =
        activity(
            "'type':'Create','object':["
                + String.format(vote, 1, BOB, "red")
                + ","
                + String.format(vote, 2, other, "green")
                + ","
                + String.format(vote, 3, BOB, "blue")
                + "]");
    assertThat(read)
        .isInstanceOfSatisfying(
            Activity.Create.class,
            create ->
                assertThat(create.object())
                    .isEqualTo(
                        new Payload.Ballot(
                            "https://far.example/v1",
                            BOB,
                            "https://home.example/1",
                            List.of("red", "blue"))));
  }

  /** What is followed is not looked at here: a post is no actor, so nobody is followed. */
  @Test
  void q72AFollowOfAPostFollowsNobody() {
    Note note = note("'content':null,'contentMap':{'de':'<h4>Titel</h4>'}");
    assertThat(note.text().content()).isEqualTo("<h4>Titel</h4>");
    assertThat(activity("'type':'Follow','object':'https://home.example/notes/1'"))
        .isInstanceOfSatisfying(
            Activity.Follow.class, follow -> assertThat(follow.object()).endsWith("/notes/1"));
  }

  private static Note note(String fields) {
    ObjectNode document =
        parsed(
            "{'type':'Note','id':'https://far.example/1','content':'x','attributedTo':'"
                + BOB
                + "'}");
    document.setAll(parsed("{" + fields + "}"));
    return NoteReader.read(document, BOB + "/followers").orElseThrow();
  }

  private static Activity activity(String fields) {
    ObjectNode document = parsed("{'id':'https://far.example/a','actor':'" + BOB + "'}");
    document.setAll(parsed("{" + fields + "}"));
    return ActivityReader.read(document, BOB + "/followers");
  }

  private static Activity nameless(String fields) {
    ObjectNode document = parsed("{'actor':'" + BOB + "'}");
    document.setAll(parsed("{" + fields + "}"));
    return ActivityReader.read(document, null);
  }

  private static ObjectNode parsed(String text) {
    byte[] json = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return switch (Json.read(json)) {
      case Json.Reading.Document document -> document.root();
      case Json.Reading.Malformed malformed -> throw new AssertionError(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new AssertionError("too large");
    };
  }
}
