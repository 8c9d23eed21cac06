package org.colloque.server.oauth;

import java.util.List;
import java.util.Optional;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;

/** Tokens for apps: by code or for the app itself, and their withdrawal. */
public final class TokensApi {
  private final Kit kit;
  private final Revoke revoke;
  private final ExchangeCode exchangeCode;
  private final IssueToken issueToken;

  public TokensApi(Kit kit, Revoke revoke) {
    this.kit = kit;
    this.revoke = revoke;
    this.exchangeCode = new ExchangeCode(kit, revoke);
    this.issueToken = new IssueToken(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/oauth/token", Access.anyone(), this::token),
        Route.post("/oauth/revoke", Access.anyone(), this::revoke));
  }

  private Reply token(Request request) {
    Parameters parameters = request.parameters();
    String grantType =
        parameters
            .text("grant_type")
            .filter(type -> !type.isEmpty())
            .orElseThrow(() ->
                OAuthError.INVALID_REQUEST.problem("Missing required parameter: grant_type."));
    return switch (grantType) {
      case "authorization_code" -> byCode(request);
      case "client_credentials" -> forApp(request);
      case String _ -> throw OAuthError.UNSUPPORTED_GRANT_TYPE.problem();
    };
  }

  private Reply byCode(Request request) {
    ClientAuthentication client =
        ClientAuthentication.of(request).orElseThrow(OAuthError.INVALID_CLIENT::problem);
    Parameters parameters = request.parameters();
    String code = required(parameters, "code");
    String redirectUri = required(parameters, "redirect_uri");
    String verifier = parameters.text("code_verifier").filter(text -> !text.isEmpty()).orElse(null);
    // the withdrawal after a replay must be committed: so no exception leaves the transaction
    Optional<IssueToken.Issued> issued =
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  App app = client.app(tx.sql()).orElseThrow(OAuthError.INVALID_CLIENT::problem);
                  return exchangeCode.exchange(tx, app, code, redirectUri, verifier);
                });
    return reply(issued.orElseThrow(OAuthError.INVALID_GRANT::problem));
  }

  private Reply forApp(Request request) {
    ClientAuthentication client =
        ClientAuthentication.of(request).orElseThrow(OAuthError.INVALID_CLIENT::problem);
    List<String> asked = Scope.split(request.parameters().text("scope", ""));
    List<String> scopes = asked.isEmpty() ? List.of(Scope.DEFAULT) : asked;
    return reply(
        kit.db()
            .as(
                Viewer.stranger(),
                tx -> {
                  App app = client.app(tx.sql()).orElseThrow(OAuthError.INVALID_CLIENT::problem);
                  if (!Scope.ALL.containsAll(scopes) || !Scope.within(scopes, app.scopes())) {
                    throw OAuthError.INVALID_SCOPE.problem();
                  }
                  return issueToken.issue(tx, app.id(), null, scopes);
                }));
  }

  /** RFC 7009. A token that is unknown is withdrawn already. */
  private Reply revoke(Request request) {
    Optional<ClientAuthentication> client = ClientAuthentication.of(request);
    String token = request.parameters().text("token", "");
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                TokenQueries.held(tx.sql(), Secrets.hash(token))
                    .ifPresent(held -> {
                      boolean own =
                          client
                              .flatMap(c -> c.app(tx.sql()))
                              .filter(app -> app.id() == held.appId())
                              .isPresent();
                      if (!own) {
                        throw OAuthError.UNAUTHORIZED_CLIENT.problem();
                      }
                      revoke.token(tx, held.id());
                    }));
    return Reply.json(Json.object());
  }

  private static String required(Parameters parameters, String name) {
    return parameters
        .text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () -> OAuthError.INVALID_REQUEST.problem("Missing required parameter: " + name + "."));
  }

  private static Reply reply(IssueToken.Issued issued) {
    return Reply.json(issued.entity()).with("cache-control", "no-store").with("pragma", "no-cache");
  }
}
