package org.colloque.server.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Gatekeeper;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RedirectException;
import org.colloque.server.http.Request;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The one gatekeeper in front of all routes: finds the caller by token or session and compares with
 * what the route asks for. Scopes are checked here and nowhere else.
 */
public final class Doorkeeper implements Gatekeeper {
  /** The session cookie; the prefix forbids other hosts and plain http to set it. */
  public static final String COOKIE = "colloque_session";

  /** The topic on which a revoked token or session, or a changed user, is told. */
  public static final String REVOKED = "revoked";

  private static final int CACHED_GRANTS = 20_000;
  private static final Duration CACHE_TIME = Duration.ofSeconds(60);

  private final Kit kit;
  private final Cache<String, Grant> grants =
      Caffeine.newBuilder().maximumSize(CACHED_GRANTS).expireAfterWrite(CACHE_TIME).build();

  public Doorkeeper(Kit kit) {
    this.kit = kit;
    kit.signals().on(REVOKED, _ -> grants.invalidateAll());
    kit.signals().onMissed(grants::invalidateAll);
  }

  @Override
  public Caller check(Access access, Request request) {
    return switch (access) {
      case Access.Anyone _, Access.Server _ -> request.caller();
      case Access.Page _ -> page(request);
      case Access.SignedIn _ -> signedIn(request);
      case Access.Staff _ -> staff(request);
      case Access.Api api -> api(request, api.scopes());
      case Access.ApiApp app -> app(request, app.scopes());
      case Access.ApiUser user -> user(request, user.scopes());
    };
  }

  /** The grant of a token as it stands in the database now, for streams that live on. */
  public Optional<Grant> grant(String token) {
    Grant known = grants.getIfPresent(token);
    if (known == null) {
      Optional<Grant> found =
          kit.db().as(Viewer.stranger(), tx -> GrantQueries.byToken(tx.sql(), Secrets.hash(token)));
      found.ifPresent(grant -> grants.put(token, grant));
      return found;
    }
    return Optional.of(known);
  }

  /** Forgets what was cached: called with every change to tokens, sessions or users. */
  public void forget() {
    grants.invalidateAll();
  }

  /** The token of a request: header, or parameter as Mastodon allows. */
  public static Optional<String> token(Request request) {
    Optional<String> header =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).trim());
    return header
        .or(() -> request.parameters().text("access_token"))
        .or(() -> request.parameters().text("bearer_token"))
        .filter(token -> !token.isEmpty());
  }

  private Caller api(Request request, List<String> scopes) {
    Optional<String> token = token(request);
    return token.isEmpty() ? request.caller() : withScopes(request, token.get(), scopes);
  }

  private Caller app(Request request, List<String> scopes) {
    return withScopes(request, token(request).orElseThrow(Doorkeeper::invalidToken), scopes);
  }

  private Caller user(Request request, List<String> scopes) {
    Caller caller = app(request, scopes);
    if (caller.member() == null) {
      throw ProblemException.of(422, "This method requires an authenticated user");
    }
    return caller;
  }

  private Caller withScopes(Request request, String token, List<String> scopes) {
    Grant grant = grant(token).orElseThrow(Doorkeeper::invalidToken);
    if (grant.revoked()) {
      throw unauthorized("The access token was revoked");
    }
    if (!Scope.grantsOneOf(grant.token().scopes(), scopes)) {
      throw ProblemException.of(403, "This action is outside the authorized scopes")
          .withHeader(
              "www-authenticate", "Bearer realm=\"Doorkeeper\", error=\"insufficient_scope\"");
    }
    grant.standing().refuse();
    return new Caller(grant.member(), grant.token(), null, locale(grant, request));
  }

  private static Locale locale(Grant grant, Request request) {
    return grant.locale() == null
        ? request.caller().locale()
        : Locale.forLanguageTag(grant.locale());
  }

  private Caller page(Request request) {
    Caller caller = session(request);
    if (!request.method().isSafe()) {
      checkForgery(request, caller);
    }
    return caller;
  }

  private Caller signedIn(Request request) {
    Caller caller = page(request);
    if (caller.member() == null) {
      if (!request.method().isSafe()) {
        throw ProblemException.of(403, "You need to sign in first");
      }
      throw new RedirectException(
          "/auth/sign_in?return_to="
              + java.net.URLEncoder.encode(
                  request.target(), java.nio.charset.StandardCharsets.UTF_8));
    }
    return caller;
  }

  private Caller staff(Request request) {
    Caller caller = signedIn(request);
    if (!caller.required().isStaff()) {
      throw ProblemException.notFound();
    }
    return caller;
  }

  private Caller session(Request request) {
    Optional<String> cookie = request.cookie(COOKIE);
    if (cookie.isEmpty()) {
      return request.caller();
    }
    Grant grant = sessionGrant(cookie.get());
    if (grant == null) {
      return request.caller();
    }
    return new Caller(
        grant.member(),
        null,
        new Caller.Session(grant.id(), kit.secrets().sign("csrf", cookie.get())),
        locale(grant, request));
  }

  private @Nullable Grant sessionGrant(String cookie) {
    Grant known = grants.getIfPresent("session " + cookie);
    if (known != null) {
      return known;
    }
    Optional<Grant> found =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> GrantQueries.bySession(tx.sql(), Secrets.hash(cookie), kit.now()));
    found.ifPresent(grant -> grants.put("session " + cookie, grant));
    return found.orElse(null);
  }

  /**
   * A state change by cookie needs the token of the form, and an origin of ours when the browser
   * names one (reliability.md, C59). Without a session the origin alone decides, which guards the
   * sign-in form too.
   */
  private void checkForgery(Request request, Caller caller) {
    String origin = request.header("origin").orElse("");
    String site = request.header("sec-fetch-site").orElse("");
    boolean ours = origin.isEmpty() ? !site.equals("cross-site") : origin.equals(kit.urls().base());
    boolean formOk =
        caller.session() == null
            || java.security.MessageDigest.isEqual(
                caller.session().csrf().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                request
                    .parameters()
                    .text("csrf", "")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (!ours || !formOk) {
      throw ProblemException.of(403, "This form has expired: go back, reload the page, try again");
    }
  }

  private static ProblemException invalidToken() {
    return unauthorized("The access token is invalid");
  }

  private static ProblemException unauthorized(String message) {
    return ProblemException.of(401, message)
        .withHeader(
            "www-authenticate",
            "Bearer realm=\"Doorkeeper\", error=\"invalid_token\", error_description=\""
                + message
                + "\"");
  }
}
