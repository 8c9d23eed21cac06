package org.colloque.server.users;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.IssueToken;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.oauth.TokenEntity;

/** Sign-up from an app, and the letter once more (semantics.md, section 6). */
public final class SignUpApi {
  /** Per place (semantics.md, section 5); from the pages too. */
  public static final Throttle.Limit SIGN_UPS =
      new Throttle.Limit("sign-up", 5, Duration.ofMinutes(30));

  private final Kit kit;
  private final Throttle throttle;
  private final UserVerbs verbs;
  private final IssueToken issueToken;

  public SignUpApi(Kit kit, Throttle throttle, UserVerbs verbs) {
    this.kit = kit;
    this.throttle = throttle;
    this.verbs = verbs;
    this.issueToken = new IssueToken(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/accounts", Access.app("write", "write:accounts"), this::create),
        Route.post(
            "/api/v1/emails/confirmations", Access.app("write", "write:accounts"), this::again),
        Route.get(
            "/api/v1/emails/check_confirmation",
            Access.app("read", "read:accounts"),
            this::isConfirmed));
  }

  private Reply create(Request request) {
    Caller.Token app = token(request);
    throttle.spend(SIGN_UPS, Throttle.place(request.address()));
    Parameters parameters = request.parameters();
    NewUser asked =
        new NewUser(
            parameters.text("username", "").strip(),
            parameters.text("email", ""),
            parameters.text("password", ""),
            parameters.text("locale", request.caller().locale().getLanguage()),
            parameters.text("reason", ""),
            "",
            parameters.flag("agreement", false),
            parameters.text("invite_code").filter(code -> !code.isBlank()).orElse(null),
            app.appId(),
            request.address());
    AtomicReference<TokenEntity> issued = new AtomicReference<>();
    SignUp.Outcome outcome =
        verbs
            .signUp()
            .signUp(
                asked,
                (tx, user) -> issued.set(issueToken.issueFirst(tx, app.appId(), user).entity()));
    return switch (outcome) {
      case SignUp.Outcome.Closed _ -> throw ProblemException.forbidden();
      case SignUp.Outcome.Faulty faulty -> throw faulty.faults().problem();
      case SignUp.Outcome.Joined _ -> Reply.json(issued.get()).with("cache-control", "no-store");
    };
  }

  private Reply again(Request request) {
    User user = user(request);
    if (user.createdByApp() != token(request).appId()) {
      throw ProblemException.of(
          403,
          "This method is only available to the application the user originally signed-up with");
    }
    if (user.confirmed()) {
      throw ProblemException.of(
          403, "This method is only available while the e-mail is awaiting confirmation");
    }
    Faults faults =
        verbs
            .changeEmail()
            .again(
                user,
                request.parameters().text("email").filter(text -> !text.isBlank()).orElse(null));
    if (!faults.isEmpty()) {
      throw faults.problem();
    }
    return Reply.json(Json.object());
  }

  private Reply isConfirmed(Request request) {
    return Reply.json(user(request).confirmed());
  }

  private User user(Request request) {
    Caller.Member member = request.caller().required();
    return kit.db()
        .as(Viewer.stranger(), tx -> UserQueries.byId(tx.sql(), member.user()))
        .orElseThrow(ProblemException::notFound);
  }

  private static Caller.Token token(Request request) {
    Caller.Token token = request.caller().token();
    if (token == null) {
      throw ProblemException.of(401, "The access token is invalid");
    }
    return token;
  }
}
