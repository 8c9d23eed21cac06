package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import java.util.Objects;
import org.colloque.migrations.tables.records.ReportsRecord;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.ReportView;
import org.colloque.server.pages.view.ReportsView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.text.PlainText;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What was reported, and what moderators make of it. */
public final class ReportsPages {
  private static final int PAGE = 40;

  /** Of a reported post so much is shown, in characters; the rest is read where it stands. */
  private static final int EXCERPT = 1_000;

  private final Kit kit;
  private final PageReplies replies;
  private final HandleReport handle;

  public ReportsPages(Kit kit, PageReplies replies, HandleReport handle) {
    this.kit = kit;
    this.replies = replies;
    this.handle = handle;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_REPORTS, Access.moderators(), this::list),
        Route.get(Paths.report(":id"), Access.moderators(), this::show),
        Route.post(Paths.report(":id", "resolve"), Access.moderators(), one -> act(one, true)),
        Route.post(Paths.report(":id", "reopen"), Access.moderators(), one -> act(one, false)));
  }

  private Reply list(Request request) {
    boolean resolved = request.parameters().flag("resolved", false);
    long before = request.parameters().id("max_id").orElse(Long.MAX_VALUE);
    Messages messages = replies.messages(request);
    List<ReportsView.Report> reports =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    ReportQueries.page(tx.sql(), resolved, before, PAGE).stream()
                        .map(kept -> shown(kept, messages))
                        .toList());
    PagerView pager =
        reports.size() < PAGE
            ? PagerView.NONE
            : new PagerView(
                null,
                Paths.ADMIN_REPORTS
                    + "?resolved="
                    + resolved
                    + "&max_id="
                    + reports.getLast().id());
    return replies.ok(request, new ReportsView(reports, resolved, pager));
  }

  private Reply show(Request request) {
    Messages messages = replies.messages(request);
    ReportView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  ReportQueries.Kept kept =
                      ReportQueries.one(tx.sql(), id(request))
                          .orElseThrow(ProblemException::notFound);
                  ReportsRecord report = kept.report();
                  return new ReportView(
                      shown(kept, messages),
                      AccountsPages.shown(kept.target()),
                      ReportQueries.posts(tx.sql(), report).stream()
                          .map(post -> post(post, target(kept)))
                          .toList(),
                      ReportQueries.rules(tx.sql(), report),
                      report.getForwarded(),
                      report.getResolvedAt() != null);
                });
    return replies.ok(request, view, replies.saved(request));
  }

  private Reply act(Request request, boolean resolve) {
    long id = id(request);
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> handle.resolve(tx, request.caller().required().account(), id, resolve));
    return Reply.redirect(Paths.saved(Paths.report(Long.toString(id))));
  }

  private static ReportsView.Report shown(ReportQueries.Kept kept, Messages messages) {
    ReportsRecord report = kept.report();
    String domain = kept.byDomain();
    return new ReportsView.Report(
        Long.toString(report.getId()),
        target(kept),
        // by itself a server does not say who of its people reports
        report.getUri() != null && domain != null ? domain : handle(kept.by(), domain),
        category(report.getCategory(), messages),
        report.getComment(),
        report.getStatusIds().length,
        report.getCreatedAt().toInstant());
  }

  private static String category(String category, Messages messages) {
    return switch (category) {
      case "spam" -> messages.get("reports.category.spam");
      case "legal" -> messages.get("reports.category.legal");
      case "violation" -> messages.get("reports.category.violation");
      case String _ -> messages.get("reports.category.other");
    };
  }

  private static ReportView.Post post(Record post, String handle) {
    boolean gone = post.get(STATUSES.DELETED_AT) != null;
    return new ReportView.Post(
        gone ? "" : "/@" + handle + "/" + post.get(STATUSES.ID),
        PlainText.cut(PlainText.of(post.get(STATUSES.CONTENT_HTML)), EXCERPT),
        post.get(STATUSES.CREATED_AT).toInstant());
  }

  private static String target(ReportQueries.Kept kept) {
    return handle(kept.target().get(ACCOUNTS.USERNAME), kept.target().get(ACCOUNTS.DOMAIN));
  }

  private static String handle(String username, @Nullable String domain) {
    return domain == null ? username : username + "@" + Objects.requireNonNull(domain);
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
