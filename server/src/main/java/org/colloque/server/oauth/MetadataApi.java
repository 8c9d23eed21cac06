package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.jooq.Record;

/** What the authorization server is (RFC 8414), and who the person behind a token is. */
public final class MetadataApi {
  private static final String DOCUMENTATION = "https://docs.joinmastodon.org/";

  private final Kit kit;
  private final AccountEntities accounts;

  public MetadataApi(Kit kit, AccountEntities accounts) {
    this.kit = kit;
    this.accounts = accounts;
  }

  /** OAuthMetadata (entities.json), and RFC 9207. */
  private record Metadata(
      String issuer,
      String authorizationEndpoint,
      String tokenEndpoint,
      String revocationEndpoint,
      String userinfoEndpoint,
      String serviceDocumentation,
      String appRegistrationEndpoint,
      List<String> scopesSupported,
      List<String> responseTypesSupported,
      List<String> responseModesSupported,
      List<String> grantTypesSupported,
      List<String> tokenEndpointAuthMethodsSupported,
      List<String> codeChallengeMethodsSupported,
      boolean authorizationResponseIssParameterSupported) {}

  /** OAuthUserinfo (entities.json). */
  private record Userinfo(
      String iss,
      String sub,
      String name,
      String preferredUsername,
      String profile,
      String picture) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/.well-known/oauth-authorization-server", Access.anyone(), this::metadata),
        Route.get("/oauth/userinfo", Access.user("profile"), this::userinfo),
        Route.post("/oauth/userinfo", Access.user("profile"), this::userinfo));
  }

  /** The name of this authorization server: Mastodon's has a slash at the end. */
  static String issuer(Kit kit) {
    return kit.urls().absolute("/");
  }

  private Reply metadata(Request request) {
    return Reply.json(
            new Metadata(
                issuer(kit),
                kit.urls().absolute("/oauth/authorize"),
                kit.urls().absolute("/oauth/token"),
                kit.urls().absolute("/oauth/revoke"),
                kit.urls().absolute("/oauth/userinfo"),
                DOCUMENTATION,
                kit.urls().absolute("/api/v1/apps"),
                Scope.ALL.stream().sorted().toList(),
                List.of("code"),
                List.of("query"),
                List.of("authorization_code", "client_credentials"),
                List.of("client_secret_basic", "client_secret_post"),
                List.of("S256"),
                true))
        .with("cache-control", "public, max-age=300");
  }

  private Reply userinfo(Request request) {
    Caller.Member member = request.caller().required();
    Record account =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    tx.sql()
                        .selectFrom(ACCOUNTS)
                        .where(ACCOUNTS.ID.eq(member.account().value()))
                        .fetchOptional())
            .orElseThrow(ProblemException::notFound);
    return Reply.json(
        new Userinfo(
            issuer(kit),
            account.get(ACCOUNTS.URI),
            account.get(ACCOUNTS.DISPLAY_NAME),
            account.get(ACCOUNTS.USERNAME),
            account.get(ACCOUNTS.URL),
            accounts.avatar(account)));
  }
}
