package org.colloque.server.quotes;

import java.util.List;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RedirectException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.QuotesView;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.QuotePolicy;
import org.colloque.server.statuses.ReadStatus;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StatusViews;

/** Who quotes a post; its author says there who may, and takes it back. */
public final class QuotePages {
  private static final int LIMIT = 20;

  private final Kit kit;
  private final PageReplies replies;
  private final QuoteStatus verb;
  private final StatusEntities statuses;

  public QuotePages(Kit kit, PageReplies replies, QuoteStatus verb, StatusEntities statuses) {
    this.kit = kit;
    this.replies = replies;
    this.verb = verb;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/@:handle/:id" + Paths.QUOTES, Access.page(), this::show),
        Route.post(
            Paths.quoteRequest(":quoting", true),
            Access.signedIn(),
            request -> answer(request, true)),
        Route.post(
            Paths.quoteRequest(":quoting", false),
            Access.signedIn(),
            request -> answer(request, false)),
        Route.post(Paths.revokeQuote(":id", ":quoting"), Access.signedIn(), this::revoke),
        Route.post(Paths.quotePolicy(":id"), Access.signedIn(), this::policy));
  }

  private Reply answer(Request request, boolean yes) {
    AccountId me = request.caller().required().account();
    kit.db().doAs(Viewer.of(me), tx -> verb.answer(tx, me, id(request, "quoting"), yes));
    return back(request);
  }

  private Reply revoke(Request request) {
    AccountId me = request.caller().required().account();
    kit.db()
        .doAs(Viewer.of(me), tx -> verb.revoke(tx, me, id(request, "id"), id(request, "quoting")));
    return back(request);
  }

  private Reply policy(Request request) {
    AccountId me = request.caller().required().account();
    QuotePolicy policy =
        QuotePolicy.asked(request.parameters()).orElseThrow(ProblemException::notFound);
    kit.db().doAs(Viewer.of(me), tx -> verb.change(tx, me, id(request, "id"), policy));
    return back(request);
  }

  private static Reply back(Request request) {
    return Reply.redirect(Paths.back(request.parameters().text("return_to", ""), Paths.HOME));
  }

  private Reply show(Request request) {
    Viewer viewer = request.caller().viewer();
    QuotesView view = kit.db().as(viewer, tx -> view(tx, request, viewer));
    return replies.ok(request, view);
  }

  private QuotesView view(Tx tx, Request request, Viewer viewer) {
    StatusesRecord row = ReadStatus.original(tx.sql(), viewer, id(request, "id"));
    StatusId id = new StatusId(row.getId());
    StatusView status =
        StatusViews.of(
                tx.sql(),
                List.of(statuses.one(tx.sql(), viewer, id).orElseThrow(ProblemException::notFound)))
            .getFirst();
    if (row.getGroupId() != null) {
      throw ProblemException.notFound();
    }
    String path = status.path() + Paths.QUOTES;
    if (!path.equals(request.path())) {
      throw new RedirectException(path);
    }
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    List<Long> page =
        paging.newestFirst(
            QuoteLists.page(tx.sql(), viewer, row.getId(), paging, QuoteState.ACCEPTED));
    boolean first = paging.maxId().isEmpty() && paging.minId().isEmpty();
    boolean own = status.flags().own();
    List<Long> waiting =
        own && first
            ? QuoteLists.page(tx.sql(), viewer, row.getId(), paging, QuoteState.PENDING)
            : List.of();
    return new QuotesView(
        status,
        views(tx, viewer, waiting),
        views(tx, viewer, page),
        own && status.rebloggable()
            ? QuotePolicy.of(Interactions.ofColumn(row.getInteractions())).column()
            : "",
        PageCursor.of(path, page, LIMIT, first));
  }

  private List<StatusView> views(Tx tx, Viewer viewer, List<Long> ids) {
    return StatusViews.of(tx.sql(), statuses.list(tx.sql(), viewer, ids));
  }

  private static StatusId id(Request request, String name) {
    return StatusId.parse(request.pathParameter(name)).orElseThrow(ProblemException::notFound);
  }
}
