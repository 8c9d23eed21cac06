package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.Sightings;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.RedirectException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.ComposerView;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.pages.view.ThreadView;
import org.colloque.server.text.PlainText;
import org.jspecify.annotations.Nullable;

/** The page of a status: what it answers, itself, and its answers. */
public final class ThreadPages {
  private static final int SUMMARY_LENGTH = 200;

  private final Kit kit;
  private final PageReplies replies;
  private final StatusEntities statuses;
  private final Composers composers;
  private final Sightings sightings;

  public ThreadPages(
      Kit kit,
      PageReplies replies,
      StatusEntities statuses,
      Composers composers,
      Sightings sightings) {
    this.kit = kit;
    this.replies = replies;
    this.statuses = statuses;
    this.composers = composers;
    this.sightings = sightings;
  }

  public List<Route> routes() {
    return List.of(Route.get("/@:handle/:id", Access.page(), this::show));
  }

  private Reply show(Request request) {
    StatusId id =
        StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    Viewer viewer = request.caller().viewer();
    ThreadView view = kit.db().as(viewer, tx -> view(tx, request, id));
    return replies.ok(request, view);
  }

  private ThreadView view(Tx tx, Request request, StatusId asked) {
    Viewer viewer = request.caller().viewer();
    StatusesRecord row = ReadStatus.original(tx.sql(), viewer, asked);
    StatusId id = new StatusId(row.getId());
    RawJson json = statuses.one(tx.sql(), viewer, id).orElseThrow(ProblemException::notFound);
    if (StatusEntities.hasPoll(json)) {
      PollQueries.look(tx.sql(), id, kit.now());
    }
    JsonNode entity = Json.read(json.bytes());
    StatusView view = StatusViews.of(tx.sql(), List.of(json)).getFirst();
    String uri = row.getUri();
    if (row.getLocal() && uri != null && PageReplies.wantsData(request)) {
      throw new RedirectException(uri);
    }
    if (!view.path().equals(request.path())) {
      // a reblog, or the right number under another name
      throw new RedirectException(view.path());
    }
    return thread(tx, request, json, entity, view, row);
  }

  private ThreadView thread(
      Tx tx, Request request, RawJson json, JsonNode entity, StatusView view, StatusesRecord row) {
    Viewer viewer = request.caller().viewer();
    StatusId id = new StatusId(row.getId());
    sightings.opened(viewer, id);
    List<Long> before = Threads.ancestors(tx.sql(), viewer, id);
    List<Long> after = Threads.descendants(tx.sql(), viewer, id);
    boolean open = row.getLocal() && row.getAudience().equals("public");
    return new ThreadView(
        others(tx, viewer, before),
        view,
        others(tx, viewer, after),
        composer(tx, request, json),
        view.remoteUrl() == null ? kit.urls().absolute(view.path()) : view.remoteUrl(),
        open ? row.getUri() : null,
        // a content warning also keeps the text out of link previews
        view.spoiler().isEmpty()
            ? PlainText.line(row.getContentHtml(), SUMMARY_LENGTH)
            : view.spoiler(),
        open && entity.path("account").path("indexable").asBoolean());
  }

  private List<StatusView> others(Tx tx, Viewer viewer, List<Long> ids) {
    return StatusViews.of(tx.sql(), FilterContext.THREAD, statuses.list(tx.sql(), viewer, ids));
  }

  private @Nullable ComposerView composer(Tx tx, Request request, RawJson json) {
    Caller.Member member = request.caller().member();
    return member == null ? null : composers.reply(tx.sql(), member, json);
  }
}
