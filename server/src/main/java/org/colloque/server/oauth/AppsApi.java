package org.colloque.server.oauth;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Scope;
import org.colloque.server.instance.VapidKey;
import org.colloque.server.kit.Kit;

/** Registration of apps, and their own view of themselves. */
public final class AppsApi {
  /** Per place (semantics.md, section 5). */
  public static final Throttle.Limit REGISTRATIONS =
      new Throttle.Limit("apps", 5, Duration.ofMinutes(10));

  private final Kit kit;
  private final Throttle throttle;
  private final RegisterApp registerApp;
  private final VapidKey vapidKey;

  public AppsApi(Kit kit, Throttle throttle, VapidKey vapidKey) {
    this.kit = kit;
    this.throttle = throttle;
    this.vapidKey = vapidKey;
    this.registerApp = new RegisterApp(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/apps", Access.anyone(), this::create),
        Route.get("/api/v1/apps/verify_credentials", Access.app(), this::verify));
  }

  private Reply create(Request request) {
    throttle.spend(REGISTRATIONS, Throttle.place(request.address()));
    Parameters parameters = request.parameters();
    RegisterApp.NewApp asked =
        new RegisterApp.NewApp(
            parameters.text("client_name", "").strip(),
            parameters.text("website").map(String::strip).filter(w -> !w.isEmpty()).orElse(null),
            parameters.list("redirect_uris").stream()
                .flatMap(uris -> Arrays.stream(uris.trim().split("\\s+")))
                .filter(uri -> !uri.isEmpty())
                .distinct()
                .toList(),
            scopes(parameters));
    RegisterApp.Registered made =
        kit.db().as(Viewer.stranger(), tx -> registerApp.register(tx, asked));
    return Reply.json(
        AppEntity.of(made.app(), vapidKey.publicKey())
            .withSecret(made.app().clientId(), made.secret()));
  }

  private static List<String> scopes(Parameters parameters) {
    List<String> asked = Scope.split(String.join(" ", parameters.list("scopes")));
    return asked.isEmpty() ? List.of(Scope.DEFAULT) : asked;
  }

  private Reply verify(Request request) {
    Caller.Token token = request.caller().token();
    if (token == null) {
      throw ProblemException.notFound();
    }
    App app =
        kit.db()
            .as(Viewer.stranger(), tx -> AppQueries.byId(tx.sql(), token.appId()))
            .orElseThrow(ProblemException::notFound);
    return Reply.json(AppEntity.of(app, vapidKey.publicKey()));
  }
}
