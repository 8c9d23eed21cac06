package org.colloque.server.filters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.colloque.server.database.Tx;
import org.colloque.server.filters.FiltersApi.Call;
import org.colloque.server.http.Handler;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/**
 * Filters as clients before version 4 know them: each keyword is one (Mastodon 4.6, version 1 of
 * methods/filters).
 */
public final class OldFiltersApi {
  private static final String ROOT = "/api/v1/filters";

  /** A date as RFC 9745 writes it. */
  private static final String DEPRECATED = "@1668384000";

  private final Kit kit;
  private final ChangeFilters change;

  public OldFiltersApi(Kit kit, ChangeFilters change) {
    this.kit = kit;
    this.change = change;
  }

  public List<Route> routes() {
    return Stream.of(
            Route.get(ROOT, FiltersApi.READ, with(this::all)),
            Route.post(ROOT, FiltersApi.WRITE, with(this::create)),
            Route.get(ROOT + "/:id", FiltersApi.READ, with(this::show)),
            Route.put(ROOT + "/:id", FiltersApi.WRITE, with(this::change)),
            Route.patch(ROOT + "/:id", FiltersApi.WRITE, with(this::change)),
            Route.delete(ROOT + "/:id", FiltersApi.WRITE, with(this::delete)))
        .toList();
  }

  private Handler with(BiFunction<Tx, Call, Object> action) {
    Handler handler = FiltersApi.with(kit, action);
    return request -> handler.handle(request).with("deprecation", DEPRECATED);
  }

  private Object all(Tx tx, Call call) {
    return FilterQueries.of(tx.sql(), call.me()).stream()
        .flatMap(
            filter -> filter.keywords().stream().map(keyword -> FilterEntity.old(filter, keyword)))
        .toList();
  }

  private static Filter own(Tx tx, Call call) {
    return FilterQueries.withKeyword(tx.sql(), call.me(), call.number("id"))
        .orElseThrow(ProblemException::notFound);
  }

  private Object show(Tx tx, Call call) {
    Filter filter = own(tx, call);
    return FilterEntity.old(filter, FiltersApi.known(filter, call.number("id")));
  }

  private Object create(Tx tx, Call call) {
    Parameters parameters = call.parameters();
    String phrase = parameters.text("phrase", "").strip();
    ChangeFilters.Word word = ChangeFilters.Word.of(phrase, parameters.flag("whole_word", false));
    ChangeFilters.Settings settings =
        new ChangeFilters.Settings(
            phrase.substring(0, Math.min(phrase.length(), Filter.MAX_TITLE)),
            FilterForms.contexts(parameters, FilterForms.NEW.contexts()),
            action(parameters).orElse(FilterAction.WARN),
            FilterForms.end(parameters, null, kit.now()));
    Filter filter = change.create(tx, call.me(), settings, List.of(word));
    return FilterEntity.old(filter, filter.keywords().getFirst());
  }

  private static Optional<FilterAction> action(Parameters parameters) {
    return parameters
        .flag("irreversible")
        .map(irreversible -> irreversible ? FilterAction.HIDE : FilterAction.WARN);
  }

  private Object change(Tx tx, Call call) {
    Parameters parameters = call.parameters();
    Filter filter = own(tx, call);
    Filter.Keyword before = FiltersApi.known(filter, call.number("id"));
    ChangeFilters.Settings settings =
        new ChangeFilters.Settings(
            filter.title(),
            FilterForms.contexts(parameters, filter.contexts()),
            action(parameters).orElse(filter.action()),
            FilterForms.end(parameters, filter.expiresAt(), kit.now()));
    if (filter.keywords().size() > 1 && !settings.equals(ChangeFilters.Settings.of(filter))) {
      throw ProblemException.invalid(
          "These parameters cannot be changed from this application because they apply to more"
              + " than one filter keyword. Use a more recent application or the web interface.");
    }
    ChangeFilters.Word word =
        new ChangeFilters.Word(
            before.id(),
            parameters.text("phrase").map(String::strip).orElse(before.keyword()),
            parameters.flag("whole_word").orElse(before.wholeWord()),
            false);
    Filter changed = change.change(tx, call.me(), filter.id(), settings, List.of(word));
    return FilterEntity.old(changed, FiltersApi.known(changed, before.id()));
  }

  /** The filter goes with its last keyword. */
  private Object delete(Tx tx, Call call) {
    Filter filter = own(tx, call);
    if (filter.keywords().size() == 1 && filter.posts().isEmpty()) {
      change.delete(tx, call.me(), filter.id());
    } else {
      ChangeFilters.Word gone = new ChangeFilters.Word(call.number("id"), "", false, true);
      Filter _ = change.words(tx, call.me(), filter.id(), List.of(gone));
    }
    return Map.of();
  }
}
