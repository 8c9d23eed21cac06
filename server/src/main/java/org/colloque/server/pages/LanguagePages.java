package org.colloque.server.pages;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/** Where a visitor changes the language of the pages; members do it in their settings. */
public final class LanguagePages {
  private static final Duration KEPT = Duration.ofDays(365);

  private final boolean https;

  /**
   * @param https whether this instance is reached by https
   */
  public LanguagePages(boolean https) {
    this.https = https;
  }

  public List<Route> routes() {
    return List.of(Route.get(Paths.LANGUAGE, Access.page(), this::choose));
  }

  private Reply choose(Request request) {
    Locale chosen = Locale.of(request.parameters().text("to", ""));
    if (!Messages.LOCALES.contains(chosen)) {
      throw ProblemException.notFound();
    }
    String cookie =
        Caller.LANGUAGE_COOKIE
            + "="
            + chosen.getLanguage()
            + "; Path=/; SameSite=Lax; HttpOnly; Max-Age="
            + KEPT.toSeconds()
            + (https ? "; Secure" : "");
    return Reply.redirect(Paths.back(request.parameters().text("return_to", ""), Paths.LANDING))
        .with("set-cookie", cookie);
  }
}
