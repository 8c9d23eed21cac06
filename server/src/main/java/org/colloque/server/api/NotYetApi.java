package org.colloque.server.api;

import java.util.List;
import java.util.Map;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Method;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Route;

/**
 * What clients ask for when they start and members here do not have (annual reports …): the answer
 * that Mastodon gives to somebody who has none (clients.md, section 1).
 */
public final class NotYetApi {
  private NotYetApi() {}

  public static List<Route> routes() {
    Access accounts = Access.user("read", "read:accounts");
    Access write = Access.user("write", "write:accounts");
    return List.of(
        Route.get("/api/v1/donation_campaigns", Access.user(), _ -> Reply.empty(204)),
        Route.get("/api/v1/annual_reports", accounts, _ -> Reply.json(AnnualReports.NONE)),
        missing(Method.GET, "/api/v1/annual_reports/:year", accounts),
        // there is no campaign: accepted, as in Mastodon, and nothing comes of it
        Route.post("/api/v1/annual_reports/:year/generate", write, _ -> Reply.json(Json.object())),
        missing(Method.POST, "/api/v1/annual_reports/:year/read", write),
        missing(Method.GET, "/api/v1_alpha/async_refreshes/:id", Access.user("read")),
        // no letters of posts are offered
        missing(Method.POST, "/api/v1/accounts/:id/email_subscriptions", Access.api()),
        Route.get(
            "/api/v1/annual_reports/:year/state",
            accounts,
            _ -> Reply.json(Map.of("state", "ineligible"))),
        Route.get("/health", Access.anyone(), _ -> Reply.json(Json.object().put("status", "OK"))));
  }

  /** Mastodon 4.6, entity WrappedAnnualReports. */
  record AnnualReports(List<Object> annualReports, List<Object> accounts, List<Object> statuses) {
    static final AnnualReports NONE = new AnnualReports(List.of(), List.of(), List.of());
  }

  private static Route missing(Method method, String path, Access access) {
    return new Route(
        method,
        path,
        access,
        Limits.NORMAL,
        _ -> {
          throw ProblemException.notFound();
        });
  }
}
