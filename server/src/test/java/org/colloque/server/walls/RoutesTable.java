package org.colloque.server.walls;

import java.util.Comparator;
import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.Route;

/** The table of routes as people read it. */
final class RoutesTable {
  private static final String HEAD =
      """
      # Routes

      Every address that the server answers, and who may call it. A test writes this table from the routes themselves
      and fails when it differs; how to bring it up to date is in its message. Another test walks every route as each
      kind of caller.

      | Method | Path | Who | One of these scopes |
      |---|---|---|---|
      """;

  private RoutesTable() {}

  static String of(List<Route> routes) {
    StringBuilder table = new StringBuilder(HEAD);
    routes.stream()
        .sorted(Comparator.comparing(Route::pattern).thenComparing(Route::method))
        .forEach(route ->
            table
                .append("| ")
                .append(route.method())
                .append(" | `")
                .append(route.pattern())
                .append("` | ")
                .append(who(route.access()))
                .append(" | ")
                .append(String.join(", ", scopes(route.access())))
                .append(" |\n"));
    return table.toString();
  }

  static List<String> scopes(Access access) {
    return switch (access) {
      case Access.Api api -> api.scopes();
      case Access.ApiApp app -> app.scopes();
      case Access.ApiUser user -> user.scopes();
      case Access.ApiModerator moderator -> moderator.scopes();
      case Access.Anyone _,
          Access.Server _,
          Access.Page _,
          Access.SignedIn _,
          Access.Staff _,
          Access.Moderators _ ->
          List.of();
    };
  }

  private static String who(Access access) {
    return switch (access) {
      case Access.Anyone _ -> "anybody";
      case Access.Server _ -> "another server, which signs";
      case Access.Page page ->
          page.guests() ? "anybody, guests as such, as a page" : "anybody, as a page";
      case Access.SignedIn in ->
          in.guests() ? "who is signed in, guests too, as a page" : "who is signed in, as a page";
      case Access.Staff _ -> "owner and admins, as a page";
      case Access.Moderators _ -> "who moderates, as a page";
      case Access.ApiModerator _ -> "an app with the token of who moderates";
      case Access.Api _ -> "anybody, or an app with a token";
      case Access.ApiApp _ -> "an app with any token";
      case Access.ApiUser _ -> "an app with a member's token";
    };
  }
}
