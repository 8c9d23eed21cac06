package org.colloque.federation.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.InteractionPolicy;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.colloque.federation.vocabulary.Tag;
import org.junit.jupiter.api.Test;

/** Activities in the shapes that the other servers send, written from their documentation. */
class PayloadTest {

  @Test
  void readsEveryPartOfAMastodonNote() {
    Note note = note("mastodon-create");
    assertThat(note.attachments())
        .containsExactly(
            new Attachment(
                "https://masto.example/m/1.png",
                "image/png",
                "a plate",
                "UBL_:rOpGG-oBUNG",
                640,
                480,
                new Attachment.FocalPoint(0.5, -0.25)));
    assertThat(note.mentions())
        .containsExactly(
            new Tag.Mention("https://home.example/users/alice", "@alice@home.example"));
    assertThat(note.emojis())
        .containsExactly(
            new Tag.Emoji(
                "https://masto.example/emojis/1",
                "yum",
                "https://masto.example/e/1.png",
                "image/png"));
    assertThat(note.thread().conversation()).startsWith("tag:masto.example");
    assertThat(note.published()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(note.url()).isEqualTo("https://masto.example/@bob/1");
    assertThat(note.text().content()).isEqualTo("<p>Bonjour</p>");
  }

  @Test
  void readsWhatOthersDoDifferently() {
    assertThat(note("gotosocial-create").attachments().getFirst().name())
        .isEqualTo("a new description");
    assertThat(note("gotosocial-create").published()).isEqualTo("2026-11-22T09:00:00Z");
    assertThat(note("pleroma-create").attachments().getFirst())
        .satisfies(each -> {
          assertThat(each.url()).isEqualTo("https://pleroma.example/media/1.png");
          assertThat(each.mediaType()).isEqualTo("image/png");
        });
    assertThat(note("peertube-video").attributedTo())
        .isEqualTo("https://peertube.example/accounts/hal");
    assertThat(note("peertube-video").url()).isEqualTo("https://peertube.example/w/1");
    assertThat(note("mastodon-followers-only").thread().inReplyTo())
        .isEqualTo("https://home.example/notes/1");
  }

  private static Activity read(String file) {
    Json.Reading reading;
    try (InputStream in = PayloadTest.class.getResourceAsStream("/payloads/" + file + ".json")) {
      assertThat(in).as(file).isNotNull();
      reading = Json.read(in.readAllBytes());
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
    return switch (reading) {
      case Json.Reading.Document document ->
          ActivityReader.read(document.root(), Values.id(document.root(), "actor") + "/followers");
      case Json.Reading.Malformed malformed -> throw new AssertionError(malformed.reason());
      case Json.Reading.TooLarge _ -> throw new AssertionError("too large");
    };
  }

  private static Note note(String file) {
    return switch (read(file)) {
      case Activity.Create(_, _, Note note, _) -> note;
      case Activity other -> throw new AssertionError(other);
    };
  }

  /** In a line, for tables. */
  static String describe(Activity activity) {
    return switch (activity) {
      case Activity.Create create -> "Create " + describe(create.object());
      case Activity.Update update -> "Update " + describe(update.object());
      case Activity.Delete delete ->
          "Delete " + (delete.ofActor() ? "of actor" : delete.object().id());
      case Activity.Follow follow -> "Follow " + follow.object();
      case Activity.Accept accept -> "Accept " + describe(accept.object());
      case Activity.Reject reject -> "Reject " + describe(reject.object());
      case Activity.Undo undo -> "Undo " + describe(undo.object());
      case Activity.Like like ->
          "Like "
              + like.object()
              + (like.content() == null ? "" : " " + like.content())
              + (like.emoji() == null ? "" : " with " + like.emoji().iconUrl());
      case Activity.Announce announce ->
          "Announce " + kind(announce.addressing()) + " " + announce.object();
      case Activity.Add add -> "Add " + add.object() + " to " + add.target();
      case Activity.Remove remove -> "Remove " + remove.object() + " from " + remove.target();
      case Activity.Move move -> "Move " + move.object() + " to " + move.target();
      case Activity.Flag flag ->
          "Flag " + flag.objects() + " '" + flag.content().replace('\n', ' ') + "'";
      case Activity.QuoteRequest request ->
          "QuoteRequest " + request.object() + " by " + request.instrument();
      case Activity.Relayed relayed ->
          "Relayed " + relayed.kind() + " " + relayed.inner() + " of " + relayed.object();
      case Activity.Block block -> "Block " + block.object();
      case Activity.Unknown unknown -> "Unknown '" + unknown.type() + "' " + unknown.reason();
    };
  }

  private static String describe(ActivityReference reference) {
    return reference.kind() + " " + reference.id() + " of " + reference.object();
  }

  private static String describe(Payload payload) {
    if (!(payload instanceof Note note)) {
      return payload.toString();
    }
    StringBuilder text = new StringBuilder(note.kind() + " " + kind(note.addressing()));
    text.append(note.text().markdown() ? " markdown" : "");
    text.append(note.text().language() == null ? "" : " " + note.text().language());
    text.append(note.text().summary() == null ? "" : " '" + note.text().summary() + "'");
    text.append(note.text().sensitive() ? " sensitive" : "");
    text.append(note.text().name() == null ? "" : " titled '" + note.text().name() + "'");
    text.append(" at ").append(note.url());
    text.append(note.thread().inReplyTo() == null ? "" : " to " + note.thread().inReplyTo());
    text.append(describe(note.details()));
    text.append(note.attachments().isEmpty() ? "" : " +" + note.attachments().size());
    text.append(
        note.tags().stream()
            .map(tag ->
                switch (tag) {
                  case Tag.Mention mention -> " " + mention.name();
                  case Tag.Hashtag hashtag -> " #" + hashtag.name();
                  case Tag.Emoji emoji -> " :" + emoji.name() + ":";
                })
            .collect(Collectors.joining()));
    return text.toString();
  }

  private static String describe(Note.Details details) {
    return (details.poll() == null ? "" : " poll " + details.poll())
        + (details.event() == null ? "" : " event " + details.event())
        + (details.preview() == null ? "" : " preview " + details.preview())
        + (details.links().isEmpty() ? "" : " links " + details.links())
        + (details.quote() == null ? "" : " quotes " + details.quote().id())
        + (details.policy().equals(InteractionPolicy.NOT_TOLD) ? "" : " " + details.policy());
  }

  private static String kind(Addressing addressing) {
    return addressing.getClass().getSimpleName();
  }
}
