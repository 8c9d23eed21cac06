package org.colloque.server.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.accounts.KnownAccounts;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SearchView;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.tags.TagEntity;

/**
 * The page of search. A member's handle or address of another server is asked for there; a visitor
 * finds only what is known here.
 */
public final class SearchPages {
  private static final int LIMIT = 20;

  private final Kit kit;
  private final PageReplies replies;
  private final Search search;
  private final Resolver everywhere;
  private final Resolver here;

  public SearchPages(Kit kit, PageReplies replies, Search search, Resolver everywhere) {
    this.kit = kit;
    this.replies = replies;
    this.search = search;
    this.everywhere = everywhere;
    this.here = new KnownAccounts(kit);
  }

  public List<Route> routes() {
    return List.of(Route.get(Paths.SEARCH, Access.page(), this::show));
  }

  private Reply show(Request request) {
    String text = request.parameters().text("q", "").strip();
    if (text.isEmpty() || text.length() > Search.MAX_QUERY) {
      return replies.ok(request, new SearchView(text, List.of(), List.of(), List.of()));
    }
    Viewer viewer = request.caller().viewer();
    Resolver resolver =
        switch (viewer) {
          case Viewer.Member _ -> everywhere;
          case Viewer.Stranger _ -> here;
        };
    Search.Result found = found(viewer, resolver, text);
    return replies.ok(request, kit.db().as(viewer, tx -> view(tx, text, found)));
  }

  private Search.Result found(Viewer viewer, Resolver resolver, String text) {
    if (Search.isUrl(text)) {
      return search.byUrl(viewer, resolver, text, Optional.empty());
    }
    search.discover(resolver, text);
    return search.find(
        viewer, new Search.Asked(text, Optional.empty(), false, Optional.empty(), LIMIT, 0));
  }

  private static SearchView view(Tx tx, String text, Search.Result found) {
    List<Long> ids =
        found.accounts().stream().map(json -> Json.read(json.bytes()).path("id").asLong()).toList();
    Map<Long, String> professions = AccountViews.professions(tx.sql(), ids);
    List<AccountView> accounts =
        found.accounts().stream()
            .map(RawJson::bytes)
            .map(bytes -> AccountViews.of(Json.read(bytes), professions))
            .toList();
    return new SearchView(
        text,
        accounts,
        found.hashtags().stream().map(TagEntity::name).toList(),
        StatusViews.of(tx.sql(), found.statuses()));
  }
}
