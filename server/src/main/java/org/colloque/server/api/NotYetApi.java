package org.colloque.server.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Method;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Route;

/**
 * What clients ask for when they start and members here do not have yet (suggestions, trends …):
 * the answer that Mastodon gives to somebody who has none (clients.md, section 1).
 */
public final class NotYetApi {
  private NotYetApi() {}

  public static List<Route> routes() {
    return Stream.of(lists(), notifications(), others()).flatMap(List::stream).toList();
  }

  /** Empty lists. */
  private static List<Route> lists() {
    Access accounts = Access.user("read", "read:accounts");
    return List.of(
        deprecated("/api/v1/suggestions", accounts, "@1621123200"),
        empty("/api/v2/suggestions", accounts),
        deprecated("/api/v1/trends", Access.api(), "@1648598400"),
        empty("/api/v1/trends/tags", Access.api()),
        empty("/api/v1/trends/statuses", Access.api()),
        empty("/api/v1/trends/links", Access.api()));
  }

  /** Everything is accepted, nothing waits. */
  private static List<Route> notifications() {
    Access read = Access.user("read", "read:notifications");
    return List.of(
        Route.get("/api/v1/notifications/policy", read, _ -> Reply.json(Filters.NOTHING)),
        Route.get("/api/v2/notifications/policy", read, _ -> Reply.json(Policy.ACCEPT)),
        empty("/api/v1/notifications/requests", read),
        Route.get(
            "/api/v1/notifications/requests/merged",
            Access.user("write", "write:notifications"),
            _ -> Reply.json(Map.of("merged", true))));
  }

  private static List<Route> others() {
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

  /** What waits for a member's decision. */
  record Summary(int pendingRequestsCount, int pendingNotificationsCount) {}

  /** Mastodon 4.6, entity NotificationPolicy. */
  record Policy(
      String forNotFollowing,
      String forNotFollowers,
      String forNewAccounts,
      String forPrivateMentions,
      String forLimitedAccounts,
      String forBots,
      Summary summary) {
    static final Policy ACCEPT =
        new Policy("accept", "accept", "accept", "accept", "accept", "accept", new Summary(0, 0));
  }

  /** Mastodon 4.6, entity V1::NotificationPolicy. */
  record Filters(
      boolean filterNotFollowing,
      boolean filterNotFollowers,
      boolean filterNewAccounts,
      boolean filterPrivateMentions,
      boolean filterBots,
      Summary summary) {
    static final Filters NOTHING =
        new Filters(false, false, false, false, false, new Summary(0, 0));
  }

  /** Mastodon 4.6, entity WrappedAnnualReports. */
  record AnnualReports(List<Object> annualReports, List<Object> accounts, List<Object> statuses) {
    static final AnnualReports NONE = new AnnualReports(List.of(), List.of(), List.of());
  }

  private static Route empty(String path, Access access) {
    return Route.get(path, access, _ -> Reply.json(List.of()));
  }

  /**
   * @param since a date as RFC 9745 writes it
   */
  private static Route deprecated(String path, Access access, String since) {
    return Route.get(path, access, _ -> Reply.json(List.of()).with("deprecation", since));
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
