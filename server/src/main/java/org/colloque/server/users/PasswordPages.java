package org.colloque.server.users;

import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.PasswordNewView;
import org.colloque.server.pages.view.PasswordResetView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/** A forgotten password: the wish for a link, and the page that the link opens. */
final class PasswordPages {
  private final PageReplies replies;
  private final UserVerbs verbs;

  PasswordPages(PageReplies replies, UserVerbs verbs) {
    this.replies = replies;
    this.verbs = verbs;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.PASSWORD_RESET, Access.page(), this::form),
        Route.post(Paths.PASSWORD_RESET, Access.page(), this::request),
        Route.get(Paths.PASSWORD_NEW, Access.page(), this::askForNew),
        Route.post(Paths.PASSWORD_NEW, Access.page(), this::set));
  }

  private Reply form(Request request) {
    Messages messages = replies.messages(request);
    return replies.ok(
        request,
        verbs.changeEmail().isPossible()
            ? new PasswordResetView(Form.EMPTY)
            : new NoticeView(
                "mail", messages.get("reset.title"), messages.get("reset.nomail"), null, ""));
  }

  /** The same answer whether the address is known or not. */
  private Reply request(Request request) {
    verbs
        .resetPassword()
        .request(request.parameters().text("email", ""), Throttle.place(request.address()));
    return replies.ok(request, NoticeView.resetSent(replies.messages(request)));
  }

  private Reply askForNew(Request request) {
    String token = request.parameters().text("token", "");
    return verbs
        .resetPassword()
        .address(token)
        .map(email -> replies.ok(request, view(Form.EMPTY, token, email)))
        .orElseGet(() -> dead(request));
  }

  private Reply set(Request request) {
    String token = request.parameters().text("token", "");
    ResetPassword.Outcome outcome =
        verbs.resetPassword().set(token, request.parameters().text("password", ""));
    Messages messages = replies.messages(request);
    return switch (outcome) {
      case ResetPassword.Outcome.DeadLink _ -> dead(request);
      case ResetPassword.Outcome.Faulty faulty ->
          replies.refused(
              request,
              view(
                  FaultWords.mark(Form.EMPTY, faulty.faults().byField(), messages),
                  token,
                  verbs.resetPassword().address(token).orElse("")));
      case ResetPassword.Outcome.Done _ ->
          replies.ok(
              request,
              new NoticeView(
                  "check",
                  messages.get("newpassword.done.title"),
                  messages.get("newpassword.done.text"),
                  Paths.SIGN_IN,
                  messages.get("signin.action")));
    };
  }

  private static PasswordNewView view(Form form, String token, String email) {
    return new PasswordNewView(form, token, email, PasswordRules.MIN_LENGTH);
  }

  private Reply dead(Request request) {
    return replies.reply(404, request, NoticeView.deadLink(replies.messages(request)));
  }
}
