package org.colloque.server.statuses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.media.MediaId;
import org.colloque.server.text.Languages;
import org.colloque.server.text.StatusLength;
import org.colloque.server.text.StatusText;
import org.jspecify.annotations.Nullable;

/**
 * What a member wants to post or to change a status into, read from a request and checked as far as
 * that is possible without the database.
 *
 * @param visibility missing when the member's default is meant
 * @param quotePolicy likewise
 */
public record Draft(
    StatusText text,
    String spoilerText,
    boolean sensitive,
    @Nullable Visibility visibility,
    @Nullable String language,
    @Nullable StatusId inReplyTo,
    List<MediaId> media,
    List<MediaDetails> mediaDetails,
    @Nullable NewPoll poll,
    @Nullable StatusId quoted,
    @Nullable QuotePolicy quotePolicy) {

  /** Longest spoiler text, in characters; the sum with the text is limited as well. */
  public static final int MAX_SPOILER_CHARACTERS = StatusLength.MAX;

  /** Longest post of a group, in grapheme clusters: cases need room. */
  public static final int MAX_GROUP_CHARACTERS = 10_000;

  /**
   * Reads {@code status}, {@code spoiler_text}, {@code sensitive}, {@code visibility}, {@code
   * language}, {@code in_reply_to_id}, {@code media_ids}, {@code media_attributes}, {@code poll},
   * {@code quoted_status_id} and {@code quote_approval_policy}. Where it will stand is not known
   * here: the limits are those of groups, and what goes elsewhere is checked by {@link
   * #checkForFediverse}.
   *
   * @throws ProblemException 422 with the reason
   */
  public static Draft of(Parameters parameters) {
    String text = normalized(parameters.text("status", ""));
    String spoiler = normalized(parameters.text("spoiler_text", "")).replace('\n', ' ');
    List<MediaId> media = media(parameters);
    if (media.size() > AttachMedia.MAX_ATTACHMENTS) {
      throw ProblemException.invalid("Cannot attach more than 4 files");
    }
    Optional<NewPoll> poll = NewPoll.of(parameters);
    if (poll.isPresent() && !media.isEmpty()) {
      throw ProblemException.invalid("Cannot attach files to a post that has a poll");
    }
    StatusId quoted = quoted(parameters);
    if (quoted != null && (poll.isPresent() || !media.isEmpty())) {
      throw ProblemException.invalid("A post that quotes another can have no files and no poll");
    }
    if (text.isBlank() && !spoiler.isBlank() && quoted == null) {
      text = spoiler;
      spoiler = "";
    }
    if (text.isBlank() && media.isEmpty() && quoted == null) {
      throw ProblemException.invalid("Text can't be blank");
    }
    StatusText parsed = StatusText.parse(text);
    if (StatusLength.of(parsed, spoiler) > MAX_GROUP_CHARACTERS) {
      throw tooLong(MAX_GROUP_CHARACTERS);
    }
    return new Draft(
        parsed,
        spoiler,
        parameters.flag("sensitive", false) || !spoiler.isBlank(),
        visibility(parameters).orElse(null),
        language(parameters).orElse(null),
        inReplyTo(parameters),
        media,
        MediaDetails.of(parameters),
        poll.orElse(null),
        quoted,
        QuotePolicy.asked(parameters).orElse(null));
  }

  /**
   * For one that does not go into a group.
   *
   * @throws ProblemException 422 with the reason
   */
  void checkForFediverse() {
    if (isLong()) {
      throw tooLong(StatusLength.MAX);
    }
    if (poll != null) {
      poll.checkForFediverse();
    }
  }

  /**
   * For one that goes into a group.
   *
   * @throws ProblemException 422 when it quotes: what is said in a group is not tied to what is
   *     said elsewhere
   */
  void checkForGroup() {
    if (quoted != null) {
      throw ProblemException.invalid("A post of a private group cannot quote another post");
    }
  }

  /** Whether only a group has room for its text. */
  private boolean isLong() {
    return StatusLength.isTooLong(text, spoilerText);
  }

  private static ProblemException tooLong(int most) {
    return ProblemException.invalid("Text character limit of " + most + " exceeded");
  }

  /** All that readers see of it, for what is looked for in it. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of(text.text(), spoilerText));
    if (poll != null) {
      words.addAll(poll.options());
    }
    return words;
  }

  /** What a member writes on the pages of a group, which have checked it. */
  public static Draft inGroup(
      String text, @Nullable StatusId inReplyTo, List<MediaId> media, @Nullable NewPoll poll) {
    return new Draft(
        StatusText.parse(normalized(text)),
        "",
        false,
        null,
        null,
        inReplyTo,
        media,
        List.of(),
        poll,
        null,
        null);
  }

  private static Optional<Visibility> visibility(Parameters parameters) {
    Optional<String> wire = parameters.text("visibility").filter(value -> !value.isEmpty());
    if (wire.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Visibility.parse(wire.get())
            .orElseThrow(() -> ProblemException.invalid("Visibility is not included in the list")));
  }

  private static Optional<String> language(Parameters parameters) {
    return parameters.text("language").flatMap(Languages::normalize);
  }

  /** What is no identifier is not left out: its author would miss the picture. */
  private static List<MediaId> media(Parameters parameters) {
    List<String> sent =
        parameters.list("media_ids").stream().filter(id -> !id.isBlank()).distinct().toList();
    List<MediaId> media =
        parameters.ids("media_ids").stream().distinct().map(MediaId::new).toList();
    if (media.size() < sent.size()) {
      throw ProblemException.invalid("Media attachment not found");
    }
    return media;
  }

  private static @Nullable StatusId quoted(Parameters parameters) {
    Optional<String> id =
        parameters
            .text("quoted_status_id")
            // as forks of Mastodon named it before
            .or(() -> parameters.text("quote_id"))
            .filter(value -> !value.isBlank());
    if (id.isEmpty()) {
      return null;
    }
    return StatusId.parse(id.get())
        .orElseThrow(() ->
            ProblemException.of(404, "The post you are trying to quote does not appear to exist."));
  }

  private static @Nullable StatusId inReplyTo(Parameters parameters) {
    Optional<String> id = parameters.text("in_reply_to_id").filter(value -> !value.isBlank());
    if (id.isEmpty()) {
      return null;
    }
    return StatusId.parse(id.get())
        .orElseThrow(() ->
            ProblemException.of(
                404, "The post you are trying to reply to does not appear to exist."));
  }

  /** Line ends as one character, no characters that steer terminals or hide text. */
  private static String normalized(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').strip();
  }
}
