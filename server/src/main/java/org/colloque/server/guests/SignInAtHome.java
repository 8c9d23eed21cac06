package org.colloque.server.guests;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.colloque.federation.fetch.Door;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.handle.Hosts;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.JoinGroup;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.oauth.GuestSessions;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.view.Paths;

/**
 * The way home and back: OAuth at the person's own instance, which then says who they are. Touches
 * the network and holds no transaction meanwhile. The token lives for one question.
 */
final class SignInAtHome {
  /** Beginnings and returns from one place: each makes us ask another server. */
  static final Throttle.Limit PER_PLACE =
      new Throttle.Limit("guest-place", 30, Duration.ofMinutes(5));

  /** Beginnings at one server, whoever comes. */
  static final Throttle.Limit PER_HOST =
      new Throttle.Limit("guest-host", 60, Duration.ofMinutes(5));

  private final Kit kit;
  private final Throttle throttle;
  private final FederationPolicy policy;
  private final Resolver resolver;
  private final HomeApi api;
  private final HomeApps apps;
  private final JoinGroup groups;
  private final Supplier<String> title;

  /**
   * @param title what this instance calls itself: all that theirs learns of it
   */
  SignInAtHome(
      Kit kit,
      Throttle throttle,
      FederationPolicy policy,
      Resolver resolver,
      HomeApi api,
      JoinGroup groups,
      Supplier<String> title) {
    this.kit = kit;
    this.throttle = throttle;
    this.policy = policy;
    this.resolver = resolver;
    this.api = api;
    this.apps = new HomeApps(kit);
    this.groups = groups;
    this.title = title;
  }

  /** What came of a step. */
  sealed interface Outcome {
    /** To their instance, with this in a cookie. */
    record Leads(String url, String journey) implements Outcome {}

    /**
     * They are who they say.
     *
     * @param cookie of the session
     */
    record SignedIn(String cookie, String returnTo) implements Outcome {}

    record Refused(Trouble trouble, String host, String returnTo) implements Outcome {}
  }

  /** What their instance sent them back with; each may be empty. */
  record Answer(String state, String code, String error, String issuer) {}

  /**
   * Sends somebody to their instance.
   *
   * @param address a handle or the name of a server, as people type it
   * @param place from which they ask
   * @throws org.colloque.server.http.ProblemException 429 when that was too often
   */
  Outcome begin(String address, String returnTo, String place) {
    String typed = address.strip().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    Optional<Handle> handle = Handle.parse(typed);
    Optional<String> host =
        handle.map(Handle::host).or(() -> Hosts.canonicalWithPort(typed.replaceFirst("^@", "")));
    if (host.isEmpty()) {
      return new Outcome.Refused(Trouble.ADDRESS, "", returnTo);
    }
    String name = host.get();
    if (name.equals(kit.urls().host())) {
      return new Outcome.Refused(Trouble.OURS, name, returnTo);
    }
    if (!policy.speaksWith(name)) {
      return new Outcome.Refused(Trouble.NOT_ADMITTED, name, returnTo);
    }
    throttle.spend(PER_PLACE, place);
    throttle.spend(PER_HOST, name);
    Optional<Origin> home =
        handle.isPresent() ? account(handle.get()).map(Known::home) : Origin.of(base(name));
    return home.isEmpty()
        ? new Outcome.Refused(Trouble.NOBODY, name, returnTo)
        : lead(home.get(), handle.map(Handle::toString).orElse(""), returnTo);
  }

  private Outcome lead(Origin home, String handle, String returnTo) {
    HomeApi.App app = apps.known(home).orElse(null);
    if (app == null) {
      FetchResult<HomeApi.App> made =
          api.register(home, title.get(), redirectUri(home), kit.urls().base());
      if (!(made instanceof FetchResult.Found<HomeApi.App> found)) {
        Trouble trouble = made instanceof FetchResult.Unreachable ? Trouble.SILENT : Trouble.NO_API;
        return new Outcome.Refused(trouble, home.authority(), returnTo);
      }
      app = found.value();
      apps.keep(home, app);
    }
    Journey journey =
        new Journey(
            home,
            handle,
            kit.secrets().newToken(),
            kit.secrets().newToken(),
            returnTo,
            kit.now().plus(Journey.LIFE));
    Map<String, String> question = new LinkedHashMap<>();
    question.put("response_type", "code");
    question.put("client_id", app.clientId());
    question.put("redirect_uri", redirectUri(home));
    question.put("scope", app.scope());
    question.put("state", journey.state());
    question.put(
        "code_challenge",
        Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(journey.verifier())));
    question.put("code_challenge_method", "S256");
    return new Outcome.Leads(
        home
            + "/oauth/authorize?"
            + question.entrySet().stream()
                .map(each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")),
        journey.sealed(kit));
  }

  /**
   * Takes somebody in who comes back.
   *
   * @param host that is named in the address to which they came: each server has one of its own, so
   *     that no server can send us an answer of another (RFC 9700, section 4.4)
   * @param sealed the cookie of the browser
   * @throws org.colloque.server.http.ProblemException 429 when that was too often
   */
  Outcome finish(String host, String sealed, Answer answer, String place) {
    Journey journey = Journey.open(kit, sealed).orElse(null);
    if (journey == null) {
      return new Outcome.Refused(Trouble.EXPIRED, host, "");
    }
    Origin home = journey.home();
    boolean belongs =
        home.authority().equals(host)
            && journey.state().equals(answer.state())
            && (answer.issuer().isEmpty()
                || answer.issuer().replaceFirst("/$", "").equals(home.toString()));
    if (!belongs) {
      return new Outcome.Refused(Trouble.EXPIRED, host, journey.returnTo());
    }
    if (answer.code().isEmpty()) {
      Trouble trouble = answer.error().equals("access_denied") ? Trouble.DENIED : Trouble.FAILED;
      return new Outcome.Refused(trouble, host, journey.returnTo());
    }
    if (!policy.speaksWith(home.host())) {
      return new Outcome.Refused(Trouble.NOT_ADMITTED, host, journey.returnTo());
    }
    throttle.spend(PER_PLACE, place);
    Optional<HomeApi.Person> person = ask(journey, answer.code());
    if (person.isEmpty()) {
      return new Outcome.Refused(Trouble.FAILED, host, journey.returnTo());
    }
    return identify(journey, person.get())
        .map(account -> welcome(account, journey))
        .orElseGet(() -> new Outcome.Refused(Trouble.FOREIGN, host, journey.returnTo()));
  }

  /** One token for one question. */
  private Optional<HomeApi.Person> ask(Journey journey, String code) {
    Origin home = journey.home();
    HomeApi.App app = apps.known(home).orElse(null);
    if (app == null) {
      return Optional.empty();
    }
    FetchResult<String> token = api.token(home, app, code, journey.verifier(), redirectUri(home));
    if (!(token instanceof FetchResult.Found<String> held)) {
      if (token instanceof FetchResult.Denied) {
        // perhaps it has forgotten us: the next one is introduced anew
        apps.forget(home);
      }
      return Optional.empty();
    }
    FetchResult<HomeApi.Person> person = api.whoIs(home, held.value());
    api.revoke(home, app, held.value());
    return person instanceof FetchResult.Found<HomeApi.Person> found
        ? Optional.of(found.value())
        : Optional.empty();
  }

  /**
   * The account, when it lives where it was asked for: what an instance says of somebody elsewhere
   * is not believed, and neither is a name that leads to somebody elsewhere.
   */
  private Optional<AccountId> identify(Journey journey, HomeApi.Person person) {
    Origin home = journey.home();
    boolean own =
        Handle.isUsername(person.username())
            && person.acct().equalsIgnoreCase(person.username())
            && isAt(home, person.url())
            && (person.uri().isEmpty() || isAt(home, person.uri()));
    if (!own) {
      return Optional.empty();
    }
    Handle handle =
        Handle.parse(journey.handle())
            .filter(typed -> typed.username().equalsIgnoreCase(person.username()))
            .orElseGet(() -> new Handle(person.username(), home.authority()));
    return account(handle)
        .filter(known -> known.home().equals(home))
        .filter(known -> known.username().equalsIgnoreCase(person.username()))
        .filter(known -> person.uri().isEmpty() || person.uri().equals(known.uri()))
        .map(Known::id);
  }

  private static boolean isAt(Origin home, String address) {
    return Origin.of(address).filter(home::equals).isPresent();
  }

  private Outcome welcome(AccountId account, Journey journey) {
    return kit.db()
        .as(
            Viewer.of(account),
            tx ->
                groups.awaits(tx, account, Paths.joinToken(journey.returnTo()))
                    ? new Outcome.SignedIn(GuestSessions.open(kit, tx, account), journey.returnTo())
                    : new Outcome.Refused(
                        Trouble.NOT_INVITED, journey.home().authority(), journey.returnTo()));
  }

  /** An account of another server that we hold. */
  private record Known(AccountId id, String uri, String username, Origin home) {}

  private Optional<Known> account(Handle handle) {
    return resolver
        .accountByHandle(handle.toString())
        .flatMap(id ->
            kit.db()
                .as(
                    Viewer.stranger(),
                    tx ->
                        tx.sql()
                            .select(ACCOUNTS.URI, ACCOUNTS.USERNAME)
                            .from(ACCOUNTS)
                            .where(ACCOUNTS.ID.eq(id.value()))
                            .and(ACCOUNTS.DOMAIN.isNotNull())
                            .fetchOptional())
                .flatMap(row ->
                    Origin.of(row.value1())
                        .map(home -> new Known(id, row.value1(), row.value2(), home))));
  }

  private String redirectUri(Origin home) {
    return kit.urls().absolute(Paths.guestReturn(home.authority()));
  }

  /** Servers of this machine have no certificate: they are met in tests and local trials only. */
  private String base(String host) {
    boolean local =
        kit.config().federation().allowPrivateAddresses()
            && Door.isLocalName(host.replaceFirst(":\\d+$", ""));
    return (local ? "http://" : "https://") + host;
  }
}
