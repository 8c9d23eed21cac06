package org.colloque.server.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.PagePolicy;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.ConsentView;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.OutOfBandView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/**
 * The question whether an app may act for somebody. It is asked each time, also when the app has a
 * token already: any program can claim to be that app (RFC 8252, section 8.6).
 */
public final class AuthorizePages {
  private static final String NATIVE = Paths.AUTHORIZE + "/native";
  private static final String APPLICATIONS = "/oauth/authorized_applications";

  private final Kit kit;
  private final PageReplies replies;
  private final Authorize authorize;
  private final AuthorizedApps apps;

  public AuthorizePages(Kit kit, PageReplies replies, AuthorizedApps apps) {
    this.kit = kit;
    this.replies = replies;
    this.authorize = new Authorize(kit);
    this.apps = apps;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.AUTHORIZE, Access.page(), this::ask),
        Route.post(Paths.AUTHORIZE, Access.signedIn(), this::decide),
        Route.delete(Paths.AUTHORIZE, Access.signedIn(), this::refuse),
        Route.get(NATIVE, Access.signedIn(), this::showCode),
        Route.get(APPLICATIONS, Access.signedIn(), _ -> Reply.redirect(Paths.SETTINGS_SESSIONS)),
        Route.delete(APPLICATIONS + "/:id", Access.signedIn(), this::withdraw));
  }

  private AuthorizationRequest.Outcome read(Request request) {
    String clientId = request.parameters().text("client_id", "");
    App app =
        kit.db()
            .as(Viewer.stranger(), tx -> AppQueries.byClientId(tx.sql(), clientId).orElse(null));
    return AuthorizationRequest.read(request.parameters(), app);
  }

  private Reply ask(Request request) {
    return switch (read(request)) {
      case AuthorizationRequest.Outcome.Invalid invalid -> invalid(request, invalid.wrong());
      case AuthorizationRequest.Outcome.Valid valid -> {
        boolean force = request.parameters().flag("force_login", false);
        yield request.caller().member() == null || force
            ? toSignIn(valid.request(), force)
            : consent(request, valid.request());
      }
    };
  }

  /** After the sign-in the same question comes, without the wish for another sign-in. */
  private static Reply toSignIn(AuthorizationRequest asked, boolean force) {
    String back = RedirectUri.with(Paths.AUTHORIZE, asked.parameters());
    return Reply.redirect(Paths.signIn(back) + (force ? "&force=true" : ""));
  }

  private Reply consent(Request request, AuthorizationRequest asked) {
    App app = asked.app();
    String website = app.website();
    ConsentView view =
        new ConsentView(
            app.name(),
            website == null ? "" : website,
            asked.isOutOfBand() ? kit.urls().host() : RedirectUri.destination(asked.redirectUri()),
            asked.scopes(),
            asked.parameters());
    Reply reply = replies.ok(request, view).with("cross-origin-opener-policy", "unsafe-none");
    return asked.isOutOfBand()
        ? reply
        : reply.with(
            "content-security-policy",
            PagePolicy.leadingTo(RedirectUri.policySource(asked.redirectUri())));
  }

  private Reply decide(Request request) {
    return switch (read(request)) {
      case AuthorizationRequest.Outcome.Invalid invalid -> invalid(request, invalid.wrong());
      case AuthorizationRequest.Outcome.Valid valid ->
          request.parameters().text("decision", "").equals("allow")
              ? allow(request, valid.request())
              : deny(request, valid.request());
    };
  }

  private Reply refuse(Request request) {
    return switch (read(request)) {
      case AuthorizationRequest.Outcome.Invalid invalid -> invalid(request, invalid.wrong());
      case AuthorizationRequest.Outcome.Valid valid -> deny(request, valid.request());
    };
  }

  private Reply withdraw(Request request) {
    long app = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    if (!apps.withdraw(request.caller().required().user(), app)) {
      throw ProblemException.notFound();
    }
    return Reply.redirect(Paths.SETTINGS_SESSIONS);
  }

  private Reply allow(Request request, AuthorizationRequest asked) {
    UserId user = request.caller().required().user();
    String code = kit.db().as(Viewer.stranger(), tx -> authorize.allow(tx, asked, user));
    return Reply.redirect(
        asked.isOutOfBand()
            ? RedirectUri.with(NATIVE, Map.of("code", code))
            : asked.answer(MetadataApi.issuer(kit), Map.of("code", code)));
  }

  private Reply deny(Request request, AuthorizationRequest asked) {
    if (asked.isOutOfBand()) {
      Messages messages = replies.messages(request);
      return replies.ok(
          request,
          new NoticeView(
              "check",
              messages.get("consent.denied.title"),
              messages.get("consent.denied.text"),
              null,
              ""));
    }
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("error", "access_denied");
    answer.put(
        "error_description", "The resource owner or authorization server denied the request.");
    return Reply.redirect(asked.answer(MetadataApi.issuer(kit), answer));
  }

  private Reply showCode(Request request) {
    String code = request.parameters().text("code", "");
    UserId user = request.caller().required().user();
    App app =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    CodeQueries.appOf(tx.sql(), Secrets.hash(code), user)
                        .flatMap(id -> AppQueries.byId(tx.sql(), id)))
            .orElseThrow(ProblemException::notFound);
    return replies.ok(request, new OutOfBandView(app.name(), code));
  }

  private Reply invalid(Request request, AuthorizationRequest.Wrong wrong) {
    Messages messages = replies.messages(request);
    String text =
        switch (wrong) {
          case CLIENT -> messages.get("consent.invalid.client");
          case REDIRECT_URI -> messages.get("consent.invalid.redirect");
          case RESPONSE_TYPE -> messages.get("consent.invalid.response");
          case SCOPE -> messages.get("consent.invalid.scope");
          case CODE_CHALLENGE -> messages.get("consent.invalid.challenge");
          case STATE -> messages.get("consent.invalid.state");
        };
    return replies.reply(
        400,
        request,
        new NoticeView("warning", messages.get("consent.invalid.title"), text, null, ""));
  }
}
