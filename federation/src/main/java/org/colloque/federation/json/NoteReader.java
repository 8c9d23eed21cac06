package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Recipients;
import org.jspecify.annotations.Nullable;

/** A document to a {@link Note}. */
public final class NoteReader {

  private static final Map<String, Note.Kind> KINDS =
      Map.of(
          "Note", Note.Kind.NOTE,
          "Question", Note.Kind.QUESTION,
          "Article", Note.Kind.ARTICLE,
          "Page", Note.Kind.PAGE,
          "Event", Note.Kind.EVENT,
          "Video", Note.Kind.VIDEO,
          "Audio", Note.Kind.AUDIO,
          "Image", Note.Kind.IMAGE,
          "Place", Note.Kind.PLACE,
          "Document", Note.Kind.DOCUMENT);

  private NoteReader() {}

  /**
   * Empty when it is not a post with an id and an author.
   *
   * @param followers id of the author's followers collection, see {@link Addressing#of}
   */
  public static Optional<Note> read(JsonNode document, @Nullable String followers) {
    Optional<Note.Kind> kind =
        Values.types(document).stream().filter(KINDS::containsKey).map(KINDS::get).findFirst();
    String id = Values.idOf(document);
    String author = author(document);
    if (kind.isEmpty() || id == null || author == null) {
      return Optional.empty();
    }
    Recipients recipients = Values.recipients(document);
    return Optional.of(
        new Note(
            id,
            kind.get(),
            author,
            Values.flag(document, "directMessage")
                ? new Addressing.Direct()
                : Addressing.of(recipients, followers),
            recipients,
            text(document),
            thread(document),
            Values.instant(document, "published"),
            Values.instant(document, "updated"),
            Values.page(document, "url"),
            AttachmentReader.read(document, kind.get()),
            TagReader.read(document),
            responses(document),
            DetailsReader.read(document, kind.get())));
  }

  /**
   * The Person of a list that says types (PeerTube: person and channel, quirk 27), else the first.
   */
  private static @Nullable String author(JsonNode document) {
    for (JsonNode value : Values.list(document, "attributedTo")) {
      if (value.isObject() && Values.types(value).contains("Person")) {
        return Values.idOf(value);
      }
    }
    return Values.id(document, "attributedTo");
  }

  private static Note.Text text(JsonNode document) {
    String content = Values.text(document, "content", Limits.CONTENT);
    String language = null;
    for (var entry : document.path("contentMap").properties()) {
      boolean usable =
          entry.getValue().isTextual()
              && !entry.getKey().isEmpty()
              && entry.getKey().length() <= Limits.LANGUAGE;
      if (usable) {
        String translation = Values.cut(entry.getValue().textValue(), Limits.CONTENT);
        content = content == null ? translation : content;
        language = language == null || translation.equals(content) ? entry.getKey() : language;
        if (translation.equals(content)) {
          break;
        }
      }
    }
    return new Note.Text(
        content == null ? "" : content,
        "text/markdown".equals(Values.mediaType(document)),
        "und".equals(language) ? null : language,
        Values.text(document, "name", Limits.NAME),
        blankToNull(Values.text(document, "summary", Limits.NOTE_SUMMARY)),
        Values.flag(document, "sensitive"));
  }

  private static Note.Responses responses(JsonNode document) {
    return new Note.Responses(
        Values.id(document, "replies"),
        Values.id(document, "likes"),
        Values.id(document, "shares"),
        total(document, "likes"),
        total(document, "shares"));
  }

  private static @Nullable Long total(JsonNode document, String name) {
    return Values.number(document.path(name), "totalItems", 0, Integer.MAX_VALUE);
  }

  private static Note.Threading thread(JsonNode document) {
    return new Note.Threading(
        Values.id(document, "inReplyTo"),
        conversation(document, "context"),
        conversation(document, "conversation"));
  }

  /** Not always a web address: old Mastodon wrote tag:, Honk writes data: (quirk 73). */
  private static @Nullable String conversation(JsonNode document, String name) {
    String text = Values.text(document, name, Limits.CONVERSATION);
    return text == null ? Values.id(document, name) : text;
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
