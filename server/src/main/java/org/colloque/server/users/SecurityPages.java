package org.colloque.server.users;

import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountSettingsView;
import org.colloque.server.pages.view.Flash;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.RecoveryCodesView;
import org.colloque.server.pages.view.TwoFactorView;
import org.colloque.server.pages.words.Messages;

/** A member's address, password and second factor. */
final class SecurityPages {
  private final Kit kit;
  private final PageReplies replies;
  private final UserVerbs verbs;
  private final Settings settings;

  SecurityPages(Kit kit, PageReplies replies, UserVerbs verbs, Settings settings) {
    this.kit = kit;
    this.replies = replies;
    this.verbs = verbs;
    this.settings = settings;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_ACCOUNT, Access.signedIn(), this::account),
        Route.post(Paths.SETTINGS_PASSWORD, Access.signedIn(), this::password),
        Route.post(Paths.SETTINGS_EMAIL, Access.signedIn(), this::email),
        Route.get(Paths.SETTINGS_TWO_FACTOR, Access.signedIn(), this::twoFactor),
        Route.post(Paths.SETTINGS_TWO_FACTOR, Access.signedIn(), this::enable),
        Route.post(Paths.SETTINGS_TWO_FACTOR_OFF, Access.signedIn(), this::disable),
        Route.post(Paths.SETTINGS_RECOVERY_CODES, Access.signedIn(), this::newCodes),
        // where a refused form leaves the browser
        back(Paths.SETTINGS_PASSWORD, Paths.SETTINGS_ACCOUNT),
        back(Paths.SETTINGS_EMAIL, Paths.SETTINGS_ACCOUNT),
        back(Paths.SETTINGS_TWO_FACTOR_OFF, Paths.SETTINGS_TWO_FACTOR),
        back(Paths.SETTINGS_RECOVERY_CODES, Paths.SETTINGS_TWO_FACTOR));
  }

  private static Route back(String path, String page) {
    return Route.get(path, Access.signedIn(), _ -> Reply.redirect(page));
  }

  private User user(Request request) {
    UserId id = request.caller().required().user();
    return kit.db()
        .as(Viewer.stranger(), tx -> UserQueries.byId(tx.sql(), id))
        .orElseThrow(ProblemException::notFound);
  }

  private static long session(Request request) {
    Caller.Session session = request.caller().session();
    return session == null ? 0 : session.id();
  }

  private static String current(Request request) {
    return request.parameters().text("current_password", "");
  }

  private AccountSettingsView accountView(Request request, Form email, Form password) {
    User user = user(request);
    return new AccountSettingsView(
        user.email(),
        verbs.changeEmail().waiting(user).orElse(null),
        verbs.changeEmail().isPossible(),
        email,
        password,
        PasswordRules.MIN_LENGTH);
  }

  private Reply account(Request request) {
    return replies.ok(request, accountView(request, Form.EMPTY, Form.EMPTY));
  }

  private Reply password(Request request) {
    Messages messages = replies.messages(request);
    Faults faults =
        verbs
            .changePassword()
            .change(
                request.caller().required().user(),
                session(request),
                current(request),
                request.parameters().text("new_password", ""));
    if (faults.isEmpty()) {
      return replies.ok(
          request,
          accountView(request, Form.EMPTY, Form.EMPTY),
          new Flash(Flash.Kind.DONE, messages.get("newpassword.done.title")));
    }
    Form form = FaultWords.mark(Form.EMPTY, faults.byField(), messages);
    return replies.refused(request, accountView(request, Form.EMPTY, form));
  }

  private Reply email(Request request) {
    Messages messages = replies.messages(request);
    Form form = Form.EMPTY.with("email", request.parameters().text("email", ""));
    if (!verbs.changeEmail().isPossible()) {
      return replies.refused(request, accountView(request, Form.EMPTY, Form.EMPTY));
    }
    Faults faults =
        verbs
            .changeEmail()
            .request(request.caller().required().user(), current(request), form.value("email"));
    if (faults.isEmpty()) {
      return Reply.redirect(Paths.SETTINGS_ACCOUNT);
    }
    Form marked = FaultWords.mark(form, faults.byField(), messages);
    return replies.refused(request, accountView(request, marked, Form.EMPTY));
  }

  private TwoFactorView twoFactorView(Request request, String offered, Form form) {
    User user = user(request);
    if (user.secondFactor()) {
      int left = verbs.disableTotp().codesLeft(user.id());
      return new TwoFactorView(true, user.email(), "", "", left, form);
    }
    String secret = offered.isEmpty() ? verbs.enableTotp().newSecret() : offered;
    String uri = verbs.enableTotp().uri(settings.current().title(), user.username(), secret);
    return new TwoFactorView(false, user.email(), uri, secret, 0, form);
  }

  private Reply twoFactor(Request request) {
    return replies.ok(request, twoFactorView(request, "", Form.EMPTY));
  }

  private Reply enable(Request request) {
    Parameters parameters = request.parameters();
    String secret = parameters.text("secret", "");
    EnableTotp.Outcome outcome =
        verbs
            .enableTotp()
            .enable(
                request.caller().required().user(),
                session(request),
                current(request),
                secret,
                parameters.text("code", ""));
    return switch (outcome) {
      case EnableTotp.Outcome.Enabled enabled ->
          replies.ok(request, new RecoveryCodesView(enabled.codes()));
      case EnableTotp.Outcome.Faulty faulty -> {
        Form form =
            FaultWords.mark(Form.EMPTY, faulty.faults().byField(), replies.messages(request));
        String again = Totp.secret(secret).isPresent() ? secret : "";
        yield replies.refused(request, twoFactorView(request, again, form));
      }
    };
  }

  private Reply disable(Request request) {
    boolean done =
        verbs
            .disableTotp()
            .disable(request.caller().required().user(), session(request), current(request));
    return done ? Reply.redirect(Paths.SETTINGS_TWO_FACTOR) : wrongPassword(request);
  }

  private Reply newCodes(Request request) {
    return verbs
        .disableTotp()
        .newCodes(request.caller().required().user(), current(request))
        .map(codes -> replies.ok(request, new RecoveryCodesView(codes)))
        .orElseGet(() -> wrongPassword(request));
  }

  private Reply wrongPassword(Request request) {
    Form form =
        Form.EMPTY.error("current_password", replies.messages(request).get("fault.password"));
    return replies.refused(request, twoFactorView(request, "", form));
  }
}
