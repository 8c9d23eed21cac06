package org.colloque.server.pages.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form that writes on the board of a group. Fields: "title" and "category" for a topic, {@code
 * status}, {@code in_reply_to_id}, {@code file1} to {@code file4} with {@code alt1} to {@code
 * alt4}, {@code media_ids} for files already stored, {@code idempotency}; {@code poll1} to {@code
 * poll8} or {@code date1} to {@code date8}, {@code poll_multiple}, {@code poll_results}, {@code
 * poll_ballots}, {@code poll_expires_in}; the button {@code keep} keeps a draft.
 *
 * @param action where it is sent to
 * @param titled with a title and a category
 * @param answered who is answered; null for the topic itself
 * @param attached files that are stored already
 */
public record GroupComposerView(
    Form form,
    String action,
    boolean titled,
    @Nullable String answered,
    List<MediaView> attached,
    int maxCharacters,
    int maxFiles,
    String idempotency) {
  /** One of several, with the keys of its words. */
  public record Choice(String value, String label, String help) {
    /** Whether {@code value} is among these. */
    public static boolean isOneOf(List<Choice> choices, String value) {
      return choices.stream().anyMatch(each -> each.value().equals(value));
    }
  }

  /** How many answers a poll may have. */
  public static final int POLL_ANSWERS = 8;

  /** How many of them are shown at once. */
  public static final int FEW_ANSWERS = 4;

  /** When it is shown how a poll stands, the usual first. */
  public static final List<Choice> RESULTS =
      List.of(
          new Choice("always", "board.poll.results.always", ""),
          new Choice("after_vote", "board.poll.results.aftervote", ""),
          new Choice("after_end", "board.poll.results.afterend", ""));

  /** How votes are kept, the usual first. */
  public static final List<Choice> BALLOTS =
      List.of(
          new Choice("named", "board.poll.named", "board.poll.named.help"),
          new Choice("anonymous", "board.poll.anonymous", "board.poll.anonymous.help"));

  /** Whether the part for a poll is open: something was typed there, or is wrong. */
  public boolean asks() {
    return written("(poll|date)\\d") || wrong("(poll|date).*");
  }

  /** Whether more answers than the few were typed. */
  public boolean asksMore() {
    return written("poll[5-8]") || wrong("poll[5-8]");
  }

  /** Whether dates were typed. */
  public boolean asksDates() {
    return written("date\\d") || wrong("date.*");
  }

  private boolean written(String field) {
    return form.values().entrySet().stream()
        .anyMatch(each -> each.getKey().matches(field) && !each.getValue().isEmpty());
  }

  private boolean wrong(String field) {
    return form.errors().keySet().stream().anyMatch(each -> each.matches(field));
  }

  public String results() {
    return chosen("poll_results", RESULTS.getFirst().value());
  }

  public String ballots() {
    return chosen("poll_ballots", BALLOTS.getFirst().value());
  }

  /** How long the poll lasts, in seconds. */
  public String pollLasts() {
    return chosen("poll_expires_in", "604800");
  }

  private String chosen(String field, String usual) {
    return form.value(field).isEmpty() ? usual : form.value(field);
  }

  /** How many more files fit. */
  public int freeFiles() {
    return Math.max(0, maxFiles - attached.size());
  }
}
