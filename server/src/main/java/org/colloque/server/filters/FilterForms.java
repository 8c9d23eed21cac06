package org.colloque.server.filters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads filters from requests of the client API; what is missing stays as it was. */
final class FilterForms {
  /** Of a new filter. */
  static final ChangeFilters.Settings NEW =
      new ChangeFilters.Settings("", Set.of(), FilterAction.WARN, null);

  private FilterForms() {}

  static ChangeFilters.Settings settings(
      Parameters parameters, ChangeFilters.Settings before, Instant now) {
    Optional<String> action = parameters.text("filter_action").filter(text -> !text.isEmpty());
    if (action.isPresent() && FilterAction.parse(action.get()).isEmpty()) {
      throw ProblemException.invalid("Filter action is not included in the list");
    }
    return new ChangeFilters.Settings(
        parameters.text("title").map(String::strip).orElse(before.title()),
        contexts(parameters, before.contexts()),
        action.flatMap(FilterAction::parse).orElse(before.action()),
        end(parameters, before.expiresAt(), now));
  }

  /**
   * @throws ProblemException 422 when one of them is none
   */
  static Set<FilterContext> contexts(Parameters parameters, Set<FilterContext> before) {
    List<String> names = parameters.list("context");
    if (names.isEmpty() && !parameters.has("context")) {
      return before;
    }
    Set<FilterContext> contexts = EnumSet.noneOf(FilterContext.class);
    for (String name : names) {
      contexts.add(
          FilterContext.parse(name)
              .orElseThrow(
                  () -> ProblemException.invalid("Context None or invalid context supplied")));
    }
    return contexts;
  }

  /** {@code expires_in} in seconds; a blank one takes the end away. */
  static @Nullable Instant end(Parameters parameters, @Nullable Instant before, Instant now) {
    if (!parameters.tree().has("expires_in")) {
      return before;
    }
    return parameters.integer("expires_in").map(now::plusSeconds).orElse(null);
  }

  /** {@code keywords_attributes}. */
  static List<ChangeFilters.Word> words(Parameters parameters, Optional<Filter> filter) {
    List<ChangeFilters.Word> words = new ArrayList<>();
    for (Parameters each : parameters.objects("keywords_attributes")) {
      Optional<Filter.Keyword> known =
          each.text("id")
              .flatMap(Decimal::parse)
              .map(id ->
                  filter.stream()
                      .flatMap(one -> one.keywords().stream())
                      .filter(keyword -> keyword.id() == id)
                      .findFirst()
                      .orElseThrow(ProblemException::notFound));
      words.add(word(each, known));
    }
    return words;
  }

  static ChangeFilters.Word word(Parameters parameters, Optional<Filter.Keyword> known) {
    return new ChangeFilters.Word(
        known.map(Filter.Keyword::id).orElse(null),
        parameters
            .text("keyword")
            .map(String::strip)
            .orElse(known.map(Filter.Keyword::keyword).orElse("")),
        parameters.flag("whole_word").orElse(known.map(Filter.Keyword::wholeWord).orElse(false)),
        parameters.flag("_destroy", false));
  }
}
