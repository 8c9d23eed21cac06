package org.colloque.server.guests;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.groups.JoinGroup;
import org.colloque.server.http.Access;
import org.colloque.server.http.PagePolicy;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.oauth.Cookies;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.oauth.GuestSessions;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.GuestSignInView;
import org.colloque.server.pages.view.Paths;

/** "Sign in with your instance": the form, and the address to which theirs sends people back. */
public final class GuestPages {
  private final Kit kit;
  private final PageReplies replies;
  private final Doorkeeper doorkeeper;
  private final SignInAtHome signIn;
  private final BooleanSupplier open;

  /**
   * @param fetcher with little patience, because somebody waits
   */
  public GuestPages(
      Kit kit,
      PageReplies replies,
      Doorkeeper doorkeeper,
      Settings settings,
      FederationPolicy policy,
      Resolver resolver,
      Fetcher fetcher,
      JoinGroup groups) {
    this.kit = kit;
    this.replies = replies;
    this.doorkeeper = doorkeeper;
    open = () -> settings.current().admitsGuests();
    signIn =
        new SignInAtHome(
            kit,
            new Throttle(kit),
            policy,
            resolver,
            new HomeApi(fetcher),
            groups,
            () -> settings.current().title());
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.SIGN_IN_GUEST, Access.page(), this::form).mountedWhile(open),
        Route.post(Paths.SIGN_IN_GUEST, Access.page(), this::begin).mountedWhile(open),
        Route.get(Paths.guestReturn(":host"), Access.page(), this::finish).mountedWhile(open));
  }

  private Reply form(Request request) {
    String returnTo = request.parameters().text("return_to", "");
    return isSignedIn(request)
        ? Reply.redirect(Paths.back(returnTo, Paths.GROUPS))
        : leadingOut(replies.ok(request, new GuestSignInView(Form.EMPTY, returnTo)));
  }

  private static boolean isSignedIn(Request request) {
    return request.caller().member() != null || request.caller().guest() != null;
  }

  private Reply begin(Request request) {
    Parameters parameters = request.parameters();
    String address = parameters.text("address", "");
    return answer(
        request,
        Form.EMPTY.with("address", address),
        signIn.begin(address, parameters.text("return_to", ""), Throttle.place(request.address())));
  }

  private Reply finish(Request request) {
    if (isSignedIn(request)) {
      return Reply.redirect(Paths.GROUPS);
    }
    Parameters parameters = request.parameters();
    SignInAtHome.Answer answer =
        new SignInAtHome.Answer(
            parameters.text("state", ""),
            parameters.text("code", ""),
            parameters.text("error", ""),
            parameters.text("iss", ""));
    return answer(
        request,
        Form.EMPTY,
        signIn.finish(
            request.pathParameter("host"),
            request.cookie(journeyCookie()).orElse(""),
            answer,
            Throttle.place(request.address())));
  }

  private Reply answer(Request request, Form form, SignInAtHome.Outcome outcome) {
    return switch (outcome) {
      case SignInAtHome.Outcome.Leads leads ->
          Reply.redirect(leads.url()).with("set-cookie", journey(leads.journey(), Journey.LIFE));
      case SignInAtHome.Outcome.SignedIn in ->
          Reply.redirect(Paths.back(in.returnTo(), Paths.GROUPS))
              .with(
                  "set-cookie",
                  Cookies.set(kit, doorkeeper.cookieName(), in.cookie(), GuestSessions.LIFE));
      case SignInAtHome.Outcome.Refused refused -> {
        String why = refused.trouble().words(replies.messages(request), refused.host());
        yield leadingOut(
                replies.refused(
                    request, new GuestSignInView(form.error("address", why), refused.returnTo())))
            .with("set-cookie", journey("", Duration.ZERO));
      }
    };
  }

  private String journey(String value, Duration life) {
    return Cookies.set(kit, journeyCookie(), value, life);
  }

  private String journeyCookie() {
    return doorkeeper.cookieName() + "_guest";
  }

  /** Where the form leads is known only when it is sent. */
  private Reply leadingOut(Reply reply) {
    String anywhere = kit.urls().isHttps() ? "https:" : "http:";
    return reply.with("content-security-policy", PagePolicy.leadingTo(anywhere));
  }
}
