package org.colloque.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensApiTest {
  private static Rig rig;
  private String id;
  private String secret;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void app() {
    rig.clock().advance(Duration.ofMinutes(20));
    JsonNode app = register("read write:statuses");
    id = app.get("client_id").asText();
    secret = app.get("client_secret").asText();
  }

  private JsonNode register(String scopes) {
    return rig.anonymous()
        .post("/api/v1/apps", "client_name", "app", "redirect_uris", "a:b", "scopes", scopes)
        .json();
  }

  private static void assertError(Browser.Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
    assertThat(answer.json().get("error_description").asText()).isNotBlank();
  }

  @Test
  void anAppGetsATokenOfItsOwnByFormJsonQueryAndBasic() {
    Map<String, String> fields =
        Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret);
    String query = "?grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret;
    String basic =
        Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    for (Browser.Answer answer :
        new Browser.Answer[] {
          rig.anonymous().json("POST", "/oauth/token", fields),
          rig.anonymous().post("/oauth/token" + query),
          rig.anonymous()
              .withHeader("Authorization", "Basic " + basic)
              .post("/oauth/token", "grant_type", "client_credentials", "scope", "read")
        }) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
      assertThat(answer.json().get("scope").asText()).isEqualTo("read");
      assertThat(answer.json().get("created_at").asLong())
          .isEqualTo(rig.clock().instant().getEpochSecond());
      assertThat(answer.json().get("access_token").asText()).hasSizeGreaterThan(40);
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }
  }

  @Test
  void noScopeIsWonBeyondTheRegisteredOnes() {
    assertThat(clientCredentials("write:statuses read:accounts").status()).isEqualTo(200);
    assertError(clientCredentials("write"), 400, "invalid_scope");
    assertError(clientCredentials("read admin:read"), 400, "invalid_scope");
    assertError(clientCredentials("nonsense"), 400, "invalid_scope");
  }

  private Browser.Answer clientCredentials(String scope) {
    return rig.anonymous()
        .post(
            "/oauth/token",
            "grant_type",
            "client_credentials",
            "client_id",
            id,
            "client_secret",
            secret,
            "scope",
            scope);
  }

  @Test
  void otherGrantsAreOff() {
    for (String grant : new String[] {"password", "refresh_token", "implicit", "code"}) {
      assertError(
          rig.anonymous()
              .post("/oauth/token", "grant_type", grant, "client_id", id, "client_secret", secret),
          400,
          "unsupported_grant_type");
    }
    assertError(rig.anonymous().post("/oauth/token", "client_id", id), 400, "invalid_request");
  }

  @Test
  void anAppThatCannotProveItselfGetsNothing() {
    for (String[] wrong :
        new String[][] {{id, "wrong"}, {"unknown", secret}, {id, ""}, {"rig", "a\u00e9"}}) {
      Browser.Answer answer =
          rig.anonymous()
              .post(
                  "/oauth/token",
                  "grant_type",
                  "client_credentials",
                  "client_id",
                  wrong[0],
                  "client_secret",
                  wrong[1]);
      assertError(answer, 401, "invalid_client");
      assertThat(answer.header("www-authenticate")).contains("invalid_client");
    }
    assertError(
        rig.anonymous().post("/oauth/token", "grant_type", "client_credentials"),
        401,
        "invalid_client");
    assertError(
        rig.anonymous()
            .withHeader("Authorization", "Basic !!!")
            .post("/oauth/token", "grant_type", "client_credentials"),
        401,
        "invalid_client");
  }

  @Test
  void aTokenIsWithdrawnByItsAppOnlyAndAtOnce() {
    String token = clientCredentials("read").json().get("access_token").asText();
    Browser app = new Browser(rig.base()).withToken(token);
    assertThat(app.get("/api/v1/apps/verify_credentials").status()).isEqualTo(200);

    JsonNode other = register("read");
    assertError(
        revoke(other.get("client_id").asText(), other.get("client_secret").asText(), token),
        403,
        "unauthorized_client");
    assertError(revoke(id, "wrong", token), 403, "unauthorized_client");
    assertThat(app.get("/api/v1/apps/verify_credentials").status()).isEqualTo(200);

    Browser.Answer done = revoke(id, secret, token);
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).isEqualTo("{}");
    Browser.Answer after = app.get("/api/v1/apps/verify_credentials");
    assertThat(after.status()).isEqualTo(401);
    assertThat(after.json().get("error").asText()).isEqualTo("The access token was revoked");
    assertThat(revoke(id, secret, token).status()).isEqualTo(200);
    assertThat(revoke(id, secret, "unknown").status()).isEqualTo(200);
  }

  private Browser.Answer revoke(String client, String clientSecret, String token) {
    return rig.anonymous()
        .post("/oauth/revoke", "client_id", client, "client_secret", clientSecret, "token", token);
  }

  @Test
  void aSessionCookieIsNotAToken() {
    // the cache of grants once knew sessions under "session " and the cookie
    assertThat(
            new Browser(rig.base())
                .withToken("session whatever")
                .get("/api/v1/apps/verify_credentials")
                .status())
        .isEqualTo(401);
  }

  @Test
  void theMetadataNameEveryEndpoint() {
    Browser.Answer answer = rig.anonymous().get("/.well-known/oauth-authorization-server");
    JsonNode metadata = answer.json();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(metadata.get("issuer").asText()).isEqualTo(rig.base() + "/");
    assertThat(metadata.get("token_endpoint").asText()).isEqualTo(rig.base() + "/oauth/token");
    assertThat(metadata.get("app_registration_endpoint").asText())
        .isEqualTo(rig.base() + "/api/v1/apps");
    assertThat(metadata.get("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
    assertThat(metadata.get("grant_types_supported"))
        .extracting(JsonNode::asText)
        .containsExactly("authorization_code", "client_credentials");
  }

  @Test
  void theUserinfoNeedsItsScope() {
    Person alice = rig.local("alice");
    Browser profile = new Browser(rig.base()).withToken(rig.token(alice, "profile"));
    for (Browser.Answer answer :
        new Browser.Answer[] {profile.get("/oauth/userinfo"), profile.post("/oauth/userinfo")}) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("iss").asText()).isEqualTo(rig.base() + "/");
      assertThat(answer.json().get("sub").asText()).isEqualTo(rig.base() + "/users/alice");
      assertThat(answer.json().get("preferred_username").asText()).isEqualTo("alice");
      assertThat(answer.json().get("profile").asText()).isEqualTo(rig.base() + "/@alice");
      assertThat(answer.json().get("picture").asText()).startsWith("http");
    }
    Browser read = new Browser(rig.base()).withToken(rig.token(alice, "read", "write"));
    assertThat(read.get("/oauth/userinfo").status()).isEqualTo(403);
    assertThat(rig.anonymous().get("/oauth/userinfo").status()).isEqualTo(401);
  }
}
