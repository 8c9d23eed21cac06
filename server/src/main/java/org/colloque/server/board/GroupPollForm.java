package org.colloque.server.board;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Parameters;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.GroupComposerView;
import org.colloque.server.pages.view.GroupComposerView.Choice;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.NewPoll;
import org.colloque.server.statuses.PollManner;
import org.colloque.server.statuses.PollManner.Ballots;
import org.jspecify.annotations.Nullable;

/**
 * The part of the form that asks a poll: answers in {@code poll1} to {@code poll8}, or dates of the
 * group's zone in {@code date1} to {@code date8}; {@code poll_multiple}, {@code poll_results},
 * {@code poll_ballots} and {@code poll_expires_in} in seconds. Without an answer there is no poll.
 */
final class GroupPollForm {
  /** How a date is kept as an option: the same in every language. */
  private static final DateTimeFormatter OPTION = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private static final String RESULTS = "poll_results";
  private static final String BALLOTS = "poll_ballots";
  private static final String END = "poll_expires_in";
  private static final String MULTIPLE = "poll_multiple";

  private GroupPollForm() {}

  private static Stream<String> fields(String name) {
    return IntStream.rangeClosed(1, NewPoll.MAX_OPTIONS_IN_GROUP).mapToObj(i -> name + i);
  }

  /** Adds what was typed to the form. */
  static Form read(Form form, Parameters parameters) {
    Form read = form.checked(MULTIPLE, parameters.flag(MULTIPLE, false));
    for (String field : List.of(RESULTS, BALLOTS, END)) {
      read = read.with(field, parameters.text(field, ""));
    }
    for (String field : Stream.concat(fields("poll"), fields("date")).toList()) {
      read = read.with(field, parameters.text(field, "").strip());
    }
    return read;
  }

  /** What of it a draft keeps: nothing when no answer is written. */
  static Map<String, String> kept(Form form) {
    Map<String, String> kept = new TreeMap<>();
    if (!written(form, "poll").isEmpty() || !written(form, "date").isEmpty()) {
      form.values()
          .forEach((field, value) -> {
            if (field.matches("(poll|date)(\\d|_\\w+)")) {
              kept.put(field, cut(value));
            }
          });
    }
    return kept;
  }

  private static String cut(String value) {
    int most = 2 * NewPoll.MAX_CHARACTERS_IN_GROUP;
    return (value.length() <= most ? value : value.substring(0, most)).replace("\0", "");
  }

  private static List<String> written(Form form, String name) {
    return fields(name).map(form::value).filter(value -> !value.isEmpty()).toList();
  }

  /**
   * @param files how many are sent with it
   */
  static Form check(Form form, int files, ZoneId zone, Instant now, Messages messages) {
    List<String> texts = written(form, "poll");
    List<String> dates = written(form, "date");
    if (texts.isEmpty() && dates.isEmpty()) {
      return form;
    }
    Form checked = form;
    if (!texts.isEmpty() && !dates.isEmpty()) {
      checked = checked.error("poll1", messages.get("board.error.poll.both"));
    }
    String first = texts.isEmpty() ? "date1" : "poll1";
    List<String> written = texts.isEmpty() ? dates : texts;
    if (written.size() < NewPoll.MIN_OPTIONS) {
      checked = checked.error(first, messages.get("composer.error.poll.few"));
    }
    if (new HashSet<>(written).size() < written.size()) {
      checked = checked.error(first, messages.get("composer.error.poll.same"));
    }
    if (files > 0) {
      checked = checked.error(first, messages.get("composer.error.poll.images"));
    }
    for (String field : fields("poll").toList()) {
      if (NewPoll.isLongerThan(form.value(field), NewPoll.MAX_CHARACTERS_IN_GROUP)) {
        checked =
            checked.error(field, messages.get("fault.toolong", NewPoll.MAX_CHARACTERS_IN_GROUP));
      }
    }
    for (String field : fields("date").toList()) {
      boolean good =
          date(form.value(field))
              .filter(at -> at.atZone(zone).toInstant().isAfter(now))
              .isPresent();
      if (!form.value(field).isEmpty() && !good) {
        checked = checked.error(field, messages.get("board.error.poll.date"));
      }
    }
    return checkChoices(checked, messages);
  }

  private static Form checkChoices(Form form, Messages messages) {
    boolean lasts =
        Decimal.parse(form.value(END))
            .map(Duration::ofSeconds)
            .filter(each ->
                each.compareTo(NewPoll.SHORTEST) >= 0 && each.compareTo(NewPoll.LONGEST) <= 0)
            .isPresent();
    Form checked = lasts ? form : form.error(END, messages.get("fault.inclusion"));
    if (!Choice.isOneOf(GroupComposerView.RESULTS, form.value(RESULTS))) {
      checked = checked.error(RESULTS, messages.get("fault.inclusion"));
    }
    return Choice.isOneOf(GroupComposerView.BALLOTS, form.value(BALLOTS))
        ? checked
        : checked.error(BALLOTS, messages.get("fault.inclusion"));
  }

  /** The poll of a form without errors; null when none is asked. */
  static @Nullable NewPoll of(Form form, ZoneId zone) {
    List<LocalDateTime> dates =
        written(form, "date").stream().flatMap(text -> date(text).stream()).sorted().toList();
    List<String> options =
        dates.isEmpty() ? written(form, "poll") : dates.stream().map(OPTION::format).toList();
    if (options.isEmpty()) {
      return null;
    }
    Ballots ballots =
        form.value(BALLOTS).equals(Ballots.ANONYMOUS.wire()) ? Ballots.ANONYMOUS : Ballots.NAMED;
    List<Instant> moments = dates.stream().map(date -> date.atZone(zone).toInstant()).toList();
    return new NewPoll(
        options,
        !dates.isEmpty() || form.isChecked(MULTIPLE),
        Duration.ofSeconds(Decimal.parse(form.value(END)).orElseThrow()),
        form.value(RESULTS).equals("after_end"),
        new PollManner(ballots, form.value(RESULTS).equals("after_vote"), moments));
  }

  /** As browsers send it, or as somebody types it where there is no such field. */
  private static Optional<LocalDateTime> date(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).withSecond(0).withNano(0));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
