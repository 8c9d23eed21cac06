package org.colloque.server.instance;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.users.Invite;

/**
 * Addresses that password managers, browsers and other servers know of a Mastodon server, and that
 * lead to the page here that does it.
 */
final class WebIntents {
  private static final String FOLLOW = "/authorize_interaction";
  private static final String SHARE = "/share";
  private static final String SCHEME = "web+mastodon";

  private final Kit kit;
  private final Invite invite;

  WebIntents(Kit kit, Invite invite) {
    this.kit = kit;
    this.invite = invite;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/.well-known/change-password",
            Access.anyone(),
            _ -> Reply.redirect(Paths.SETTINGS_PASSWORD)),
        Route.get(
            "/.well-known/proxy",
            Access.anyone(),
            request -> Reply.redirect(with(FOLLOW, "uri", request.parameters().text("uri", "")))),
        Route.get(FOLLOW, Access.signedIn(), WebIntents::interact),
        Route.get("/intent", Access.signedIn(), WebIntents::intent),
        Route.get(SHARE, Access.signedIn(), WebIntents::share),
        Route.get("/invite/:code", Access.anyone(), this::invitation));
  }

  /** Somebody or something elsewhere that a member came from: the search finds it. */
  private static Reply interact(Request request) {
    String uri = request.parameters().required("uri").strip();
    String asked = uri.startsWith("acct:") ? uri.substring("acct:".length()) : uri;
    return Reply.redirect(with(Paths.SEARCH, "q", asked));
  }

  /** {@code web+mastodon://share?text=…} or {@code web+mastodon://follow?uri=…}. */
  private static Reply intent(Request request) {
    URI uri;
    try {
      uri = URI.create(request.parameters().required("uri"));
    } catch (IllegalArgumentException noAddress) {
      throw ProblemException.notFound();
    }
    if (!SCHEME.equals(uri.getScheme())) {
      throw ProblemException.notFound();
    }
    String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
    return switch (Objects.requireNonNullElse(uri.getHost(), "")) {
      case "follow" -> Reply.redirect(FOLLOW + "?" + safe(query));
      case "share" -> Reply.redirect(SHARE + "?" + safe(query));
      case String _ -> throw ProblemException.notFound();
    };
  }

  /** What an address may hold; the rest is not passed on. */
  private static String safe(String query) {
    return query.replaceAll("[^A-Za-z0-9._~%!$&'()*+,;=:@/?-]", "");
  }

  /** The composer with what another program wants to have said. */
  private static Reply share(Request request) {
    Parameters parameters = request.parameters();
    String text =
        Stream.of("title", "text", "url")
            .map(name -> parameters.text(name, "").strip())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return Reply.redirect(text.isEmpty() ? Paths.COMPOSE : with(Paths.COMPOSE, "text", text));
  }

  /** For an app, whether the invitation works; for a browser, the page on which it does. */
  private Reply invitation(Request request) {
    String code = request.pathParameter("code");
    if (!request.header("accept").orElse("").contains("json")) {
      return Reply.redirect(with(Paths.SIGN_UP, "invitation", code));
    }
    Optional<?> found = invite.find(code, Throttle.place(request.address()));
    if (found.isEmpty()) {
      throw ProblemException.of(401, "The invite is not valid");
    }
    return Reply.json(
        Json.tree(
            Map.of(
                "invite_code", code, "instance_api_url", kit.urls().absolute("/api/v2/instance"))));
  }

  private static String with(String path, String name, String value) {
    return path + "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
