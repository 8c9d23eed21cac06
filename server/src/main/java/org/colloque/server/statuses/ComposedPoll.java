package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.words.Messages;

/**
 * The part of the composer that asks a poll: fields {@code poll1} to {@code poll4}, {@code
 * poll_multiple}, {@code poll_hide_totals} and {@code poll_expires_in} in seconds. Without an
 * answer written there is no poll.
 */
final class ComposedPoll {
  private static final List<String> FLAGS = List.of("poll_multiple", "poll_hide_totals");
  private static final String END = "poll_expires_in";

  /** How long a poll lasts when nothing else is chosen. */
  static final Duration USUAL = Duration.ofDays(3);

  private ComposedPoll() {}

  /** Adds what was typed to the form. */
  static Form read(Form form, Parameters parameters) {
    Form read = form.with(END, parameters.text(END, Long.toString(USUAL.toSeconds())));
    for (int i = 1; i <= NewPoll.MAX_OPTIONS; i++) {
      read = read.with("poll" + i, parameters.text("poll" + i, "").strip());
    }
    for (String flag : FLAGS) {
      read = read.checked(flag, parameters.flag(flag, false));
    }
    return read;
  }

  private static List<String> options(Form form) {
    return IntStream.rangeClosed(1, NewPoll.MAX_OPTIONS)
        .mapToObj(i -> form.value("poll" + i))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  static Form check(Form form, int pictures, Messages messages) {
    List<String> options = options(form);
    if (options.isEmpty()) {
      return form;
    }
    Form checked = form;
    if (options.size() < NewPoll.MIN_OPTIONS) {
      checked = checked.error("poll1", messages.get("composer.error.poll.few"));
    }
    if (new HashSet<>(options).size() < options.size()) {
      checked = checked.error("poll1", messages.get("composer.error.poll.same"));
    }
    for (int i = 1; i <= NewPoll.MAX_OPTIONS; i++) {
      if (NewPoll.isTooLong(form.value("poll" + i))) {
        checked = checked.error("poll" + i, messages.get("fault.toolong", NewPoll.MAX_CHARACTERS));
      }
    }
    if (pictures > 0) {
      checked = checked.error("poll1", messages.get("composer.error.poll.images"));
    }
    boolean known =
        Decimal.parse(form.value(END))
            .map(Duration::ofSeconds)
            .filter(lasts ->
                lasts.compareTo(NewPoll.SHORTEST) >= 0 && lasts.compareTo(NewPoll.LONGEST) <= 0)
            .isPresent();
    return known ? checked : checked.error(END, messages.get("fault.inclusion"));
  }

  /** The poll as the client API takes it. */
  static Optional<ObjectNode> of(Form form) {
    List<String> options = options(form);
    if (options.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode poll = Json.object();
    ArrayNode texts = poll.putArray("options");
    options.forEach(texts::add);
    poll.put("multiple", form.isChecked("poll_multiple"));
    poll.put("hide_totals", form.isChecked("poll_hide_totals"));
    poll.put("expires_in", form.value(END));
    return Optional.of(poll);
  }
}
