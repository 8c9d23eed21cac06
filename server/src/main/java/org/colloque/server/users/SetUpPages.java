package org.colloque.server.users;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SetupView;
import org.colloque.server.pages.words.Messages;

/** The first visit, by the link from the log. */
final class SetUpPages {
  private static final List<String> SETTINGS =
      List.of("title", "short_description", "registrations");
  private static final List<String> FIELDS =
      List.of("title", "short_description", "registrations", "username", "email");

  private final PageReplies replies;
  private final UserVerbs verbs;
  private final SessionCookies cookies;

  SetUpPages(PageReplies replies, UserVerbs verbs, SessionCookies cookies) {
    this.replies = replies;
    this.verbs = verbs;
    this.cookies = cookies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SETUP + "/:token", Access.page(), this::form),
        Route.get(Paths.SETUP, Access.page(), _ -> Reply.redirect(Paths.LANDING)),
        Route.post(Paths.SETUP, Access.page(), this::setUp));
  }

  private Reply form(Request request) {
    String token = request.pathParameter("token");
    return verbs.setUpOwner().isAlive(token)
        ? replies.ok(request, new SetupView(token, PasswordRules.MIN_LENGTH, Form.EMPTY))
        : dead(request);
  }

  private Reply setUp(Request request) {
    Parameters parameters = request.parameters();
    String token = parameters.text("token", "");
    Map<String, String> settings = new LinkedHashMap<>();
    SETTINGS.forEach(name -> settings.put(name, parameters.text(name, "")));
    Messages messages = replies.messages(request);
    SetUpOwner.Outcome outcome =
        verbs
            .setUpOwner()
            .setUp(
                token,
                parameters.text("username", "").strip(),
                parameters.text("email", ""),
                parameters.text("password", ""),
                messages.language(),
                settings);
    return switch (outcome) {
      case SetUpOwner.Outcome.DeadLink _ -> dead(request);
      case SetUpOwner.Outcome.Faulty faulty -> {
        Form form =
            FaultWords.mark(Forms.typed(parameters, FIELDS), faulty.faults().byField(), messages);
        yield replies.refused(request, new SetupView(token, PasswordRules.MIN_LENGTH, form));
      }
      case SetUpOwner.Outcome.Done done -> {
        String cookie =
            verbs.signIn().welcome(done.owner(), SessionCookies.browser(request)).cookie();
        yield cookies.begin(request, cookie, Paths.HOME);
      }
    };
  }

  private Reply dead(Request request) {
    return replies.reply(404, request, NoticeView.deadLink(replies.messages(request)));
  }
}
