package org.colloque.server.timelines;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.colloque.server.announcements.AnnouncementPages;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.NewsView;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.pages.view.TagView;
import org.colloque.server.pages.view.TimelineView;
import org.colloque.server.pages.view.TimelineView.Kind;
import org.colloque.server.statuses.Composers;
import org.colloque.server.statuses.Cursor;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.statuses.Visible;
import org.colloque.server.tags.TagQueries;
import org.colloque.server.text.HashtagName;
import org.jooq.Record2;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** Lists of statuses as pages: home with the composer, the two public ones, hashtags, marks. */
public final class TimelinePages {
  private static final int LIMIT = 20;

  private final Kit kit;
  private final PageReplies replies;
  private final StatusEntities statuses;
  private final Composers composers;

  public TimelinePages(Kit kit, PageReplies replies, StatusEntities statuses, Composers composers) {
    this.kit = kit;
    this.replies = replies;
    this.statuses = statuses;
    this.composers = composers;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.HOME, Access.signedIn(), this::home),
        Route.get(Paths.LOCAL, Access.page(), request -> listed(request, Kind.LOCAL)),
        Route.get(Paths.FEDERATED, Access.signedIn(), request -> listed(request, Kind.FEDERATED)),
        Route.get(
            Paths.HOME + Paths.NEWS,
            Access.signedIn(),
            request -> news(statuses.home(request.caller().required().account(), since(request)))),
        Route.get(Paths.LOCAL + Paths.NEWS, Access.signedIn(), request -> news(request, true)),
        Route.get(Paths.FEDERATED + Paths.NEWS, Access.signedIn(), request -> news(request, false)),
        Route.get("/tags/:tag", Access.page(), this::tag),
        Route.get(
            Paths.BOOKMARKS,
            Access.signedIn(),
            request -> marked(request, Kind.BOOKMARKS, Marked.BOOKMARKS)),
        Route.get(
            Paths.FAVOURITES,
            Access.signedIn(),
            request -> marked(request, Kind.FAVOURITES, Marked.FAVOURITES)));
  }

  private Reply home(Request request) {
    Caller.Member member = request.caller().required();
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    Map<Long, RawJson> page = statuses.home(member.account(), TimelinesApi.cursor(paging));
    TimelineView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    new TimelineView(
                        Kind.HOME,
                        first(paging)
                            ? AnnouncementPages.unread(tx, kit, member.account())
                            : List.of(),
                        first(paging) ? composers.fresh(tx.sql(), member) : null,
                        StatusViews.of(tx.sql(), FilterContext.HOME, page.values()),
                        pager(Paths.HOME, page.keySet(), paging),
                        news(Paths.HOME, "user", page.keySet(), paging)));
    return replies.ok(request, view);
  }

  private Reply listed(Request request, Kind kind) {
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    Map<Long, RawJson> page =
        statuses.listed(viewer, kind == Kind.LOCAL, TimelinesApi.cursor(paging));
    List<StatusView> views =
        kit.db().as(viewer, tx -> StatusViews.of(tx.sql(), FilterContext.PUBLIC, page.values()));
    PagerView pager = pager(request.path(), page.keySet(), paging);
    String stream = kind == Kind.LOCAL ? "public:local" : "public";
    NewsView news =
        viewer instanceof Viewer.Member
            ? news(request.path(), stream, page.keySet(), paging)
            : null;
    return replies.ok(request, new TimelineView(kind, List.of(), null, views, pager, news));
  }

  private Reply tag(Request request) {
    String name = request.pathParameter("tag");
    if (!HashtagName.isValid(name)) {
      throw ProblemException.notFound();
    }
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    Select<?> ids =
        TimelinesApi.statuses(
            paging,
            TimelinesApi.T.AUDIENCE
                .eq("public")
                .and(TimelinesApi.tagged(List.of(HashtagName.normalize(name))))
                .and(Visible.toAll(TimelinesApi.T))
                .and(Visible.wanted(viewer, TimelinesApi.T.ACCOUNT_ID))
                .and(TimelinesApi.unsilenced()));
    TagView view =
        kit.db()
            .as(
                viewer,
                tx -> {
                  Map<Long, RawJson> page = statuses.page(tx.sql(), viewer, ids);
                  return new TagView(
                      name,
                      StatusViews.of(tx.sql(), FilterContext.PUBLIC, page.values()),
                      pager(Paths.tag(name), page.keySet(), paging),
                      kit.urls().tag(HashtagName.normalize(name)),
                      request
                          .caller()
                          .account()
                          .map(me ->
                              TagQueries.isFollowed(tx.sql(), HashtagName.normalize(name), me))
                          .orElse(null));
                });
    return replies.ok(request, view);
  }

  /** Newest mark first: the cursor is the mark's, not the status's. */
  private Reply marked(Request request, Kind kind, Marked marked) {
    Viewer viewer = request.caller().viewer();
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    Select<Record2<Long, Long>> query = marked.page(request.caller().required().account(), paging);
    TimelineView view =
        kit.db()
            .as(
                viewer,
                tx -> {
                  List<Record2<Long, Long>> rows = paging.newestFirst(tx.sql().fetch(query));
                  List<Long> ids = rows.stream().map(Record2::value2).toList();
                  List<Long> cursors = rows.stream().map(Record2::value1).toList();
                  return new TimelineView(
                      kind,
                      List.of(),
                      null,
                      StatusViews.of(tx.sql(), statuses.list(tx.sql(), viewer, ids)),
                      pager(request.path(), cursors, paging),
                      null);
                });
    return replies.ok(request, view);
  }

  /** The newest page is where a script looks for what comes. */
  private static @Nullable NewsView news(
      String path, String stream, Collection<Long> ids, Paging paging) {
    long newest = ids.isEmpty() ? 0 : ids.iterator().next();
    return first(paging) ? new NewsView(path, newest, stream) : null;
  }

  private Reply news(Request request, boolean localOnly) {
    return news(statuses.listed(request.caller().viewer(), localOnly, since(request)));
  }

  /** How many came since, as far as a page goes. */
  private static Reply news(Map<Long, RawJson> page) {
    return Reply.json(Map.of("count", page.size()));
  }

  private static Cursor since(Request request) {
    return TimelinesApi.cursor(Paging.of(request, LIMIT, LIMIT));
  }

  private static boolean first(Paging paging) {
    return paging.maxId().isEmpty() && paging.minId().isEmpty();
  }

  private static PagerView pager(String path, Collection<Long> ids, Paging paging) {
    return PageCursor.of(path, List.copyOf(ids), LIMIT, first(paging));
  }
}
