package org.colloque.server.filters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.FilterView;
import org.colloque.server.pages.view.FiltersView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StatusViews;
import org.jspecify.annotations.Nullable;

/** The pages on which a member keeps their filters. */
public final class FilterPages {
  /** The value of {@code expires_in} that leaves the end as it is. */
  private static final String KEEP = "keep";

  /** The longest end that the form may choose. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Kit kit;
  private final PageReplies replies;
  private final ChangeFilters change;
  private final StatusEntities statuses;

  public FilterPages(Kit kit, PageReplies replies, ChangeFilters change, StatusEntities statuses) {
    this.kit = kit;
    this.replies = replies;
    this.change = change;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    Access mine = Access.signedIn();
    return List.of(
        Route.get(Paths.FILTERS, mine, this::index),
        Route.post(Paths.FILTERS, mine, this::create),
        Route.get(Paths.filter(":id", ""), mine, this::show),
        Route.post(Paths.filter(":id", ""), mine, this::save),
        Route.post(Paths.filter(":id", "/posts"), mine, this::addPost),
        Route.post(Paths.filter(":id", "/delete"), mine, this::delete));
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }

  private static Filter own(Tx tx, Request request) {
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return FilterQueries.one(tx.sql(), me(request), id).orElseThrow(ProblemException::notFound);
  }

  private Reply index(Request request) {
    return replies.ok(request, index(request, empty(request)), replies.saved(request));
  }

  private static Form empty(Request request) {
    Form form =
        Form.EMPTY
            .with("filter_action", FilterAction.WARN.wire())
            .checked("whole_word", true)
            .checked("context-home", true)
            .checked("context-notifications", true)
            .checked("context-public", true)
            .checked("context-thread", true);
    return post(request).isPresent() ? form.checked("context-account", true) : form;
  }

  private FiltersView index(Request request, Form form) {
    AccountId me = me(request);
    List<Filter> filters = kit.db().as(Viewer.of(me), tx -> FilterQueries.of(tx.sql(), me));
    StatusView post = post(request).map(id -> shown(request, id)).orElse(null);
    return new FiltersView(
        filters.stream()
            .map(filter ->
                new FiltersView.Row(
                    Long.toString(filter.id()),
                    filter.title(),
                    filter.keywords().stream()
                        .map(Filter.Keyword::keyword)
                        .collect(Collectors.joining(", ")),
                    filter.posts().size(),
                    filter.action().wire(),
                    filter.expiresAt(),
                    filter.isOver(kit.now())))
            .toList(),
        form,
        post);
  }

  /** The post that led here. */
  private static Optional<Long> post(Request request) {
    return request.parameters().text(FiltersView.POST).flatMap(Decimal::parse);
  }

  private StatusView shown(Request request, long post) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              StatusId id = new StatusId(post);
              var _ = ReadStatus.readable(tx.sql(), viewer, id);
              return statuses
                  .one(tx.sql(), viewer, id)
                  .map(json -> StatusViews.of(tx.sql(), List.of(json)).getFirst());
            })
        .orElseThrow(ProblemException::notFound);
  }

  private Reply create(Request request) {
    Form form = form(request);
    if (!form.valid()) {
      return replies.refused(request, index(request, form));
    }
    AccountId me = me(request);
    List<ChangeFilters.Word> words =
        lines(form).stream()
            .map(line -> ChangeFilters.Word.of(line, form.isChecked("whole_word")))
            .toList();
    try {
      Filter _ =
          kit.db()
              .as(
                  Viewer.of(me),
                  tx -> {
                    Filter made = change.create(tx, me, settings(form, null), words);
                    post(request).ifPresent(post -> change.addPost(tx, me, made.id(), post));
                    return made;
                  });
    } catch (ProblemException tooMany) {
      return replies.refused(request, index(request, form.error("title", tooMany(request))));
    }
    return Reply.redirect(Paths.saved(Paths.FILTERS));
  }

  private String tooMany(Request request) {
    return words(request).get("filters.toomany", Filter.MAX_FILTERS, Filter.MAX_ENTRIES);
  }

  private Messages words(Request request) {
    return replies.messages(request);
  }

  private Reply show(Request request) {
    Filter filter = kit.db().as(request.caller().viewer(), tx -> own(tx, request));
    return replies.ok(request, view(filter, form(filter)), replies.saved(request));
  }

  private static FilterView view(Filter filter, Form form) {
    return new FilterView(Long.toString(filter.id()), filter.title(), form, filter.posts().size());
  }

  private static Form form(Filter filter) {
    Form form =
        Form.EMPTY
            .with("title", filter.title())
            .with(
                "words",
                filter.keywords().stream()
                    .map(Filter.Keyword::keyword)
                    .collect(Collectors.joining("\n")))
            .checked("whole_word", filter.keywords().stream().anyMatch(Filter.Keyword::wholeWord))
            .with("filter_action", filter.action().wire())
            .with("expires_in", filter.expiresAt() == null ? "" : KEEP);
    for (FilterContext context : filter.contexts()) {
      form = form.checked("context-" + context.wire(), true);
    }
    return form;
  }

  private Reply save(Request request) {
    Form form = form(request);
    AccountId me = me(request);
    Filter before = kit.db().as(Viewer.of(me), tx -> own(tx, request));
    if (!form.valid()) {
      return replies.refused(request, view(before, form));
    }
    try {
      Filter _ =
          kit.db()
              .as(
                  Viewer.of(me),
                  tx -> {
                    Filter filter = own(tx, request);
                    return change.change(
                        tx,
                        me,
                        filter.id(),
                        settings(form, filter.expiresAt()),
                        words(form, filter));
                  });
    } catch (ProblemException tooMany) {
      return replies.refused(request, view(before, form.error("words", tooMany(request))));
    }
    return Reply.redirect(Paths.saved(Paths.FILTERS));
  }

  /** The words of the form in place of those of the filter. */
  private static List<ChangeFilters.Word> words(Form form, Filter filter) {
    List<String> wanted = new ArrayList<>(lines(form));
    List<ChangeFilters.Word> words = new ArrayList<>();
    boolean whole = form.isChecked("whole_word");
    for (Filter.Keyword known : filter.keywords()) {
      boolean stays = wanted.remove(known.keyword());
      words.add(new ChangeFilters.Word(known.id(), known.keyword(), whole, !stays));
    }
    wanted.forEach(line -> words.add(ChangeFilters.Word.of(line, whole)));
    return words;
  }

  private static List<String> lines(Form form) {
    return form.value("words")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .distinct()
        .toList();
  }

  /** A post that is in the filter already stays there. */
  private Reply addPost(Request request) {
    AccountId me = me(request);
    long post = post(request).orElseThrow(ProblemException::notFound);
    Filter filter = kit.db().as(Viewer.of(me), tx -> own(tx, request));
    if (filter.posts().stream().noneMatch(known -> known.status() == post)) {
      if (filter.posts().size() >= Filter.MAX_ENTRIES) {
        return replies.refused(
            request, index(request, empty(request).error("title", tooMany(request))));
      }
      kit.db().doAs(Viewer.of(me), tx -> change.addPost(tx, me, filter.id(), post));
    }
    return Reply.redirect(Paths.saved(Paths.FILTERS));
  }

  private Reply delete(Request request) {
    AccountId me = me(request);
    kit.db().doAs(Viewer.of(me), tx -> change.delete(tx, me, own(tx, request).id()));
    return Reply.redirect(Paths.saved(Paths.FILTERS));
  }

  private Form form(Request request) {
    Parameters parameters = request.parameters();
    Form form =
        Form.EMPTY
            .with("title", parameters.text("title", "").strip())
            .with("words", parameters.text("words", ""))
            .checked("whole_word", parameters.flag("whole_word", false))
            .with("filter_action", parameters.text("filter_action", ""))
            .with("expires_in", parameters.text("expires_in", ""));
    for (FilterContext context : FilterContext.values()) {
      String field = "context-" + context.wire();
      form = form.checked(field, parameters.flag(field, false));
    }
    return checked(form, words(request));
  }

  private static Form checked(Form form, Messages words) {
    Form checked = form;
    if (form.value("title").isEmpty()) {
      checked = checked.error("title", words.get("fault.blank"));
    }
    if (form.value("title").length() > Filter.MAX_TITLE) {
      checked = checked.error("title", words.get("fault.toolong", Filter.MAX_TITLE));
    }
    if (lines(form).stream().anyMatch(line -> line.length() > Filter.MAX_KEYWORD)) {
      checked = checked.error("words", words.get("fault.toolong", Filter.MAX_KEYWORD));
    }
    if (contexts(form).isEmpty()) {
      checked = checked.error("contexts", words.get("filters.nowhere"));
    }
    if (FilterAction.parse(form.value("filter_action")).isEmpty()) {
      checked = checked.error("filter_action", words.get("fault.inclusion"));
    }
    String end = form.value("expires_in");
    if (!end.isEmpty() && !end.equals(KEEP) && seconds(end).isEmpty()) {
      checked = checked.error("expires_in", words.get("fault.inclusion"));
    }
    return checked;
  }

  private static Optional<Duration> seconds(String text) {
    return Decimal.parse(text)
        .map(Duration::ofSeconds)
        .filter(duration -> duration.isPositive() && duration.compareTo(LONGEST) <= 0);
  }

  private static Set<FilterContext> contexts(Form form) {
    Set<FilterContext> contexts = EnumSet.noneOf(FilterContext.class);
    for (FilterContext context : FilterContext.values()) {
      if (form.isChecked("context-" + context.wire())) {
        contexts.add(context);
      }
    }
    return contexts;
  }

  private ChangeFilters.Settings settings(Form form, @Nullable Instant before) {
    String end = form.value("expires_in");
    return new ChangeFilters.Settings(
        form.value("title"),
        contexts(form),
        FilterAction.parse(form.value("filter_action")).orElse(FilterAction.WARN),
        end.equals(KEEP)
            ? before
            : seconds(end).map(duration -> kit.now().plus(duration)).orElse(null));
  }
}
