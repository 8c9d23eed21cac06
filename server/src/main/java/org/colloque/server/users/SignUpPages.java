package org.colloque.server.users;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.Rule;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.ConfirmView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.RegistrationMode;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.pages.view.SignUpView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.text.MentionResolver;
import org.colloque.server.text.ProfileText;
import org.jspecify.annotations.Nullable;

/** Sign-up, and the link that confirms the address. */
final class SignUpPages {
  private static final List<String> FIELDS =
      List.of("username", "email", "profession", "reason", "agreement");

  private final Kit kit;
  private final PageReplies replies;
  private final UserVerbs verbs;
  private final Settings settings;
  private final Throttle throttle;
  private final AccountEntities accounts;

  SignUpPages(
      Kit kit,
      PageReplies replies,
      UserVerbs verbs,
      Settings settings,
      Throttle throttle,
      AccountEntities accounts) {
    this.kit = kit;
    this.replies = replies;
    this.verbs = verbs;
    this.settings = settings;
    this.throttle = throttle;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SIGN_UP, Access.page(), this::form),
        Route.post(Paths.SIGN_UP, Access.page(), this::signUp),
        Route.get(Paths.CONFIRM, Access.page(), this::askToConfirm),
        Route.post(Paths.CONFIRM, Access.page(), this::confirm));
  }

  private Reply form(Request request) {
    if (request.caller().member() != null) {
      return Reply.redirect(Paths.HOME);
    }
    String code = request.parameters().text("invitation", "");
    if (code.isEmpty()) {
      return replies.ok(request, view(null, Form.EMPTY));
    }
    Optional<Invitation> invitation = invitation(request, code);
    return invitation.isPresent()
        ? replies.ok(request, view(invitation.get(), Form.EMPTY))
        : dead(request);
  }

  private Reply signUp(Request request) {
    throttle.spend(SignUpApi.SIGN_UPS, Throttle.place(request.address()));
    Parameters parameters = request.parameters();
    Messages messages = replies.messages(request);
    @Nullable String invitation =
        parameters.text("invitation").filter(code -> !code.isEmpty()).orElse(null);
    String email = parameters.text("email", "");
    SignUp.Outcome outcome =
        verbs
            .signUp()
            .signUp(
                new NewUser(
                    parameters.text("username", "").strip(),
                    email,
                    parameters.text("password", ""),
                    messages.language(),
                    parameters.text("reason", ""),
                    parameters.text("profession", ""),
                    parameters.flag("agreement", false),
                    invitation,
                    null,
                    request.address()));
    return switch (outcome) {
      case SignUp.Outcome.Closed _ -> throw ProblemException.forbidden();
      case SignUp.Outcome.Faulty faulty ->
          faulty.faults().byField().containsKey("invite_code")
              ? dead(request)
              : replies.refused(
                  request,
                  view(
                      invitation == null ? null : invitation(request, invitation).orElse(null),
                      FaultWords.mark(
                          Forms.typed(parameters, FIELDS), faulty.faults().byField(), messages)));
      case SignUp.Outcome.Joined _ ->
          replies.ok(
              request,
              verbs.changeEmail().isPossible()
                  ? NoticeView.confirmationSent(messages, email.strip())
                  : NoticeView.confirmedByOwner(messages));
    };
  }

  private Optional<Invitation> invitation(Request request, String code) {
    return verbs.invite().find(code, Throttle.place(request.address()));
  }

  private SignUpView view(@Nullable Invitation invitation, Form form) {
    RegistrationMode mode =
        verbs.setUpOwner().isNeeded()
            ? RegistrationMode.CLOSED
            : RegistrationMode.valueOf(settings.current().registrations().name());
    return new SignUpView(
        mode,
        invitation == null ? null : invitation.code(),
        invitation == null ? null : maker(invitation),
        new SafeHtml(
            ProfileText.bio(
                settings.current().approvalMessage(), MentionResolver.NOBODY, kit.urls()::tag)),
        settings.rules().stream().map(Rule::text).toList(),
        PasswordRules.MIN_LENGTH,
        form);
  }

  /** Who invites; null when they are no longer here. */
  private @Nullable AccountView maker(Invitation invitation) {
    AccountId by = invitation.by();
    RawJson entity =
        by == null ? null : kit.db().as(Viewer.stranger(), tx -> accounts.one(tx.sql(), by));
    return entity == null ? null : AccountViews.of(Json.read(entity.bytes()), Map.of());
  }

  private Reply askToConfirm(Request request) {
    String token = request.parameters().text("token", "");
    return verbs.confirmEmail().isAlive(token)
        ? replies.ok(request, new ConfirmView(token))
        : dead(request);
  }

  private Reply confirm(Request request) {
    Messages messages = replies.messages(request);
    return switch (verbs.confirmEmail().confirm(request.parameters().text("token", ""))) {
      case CONFIRMED -> replies.ok(request, NoticeView.confirmed(messages));
      case AWAITS_APPROVAL -> replies.ok(request, NoticeView.awaitingApproval(messages));
      case DEAD_LINK -> dead(request);
    };
  }

  private Reply dead(Request request) {
    return replies.reply(404, request, NoticeView.deadLink(replies.messages(request)));
  }
}
