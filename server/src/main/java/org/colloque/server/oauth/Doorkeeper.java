package org.colloque.server.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.colloque.server.barriers.ShutOut;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Gatekeeper;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Problems;
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
  private static final String COOKIE = "colloque_session";

  /**
   * The topic on which it is told what has ended or changed: {@code token ID}, {@code session ID}
   * or {@code user ID}.
   */
  public static final String REVOKED = "revoked";

  /** The cookie over TLS: the prefix forbids other hosts and plain http to set it (RFC 6265bis). */
  private static final String SECURE_COOKIE = "__Host-" + COOKIE;

  /**
   * Tokens and cookies that are looked up at once: most that nobody has seen for a while are made
   * up when there are many, and members who were here a moment ago wait for none of them
   * (reliability.md, C39).
   */
  static final int LOOK_UPS = 2;

  private static final Duration LOOK_UP_WAIT = Duration.ofSeconds(3);

  private static final int CACHED_GRANTS = 20_000;
  private static final Duration CACHE_TIME = Duration.ofSeconds(60);

  private final Kit kit;
  private final ShutOut shutOut;
  private final String cookieName;
  private final Semaphore lookUps = new Semaphore(LOOK_UPS, true);
  private final AtomicLong generation = new AtomicLong();
  private final Cache<Key, Grant> grants =
      Caffeine.newBuilder().maximumSize(CACHED_GRANTS).expireAfterWrite(CACHE_TIME).build();

  public Doorkeeper(Kit kit) {
    this.kit = kit;
    this.shutOut = new ShutOut(kit);
    this.cookieName = cookieName(kit.config().publicUrl());
    kit.signals().on(REVOKED, this::forget);
    kit.signals().onMissed(() -> forget(_ -> true));
  }

  /** What a grant is found by: a token is never taken for a session. */
  private record Key(boolean session, String secret) {}

  /** The name of the session cookie of this instance. */
  public String cookieName() {
    return cookieName;
  }

  /**
   * Cookies do not know ports (RFC 6265, section 8.5), so that two instances under one host name
   * would take each other's: the name carries the port, unless it is the scheme's own.
   */
  static String cookieName(URI publicUrl) {
    String name = "https".equals(publicUrl.getScheme()) ? SECURE_COOKIE : COOKIE;
    return publicUrl.getPort() < 0 ? name : name + "_" + publicUrl.getPort();
  }

  @Override
  public boolean admits(String address) {
    return shutOut.admits(address);
  }

  @Override
  public boolean isStranger(Access access, Request request) {
    return switch (access) {
      case Access.Anyone _, Access.Server _ -> true;
      case Access.Page _, Access.SignedIn _, Access.Staff _, Access.Moderators _ ->
          request.cookie(cookieName()).isEmpty();
      case Access.Api _, Access.ApiApp _, Access.ApiUser _, Access.ApiModerator _ ->
          request.method().isSafe() && namesNobody(request);
    };
  }

  /** Without reading a body: this runs on the event loop. */
  private static boolean namesNobody(Request request) {
    return request.header("authorization").isEmpty()
        && request.header("sec-websocket-protocol").isEmpty()
        && !request.query().contains("token");
  }

  @Override
  public Caller check(Access access, Request request) {
    return switch (access) {
      case Access.Anyone _, Access.Server _ -> request.caller();
      case Access.Page page -> admitted(page(request), page.guests());
      case Access.SignedIn in -> signedIn(request, in.guests());
      case Access.Staff _ -> staff(request);
      case Access.Api api -> api(request, api.scopes());
      case Access.ApiApp app -> app(request, app.scopes());
      case Access.ApiUser user -> user(request, user.scopes());
      case Access.Moderators _ -> moderators(request);
      case Access.ApiModerator moderator -> moderator(request, moderator.scopes());
    };
  }

  /** The grant of a token as it stands in the database now, for streams that live on. */
  public Optional<Grant> grant(String token) {
    return Optional.ofNullable(find(new Key(false, token)));
  }

  /**
   * Forgets what was cached of this token, session or user: called with every change to one.
   *
   * @param what as the signal {@link #REVOKED} says it
   */
  public void forget(String what) {
    int space = what.indexOf(' ');
    String kind = what.substring(0, Math.max(space, 0));
    String id = what.substring(space + 1);
    forget(entry ->
        switch (kind) {
          case "token" -> !entry.getKey().session() && id.equals("" + entry.getValue().id());
          case "session" -> entry.getKey().session() && id.equals("" + entry.getValue().id());
          case String _ -> {
            Caller.Member member = entry.getValue().member();
            yield member != null && id.equals(member.user().toString());
          }
        });
  }

  /** A grant that was being read at that moment is not kept either. */
  private void forget(Predicate<Map.Entry<Key, Grant>> which) {
    generation.incrementAndGet();
    grants.asMap().entrySet().removeIf(which);
  }

  private @Nullable Grant find(Key key) {
    Grant known = grants.getIfPresent(key);
    if (known != null) {
      return known;
    }
    try {
      if (!lookUps.tryAcquire(LOOK_UP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Problems.overloaded();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Problems.overloaded();
    }
    try {
      return lookUp(key);
    } finally {
      lookUps.release();
    }
  }

  private @Nullable Grant lookUp(Key key) {
    long before = generation.get();
    byte[] hash = Secrets.hash(key.secret());
    Grant found =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    (key.session()
                            ? GrantQueries.bySession(tx.sql(), hash, kit.now())
                                .or(() -> GuestSessions.find(tx.sql(), hash, kit.now()))
                            : GrantQueries.byToken(tx.sql(), hash, kit.now()))
                        .orElse(null));
    if (found != null && found.guest() == null) {
      grants.put(key, found);
      if (generation.get() != before) {
        grants.invalidate(key);
      }
    }
    return found;
  }

  /**
   * Which tokens of people, and which sessions, may be used at this moment, by the database: for
   * streams that live on. Both have identifiers of one sequence.
   */
  public Set<Long> stillGood(Collection<Long> grants) {
    return kit.db().as(Viewer.stranger(), tx -> GrantQueries.good(tx.sql(), grants, kit.now()));
  }

  /**
   * The token of a request: header, or parameter as Mastodon allows, or the subprotocol of a
   * WebSocket, because browsers cannot send headers with one (semantics.md, section 10).
   */
  public static Optional<String> token(Request request) {
    Optional<String> header =
        request
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).trim());
    return header
        .or(() -> request.parameters().text("access_token"))
        .or(() -> request.parameters().text("bearer_token"))
        .or(() -> subprotocol(request))
        .filter(token -> !token.isEmpty());
  }

  /** The first that is offered: the one that the server will select and echo. */
  private static Optional<String> subprotocol(Request request) {
    return request
        .header("upgrade")
        .filter(upgrade -> upgrade.equalsIgnoreCase("websocket"))
        .flatMap(_ -> request.header("sec-websocket-protocol"))
        .map(protocols -> protocols.split(",", 2)[0].trim());
  }

  private Caller api(Request request, List<String> scopes) {
    Optional<String> token = token(request);
    if (token.isEmpty()) {
      return request.caller();
    }
    Grant grant = withScopes(token.get(), scopes);
    grant.standing().refuse();
    return caller(grant, request);
  }

  /** Whoever has just signed up may ask here for another letter: not confirmed yet is no fault. */
  private Caller app(Request request, List<String> scopes) {
    Grant grant = withScopes(token(request).orElseThrow(Doorkeeper::invalidToken), scopes);
    if (grant.standing() == Standing.DISABLED) {
      grant.standing().refuse();
    }
    return caller(grant, request);
  }

  private Caller user(Request request, List<String> scopes) {
    Grant grant = withScopes(token(request).orElseThrow(Doorkeeper::invalidToken), scopes);
    grant.standing().refuse();
    Caller caller = caller(grant, request);
    if (caller.member() == null) {
      throw ProblemException.of(422, "This method requires an authenticated user");
    }
    return caller;
  }

  private Grant withScopes(String token, List<String> scopes) {
    Grant grant = grant(token).orElseThrow(Doorkeeper::invalidToken);
    if (grant.revoked()) {
      throw unauthorized("The access token was revoked");
    }
    if (!Scope.grantsOneOf(grant.token().scopes(), scopes)) {
      throw ProblemException.of(403, "This action is outside the authorized scopes")
          .withHeader(
              "www-authenticate", "Bearer realm=\"Doorkeeper\", error=\"insufficient_scope\"");
    }
    return grant;
  }

  private static Caller caller(Grant grant, Request request) {
    return new Caller(grant.member(), null, grant.token(), null, locale(grant, request));
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

  /** A guest as themselves where they may come. */
  private static Caller admitted(Caller caller, boolean guests) {
    Caller.Guest guest = caller.guest();
    return guest == null || !guests
        ? caller
        : new Caller(
            null, new Caller.Guest(guest.account(), true), null, caller.session(), caller.locale());
  }

  private Caller signedIn(Request request, boolean guests) {
    Caller caller = page(request);
    if (caller.guest() != null) {
      if (!guests) {
        throw ProblemException.notFound();
      }
      return admitted(caller, true);
    }
    if (caller.member() == null) {
      if (!request.method().isSafe()) {
        throw ProblemException.of(403, "You need to sign in first");
      }
      throw new RedirectException(
          "/sign-in?return_to=" + URLEncoder.encode(request.target(), StandardCharsets.UTF_8));
    }
    return caller;
  }

  private Caller staff(Request request) {
    Caller caller = signedIn(request, false);
    if (!caller.required().isStaff()) {
      throw ProblemException.notFound();
    }
    return caller;
  }

  private Caller moderators(Request request) {
    Caller caller = signedIn(request, false);
    if (!caller.required().moderates()) {
      throw ProblemException.notFound();
    }
    return caller;
  }

  private Caller moderator(Request request, List<String> scopes) {
    Caller caller = user(request, scopes);
    if (!caller.required().moderates()) {
      throw ProblemException.forbidden();
    }
    return caller;
  }

  private Caller session(Request request) {
    Optional<String> cookie = request.cookie(cookieName());
    if (cookie.isEmpty()) {
      return request.caller();
    }
    Grant grant = find(new Key(true, cookie.get()));
    if (grant == null) {
      return request.caller();
    }
    return new Caller(
        grant.member(),
        grant.guest(),
        null,
        new Caller.Session(grant.id(), kit.secrets().sign("csrf", cookie.get())),
        locale(grant, request));
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
            || MessageDigest.isEqual(
                caller.session().csrf().getBytes(StandardCharsets.UTF_8),
                request.parameters().text("csrf", "").getBytes(StandardCharsets.UTF_8));
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
