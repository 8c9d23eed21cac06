package org.colloque.server.users;

import java.util.List;
import java.util.stream.Stream;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.oauth.AuthorizedApps;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SessionsView;

/** Where a member is signed in, and which apps act for them: seen and withdrawn. */
final class SessionPages {
  private final PageReplies replies;
  private final UserVerbs verbs;
  private final AuthorizedApps apps;

  SessionPages(PageReplies replies, UserVerbs verbs, AuthorizedApps apps) {
    this.replies = replies;
    this.verbs = verbs;
    this.apps = apps;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_SESSIONS, Access.signedIn(), this::show),
        Route.post(Paths.revokeSession(":id"), Access.signedIn(), this::endSession),
        Route.post(Paths.revokeApp(":id"), Access.signedIn(), this::withdrawApp));
  }

  private Reply show(Request request) {
    UserId user = request.caller().required().user();
    Caller.Session here = request.caller().session();
    return replies.ok(
        request,
        new SessionsView(
            verbs.signOut().sessions(user).stream()
                .map(open ->
                    new SessionsView.Session(
                        Long.toString(open.id()),
                        browser(open.userAgent()),
                        open.address(),
                        open.lastUsedAt(),
                        here != null && here.id() == open.id()))
                .toList(),
            apps.of(user).stream()
                .map(app ->
                    new SessionsView.App(
                        Long.toString(app.id()),
                        app.name(),
                        app.website() == null ? "" : app.website(),
                        app.scopes(),
                        app.createdAt(),
                        app.lastUsedAt()))
                .toList()));
  }

  private Reply endSession(Request request) {
    UserId user = request.caller().required().user();
    return done(verbs.signOut().end(user, id(request)));
  }

  private Reply withdrawApp(Request request) {
    return done(apps.withdraw(request.caller().required().user(), id(request)));
  }

  private static Reply done(boolean found) {
    if (!found) {
      throw ProblemException.notFound();
    }
    return Reply.redirect(Paths.SETTINGS_SESSIONS);
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }

  /** The names in a User-Agent that people know; the order matters, for each claims to be more. */
  static String browser(String userAgent) {
    String name =
        Stream.of("Firefox", "Edg", "OPR", "Chrome", "Safari")
            .filter(userAgent::contains)
            .findFirst()
            .map(found ->
                switch (found) {
                  case "Edg" -> "Edge";
                  case "OPR" -> "Opera";
                  case String other -> other;
                })
            .orElse("?");
    return Stream.of("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
        .filter(userAgent::contains)
        .findFirst()
        .map(system -> name + ", " + system)
        .orElse(name);
  }
}
