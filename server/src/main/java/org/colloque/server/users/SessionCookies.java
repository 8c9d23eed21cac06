package org.colloque.server.users;

import java.time.Duration;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Cookies;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.oauth.Sessions;
import org.colloque.server.pages.view.Paths;

/** Gives a browser its session, and takes it away. */
final class SessionCookies {
  private final Kit kit;
  private final Doorkeeper doorkeeper;
  private final SignOut signOut;

  SessionCookies(Kit kit, Doorkeeper doorkeeper, SignOut signOut) {
    this.kit = kit;
    this.doorkeeper = doorkeeper;
    this.signOut = signOut;
  }

  static SignIn.Browser browser(Request request) {
    return new SignIn.Browser(request.address(), request.header("user-agent").orElse(""));
  }

  /** Leads on with a new session; the one that the browser had before ends. */
  Reply begin(Request request, String cookie, String returnTo) {
    end(request);
    return Reply.redirect(Paths.back(returnTo, Paths.HOME))
        .with("set-cookie", set(cookie, Sessions.LIFE));
  }

  /** Ends the browser's session and leads to the first page. */
  Reply leave(Request request) {
    end(request);
    return without(Reply.redirect(Paths.LANDING));
  }

  /** An answer after which the browser has no session. */
  Reply without(Reply reply) {
    return reply.with("set-cookie", set("", Duration.ZERO));
  }

  private String set(String value, Duration life) {
    return Cookies.set(kit, doorkeeper.cookieName(), value, life);
  }

  private void end(Request request) {
    Caller.Session session = request.caller().session();
    Caller.Member member = request.caller().member();
    if (session != null && member != null) {
      signOut.end(member.user(), session.id());
    } else if (session != null) {
      signOut.endGuest(session.id());
    }
  }
}
