package org.colloque.server.users;

import java.util.List;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.oauth.Standing;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.Screen;
import org.colloque.server.pages.view.SignInCodeView;
import org.colloque.server.pages.view.SignInView;
import org.colloque.server.pages.words.Messages;

/** Sign-in in one or two steps, and sign-out. */
final class SignInPages {
  private final PageReplies replies;
  private final UserVerbs verbs;
  private final SessionCookies cookies;

  SignInPages(PageReplies replies, UserVerbs verbs, SessionCookies cookies) {
    this.replies = replies;
    this.verbs = verbs;
    this.cookies = cookies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SIGN_IN, Access.page(), this::form),
        Route.post(Paths.SIGN_IN, Access.page(), this::password),
        Route.get(Paths.SIGN_IN_CODE, Access.page(), _ -> Reply.redirect(Paths.SIGN_IN)),
        Route.post(Paths.SIGN_IN_CODE, Access.page(), this::code),
        Route.post(Paths.SIGN_OUT, Access.signedInOrGuest(), cookies::leave));
  }

  /** Who is signed in is led on, unless an app insists on a new sign-in (force_login). */
  private Reply form(Request request) {
    Parameters parameters = request.parameters();
    if (request.caller().member() != null && !parameters.flag("force", false)) {
      return Reply.redirect(Paths.back(parameters.text("return_to", ""), Paths.HOME));
    }
    return forPopups(
        replies.ok(request, new SignInView(Form.EMPTY, parameters.text("return_to", ""))));
  }

  private Reply password(Request request) {
    Parameters parameters = request.parameters();
    String email = parameters.text("email", "");
    String returnTo = parameters.text("return_to", "");
    Messages messages = replies.messages(request);
    Form form = Form.EMPTY.with("email", email);
    SignIn.Outcome outcome =
        verbs
            .signIn()
            .password(email, parameters.text("password", ""), SessionCookies.browser(request));
    return switch (outcome) {
      case SignIn.Outcome.SignedIn in -> cookies.begin(request, in.cookie(), returnTo);
      case SignIn.Outcome.CodeNeeded next ->
          forPopups(
              replies.ok(request, new SignInCodeView(Form.EMPTY, next.challenge(), returnTo)));
      case SignIn.Outcome.Wrong _ ->
          refused(
              request,
              new SignInView(form.error("password", messages.get("signin.wrong")), returnTo));
      case SignIn.Outcome.NotYet notYet ->
          refused(request, notYet(notYet.standing(), email, form, returnTo, messages));
    };
  }

  private Screen notYet(
      Standing standing, String email, Form form, String returnTo, Messages messages) {
    return switch (standing) {
      case UNCONFIRMED ->
          verbs.changeEmail().isPossible()
              ? NoticeView.confirmationSent(messages, email)
              : NoticeView.confirmedByOwner(messages);
      case PENDING -> NoticeView.awaitingApproval(messages);
      case DISABLED, GOOD ->
          new SignInView(form.error("email", messages.get("signin.disabled")), returnTo);
    };
  }

  private Reply code(Request request) {
    Parameters parameters = request.parameters();
    String challenge = parameters.text("challenge", "");
    String returnTo = parameters.text("return_to", "");
    SignIn.Outcome outcome =
        verbs
            .signIn()
            .code(challenge, parameters.text("code", ""), SessionCookies.browser(request));
    if (outcome instanceof SignIn.Outcome.SignedIn in) {
      return cookies.begin(request, in.cookie(), returnTo);
    }
    Form form = Form.EMPTY.error("code", replies.messages(request).get("fault.code"));
    return refused(request, new SignInCodeView(form, challenge, returnTo));
  }

  private Reply refused(Request request, Screen screen) {
    return forPopups(replies.refused(request, screen));
  }

  /** Web clients open these pages in a window that they want to hear from again. */
  private static Reply forPopups(Reply reply) {
    return reply.with("cross-origin-opener-policy", "unsafe-none");
  }
}
