package org.colloque.federation.vocabulary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post. It cannot exist without an {@link Addressing}.
 *
 * @param attributedTo id of the author
 * @param addressing for whom, the kind read from or written to {@code recipients}
 * @param recipients the exact {@code to} and {@code cc}
 * @param published null when missing or absurd; the reader does not know the clock, so a time in
 *     the future is possible
 * @param updated null when never edited
 * @param url the page for people
 */
public record Note(
    String id,
    Kind kind,
    String attributedTo,
    Addressing addressing,
    Recipients recipients,
    Text text,
    Threading thread,
    @Nullable Instant published,
    @Nullable Instant updated,
    @Nullable String url,
    List<Attachment> attachments,
    List<Tag> tags,
    Responses responses,
    Details details)
    implements Payload {

  public Note {
    attachments = List.copyOf(attachments);
    tags = List.copyOf(tags);
  }

  /** The type as sent. Only NOTE is written by us; the others are shown as posts. */
  public enum Kind {
    NOTE,
    QUESTION,
    ARTICLE,
    PAGE,
    EVENT,
    VIDEO,
    AUDIO,
    IMAGE,
    PLACE,
    DOCUMENT
  }

  /**
   * What only some posts have.
   *
   * @param poll of a Question
   * @param event when and where, of an Event
   * @param preview a short form in HTML, NOT sanitised (FEP-b2b8)
   * @param links addresses that it is about: attachments of type Link
   * @param quote the post that it quotes
   * @param policy who may do what with it
   * @param approval where the author of what it answers says that they agree (GoToSocial)
   */
  public record Details(
      @Nullable Poll poll,
      @Nullable Event event,
      @Nullable String preview,
      List<String> links,
      @Nullable Quote quote,
      InteractionPolicy policy,
      @Nullable String approval) {

    public static final Details NONE =
        new Details(null, null, null, List.of(), null, InteractionPolicy.NOT_TOLD, null);

    public Details {
      links = List.copyOf(links);
    }
  }

  /**
   * The post that one quotes (FEP-044f).
   *
   * @param id null when it was taken away: a Tombstone stands in its place
   * @param legacy said only in the words of before, which know no consent
   * @param stamp address of the QuoteAuthorization: that the quoted author agrees
   */
  public record Quote(@Nullable String id, boolean legacy, @Nullable String stamp) {}

  /**
   * When and where something takes place.
   *
   * @param place name and address, plain text
   */
  public record Event(@Nullable Instant start, @Nullable Instant end, @Nullable String place) {}

  /**
   * What it says.
   *
   * @param content HTML of the other server, NOT sanitised
   * @param markdown true when {@code content} is Markdown (PeerTube, quirk 64)
   * @param language BCP 47 tag of {@code content}, from {@code contentMap}
   * @param name title, or the option chosen in a poll vote (quirk 37)
   * @param summary content warning
   */
  public record Text(
      String content,
      boolean markdown,
      @Nullable String language,
      @Nullable String name,
      @Nullable String summary,
      boolean sensitive) {}

  /** Where it hangs: the note it answers, and the conversation ids, which are opaque. */
  public record Threading(
      @Nullable String inReplyTo, @Nullable String context, @Nullable String conversation) {

    public static final Threading NONE = new Threading(null, null, null);
  }

  /**
   * What others answered.
   *
   * @param replies id of the collection of the answers; likewise likes and shares
   * @param likesTotal how many, untrusted in what others say of their posts (quirk 30)
   */
  public record Responses(
      @Nullable String replies,
      @Nullable String likes,
      @Nullable String shares,
      @Nullable Long likesTotal,
      @Nullable Long sharesTotal) {

    public static final Responses NONE = new Responses(null, null, null, null, null);
  }

  /** The mentions among the tags, in their order. */
  public List<Tag.Mention> mentions() {
    return tags.stream()
        .filter(Tag.Mention.class::isInstance)
        .map(Tag.Mention.class::cast)
        .toList();
  }

  /** The hashtags among the tags, in their order. */
  public List<Tag.Hashtag> hashtags() {
    return tags.stream()
        .filter(Tag.Hashtag.class::isInstance)
        .map(Tag.Hashtag.class::cast)
        .toList();
  }

  /** The custom emoji among the tags, in their order. */
  public List<Tag.Emoji> emojis() {
    return tags.stream().filter(Tag.Emoji.class::isInstance).map(Tag.Emoji.class::cast).toList();
  }
}
