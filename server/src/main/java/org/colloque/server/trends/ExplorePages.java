package org.colloque.server.trends;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.TAGS;
import static org.colloque.migrations.Tables.TREND_STATUSES;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.ExploreView;
import org.colloque.server.pages.view.ExploreView.Tab;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.suggestions.Suggestions;
import org.colloque.server.suggestions.Suggestions.Suggestion;
import org.colloque.server.tags.TagEntities;

/** The page on which one looks around: posts, hashtags and people. */
public final class ExplorePages {
  private static final int STATUSES = 20;
  private static final int TAGS_SHOWN = 20;
  private static final int LINKS = 10;
  private static final int PEOPLE = 20;

  private final Kit kit;
  private final PageReplies replies;
  private final Supplier<TrendsMode> mode;
  private final AccountEntities accounts;
  private final StatusEntities statuses;
  private final TagEntities tags;

  public ExplorePages(
      Kit kit,
      PageReplies replies,
      Supplier<TrendsMode> mode,
      AccountEntities accounts,
      StatusEntities statuses,
      TagEntities tags) {
    this.kit = kit;
    this.replies = replies;
    this.mode = mode;
    this.accounts = accounts;
    this.statuses = statuses;
    this.tags = tags;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.EXPLORE, Access.page(), request -> show(request, Tab.POSTS)),
        Route.get(Paths.EXPLORE_TAGS, Access.page(), request -> show(request, Tab.TAGS)),
        Route.get(Paths.EXPLORE_NEWS, Access.page(), request -> show(request, Tab.NEWS)),
        Route.get(Paths.EXPLORE_PEOPLE, Access.page(), request -> show(request, Tab.PEOPLE)),
        Route.post(Paths.dismissSuggestion(":id"), Access.signedIn(), this::dismiss));
  }

  private Reply show(Request request, Tab tab) {
    Viewer viewer = request.caller().viewer();
    Locale locale = request.caller().locale();
    ExploreView view =
        kit.db()
            .as(
                viewer,
                tx ->
                    switch (tab) {
                      case POSTS ->
                          new ExploreView(
                              tab, posts(tx, viewer, locale), List.of(), List.of(), List.of());
                      case TAGS ->
                          new ExploreView(tab, List.of(), tags(tx, viewer), List.of(), List.of());
                      case NEWS ->
                          new ExploreView(tab, List.of(), List.of(), links(tx, locale), List.of());
                      case PEOPLE ->
                          new ExploreView(tab, List.of(), List.of(), List.of(), people(tx, viewer));
                    });
    return replies.ok(request, view);
  }

  private List<org.colloque.server.pages.view.StatusView> posts(
      Tx tx, Viewer viewer, Locale locale) {
    List<Long> ids =
        TrendQueries.statuses(
            tx.sql(),
            viewer,
            TrendQueries.allowed(mode.get(), TREND_STATUSES.TRENDABLE),
            locale.getLanguage(),
            STATUSES,
            0);
    return StatusViews.of(
        tx.sql(),
        org.colloque.server.filters.FilterContext.PUBLIC,
        statuses.list(tx.sql(), viewer, ids));
  }

  private List<ExploreView.Tag> tags(Tx tx, Viewer viewer) {
    return tags
        .list(
            tx.sql(),
            viewer,
            TrendQueries.tags(
                tx.sql(), TrendQueries.allowed(mode.get(), TAGS.TRENDABLE), TAGS_SHOWN, 0))
        .stream()
        .map(tag -> new ExploreView.Tag(tag.name(), tag.lately()))
        .toList();
  }

  private List<ExploreView.Link> links(Tx tx, Locale locale) {
    return LinkEntities.list(
            tx.sql(),
            kit,
            TrendQueries.links(
                tx.sql(),
                TrendQueries.allowed(mode.get(), TrendQueries.LINK_TRENDABLE),
                locale.getLanguage(),
                LINKS,
                0))
        .stream()
        .map(link ->
            new ExploreView.Link(
                link.path("url").asText(),
                link.path("title").asText(),
                link.path("provider_name").asText(),
                link.path("history").path(0).path("accounts").asLong()
                    + link.path("history").path(1).path("accounts").asLong()))
        .toList();
  }

  /** A visitor sees who writes here lately and wants to be found. */
  private List<ExploreView.Person> people(Tx tx, Viewer viewer) {
    return switch (viewer) {
      case Viewer.Member(AccountId member) ->
          shown(tx, Suggestions.of(tx.sql(), member, kit.now()).stream().limit(PEOPLE).toList());
      case Viewer.Stranger _ ->
          shown(
              tx,
              tx.sql()
                  .select(ACCOUNTS.ID)
                  .from(ACCOUNTS)
                  .where(ACCOUNTS.DISCOVERABLE)
                  .and(ACCOUNTS.DOMAIN.isNull())
                  .and(ACCOUNTS.SUSPENDED_AT.isNull())
                  .and(ACCOUNTS.SILENCED_AT.isNull())
                  .and(ACCOUNTS.DELETED_AT.isNull())
                  .orderBy(ACCOUNTS.LAST_STATUS_ON.desc().nullsLast(), ACCOUNTS.ID.desc())
                  .limit(org.jooq.impl.DSL.inline(PEOPLE))
                  .fetch(row -> new Suggestion(row.value1(), java.util.Set.of())));
    };
  }

  private List<ExploreView.Person> shown(Tx tx, List<Suggestion> page) {
    List<Long> ids = page.stream().map(Suggestion::account).toList();
    Map<Long, RawJson> found = accounts.byIds(tx.sql(), ids);
    Map<Long, String> professions = AccountViews.professions(tx.sql(), ids);
    List<ExploreView.Person> people = new ArrayList<>();
    for (Suggestion each : page) {
      RawJson account = found.get(each.account());
      if (account != null) {
        String why =
            each.sources().stream()
                .findFirst()
                .map(source -> "explore.why." + source.name().toLowerCase(Locale.ROOT))
                .orElse("");
        people.add(
            new ExploreView.Person(AccountViews.of(Json.read(account.bytes()), professions), why));
      }
    }
    return people;
  }

  private Reply dismiss(Request request) {
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> Suggestions.dismiss(tx.sql(), request.caller().required().account(), id));
    return Reply.redirect(Paths.EXPLORE_PEOPLE);
  }
}
