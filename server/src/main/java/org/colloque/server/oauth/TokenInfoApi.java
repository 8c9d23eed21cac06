package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What a token is good for: said to who holds it, and to the app that it was given to. */
public final class TokenInfoApi {
  private final Kit kit;
  private final Doorkeeper doorkeeper;

  public TokenInfoApi(Kit kit, Doorkeeper doorkeeper) {
    this.kit = kit;
    this.doorkeeper = doorkeeper;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/oauth/token/info", Access.app(), this::info),
        Route.post("/oauth/introspect", Access.anyone(), this::introspect));
  }

  private Reply info(Request request) {
    Caller.@Nullable Token token = request.caller().token();
    if (token == null) {
      throw ProblemException.of(401, "The access token is invalid");
    }
    Record row = row(token.id());
    ObjectNode info = Json.object();
    info.put("resource_owner_id", token.user() == null ? null : token.user().toString());
    info.set("scope", Json.tree(token.scopes()));
    info.putNull("expires_in");
    info.putObject("application").put("uid", row.get(OAUTH_APPS.CLIENT_ID));
    info.put("created_at", row.get(OAUTH_TOKENS.CREATED_AT).toEpochSecond());
    return Reply.json(info).with("cache-control", "no-store");
  }

  /** RFC 7662. Of tokens of other apps nobody learns more than of those that do not exist. */
  private Reply introspect(Request request) {
    long app = app(request).orElseThrow(OAuthError.INVALID_CLIENT::problem);
    Optional<Grant> grant =
        request
            .parameters()
            .text("token")
            .flatMap(doorkeeper::grant)
            .filter(found -> !found.revoked() && found.standing() == Standing.GOOD)
            .filter(found -> found.token().appId() == app);
    ObjectNode said = Json.object().put("active", grant.isPresent());
    grant.ifPresent(found -> {
      Record row = row(found.token().id());
      said.put("scope", String.join(" ", found.token().scopes()));
      said.put("client_id", row.get(OAUTH_APPS.CLIENT_ID));
      said.put("token_type", "Bearer");
      said.putNull("exp");
      said.put("iat", row.get(OAUTH_TOKENS.CREATED_AT).toEpochSecond());
    });
    return Reply.json(said).with("cache-control", "no-store");
  }

  /** The app that asks: by its secret, or by a token of its own. */
  private Optional<Long> app(Request request) {
    Optional<ClientAuthentication> client = ClientAuthentication.of(request);
    if (client.isPresent()) {
      return kit.db()
          .as(Viewer.stranger(), tx -> client.flatMap(each -> each.app(tx.sql())))
          .map(App::id);
    }
    return Doorkeeper.token(request)
        .flatMap(doorkeeper::grant)
        .filter(grant -> !grant.revoked())
        .map(grant -> grant.token().appId());
  }

  private Record row(long token) {
    return kit.db()
        .<Record>as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(OAUTH_APPS.CLIENT_ID, OAUTH_TOKENS.CREATED_AT)
                    .from(OAUTH_TOKENS)
                    .join(OAUTH_APPS)
                    .on(OAUTH_APPS.ID.eq(OAUTH_TOKENS.APP_ID))
                    .where(OAUTH_TOKENS.ID.eq(token))
                    .fetchSingle());
  }
}
