package org.colloque.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppsApiTest {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** Far enough from the attempts of the test before. */
  @BeforeEach
  void later() {
    rig.clock().advance(Duration.ofMinutes(20));
  }

  private Browser.Answer register(String... fields) {
    return rig.anonymous().post("/api/v1/apps", fields);
  }

  @Test
  void anAppIsRegisteredByForm() {
    Browser.Answer answer =
        register(
            "client_name", "Tuba",
            "redirect_uris", "tuba://auth_code\nurn:ietf:wg:oauth:2.0:oob",
            "scopes", "read write follow push",
            "website", "https://tuba.geopjr.dev");
    JsonNode app = answer.json();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(app.get("id").isTextual()).isTrue();
    assertThat(app.get("name").asText()).isEqualTo("Tuba");
    assertThat(app.get("website").asText()).isEqualTo("https://tuba.geopjr.dev");
    assertThat(app.get("redirect_uri").asText())
        .isEqualTo("tuba://auth_code\nurn:ietf:wg:oauth:2.0:oob");
    assertThat(app.get("redirect_uris")).hasSize(2);
    assertThat(app.get("scopes")).hasSize(4);
    assertThat(app.get("client_id").asText()).hasSizeGreaterThan(20);
    assertThat(app.get("client_secret").asText()).hasSizeGreaterThan(20);
    assertThat(app.get("client_secret_expires_at").asInt(-1)).isZero();
    assertThat(app.get("vapid_key").asText()).hasSize(87);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
  }

  @Test
  void anAppIsRegisteredByJsonAndWithoutScopesMayRead() {
    JsonNode app =
        rig.anonymous()
            .json(
                "POST",
                "/api/v1/apps",
                Map.of(
                    "client_name",
                    "Elk",
                    "redirect_uris",
                    List.of("https://elk.zone/oauth", "elk:")))
            .json();
    assertThat(app.get("scopes").get(0).asText()).isEqualTo("read");
    assertThat(app.get("scopes")).hasSize(1);
    assertThat(app.get("redirect_uris")).hasSize(2);
    assertThat(app.has("website")).isTrue();
    assertThat(app.get("website").isNull()).isTrue();
  }

  @Test
  void theVapidKeyIsTheSameForAllAndAfterARestart() {
    String first =
        register("client_name", "a", "redirect_uris", "a:b").json().get("vapid_key").asText();
    rig.restart();
    String second =
        register("client_name", "a", "redirect_uris", "a:b").json().get("vapid_key").asText();
    assertThat(second).isEqualTo(first);
    assertThat(rig.instance().rooms().signIn().vapidKey().privateKey().getAlgorithm())
        .isEqualTo("EC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://a.example/1",
        "about:blank",
        "/relative",
        "//host/path",
        "https://",
        "https:///path",
        "https://user@evil.example/",
        "https://a.example/#fragment",
        "https://a.example/\u00e9",
        "https://a.example/<script>",
        "no scheme"
      })
  void aDangerousAddressIsRefused(String uri) {
    Browser.Answer answer = register("client_name", "x", "redirect_uris", uri);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText()).startsWith("Validation failed: Redirect URI");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.tapbots.Ivory.10217:/request_token", "icecubesapp:",
            "mastodon-android-auth://callback",
        "http://localhost:4002/cb", "http://127.0.0.1:1234/", "http://[::1]:80/x?y=1"
      })
  void theAddressesOfRealAppsAreAccepted(String uri) {
    assertThat(register("client_name", "x", "redirect_uris", uri).status()).isEqualTo(200);
  }

  @Test
  void everyFaultIsNamed() {
    Browser.Answer answer =
        register("client_name", " ", "scopes", "read everything", "website", "javascript:x");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error").asText())
        .contains("name can't be blank", "Redirect URI can't be blank", "website", "Scopes");
  }

  @Test
  void limitsHoldAtTheirEdge() {
    assertThat(register("client_name", "x".repeat(60), "redirect_uris", "a:b").status())
        .isEqualTo(200);
    assertThat(register("client_name", "x".repeat(61), "redirect_uris", "a:b").status())
        .isEqualTo(422);
    String longest = "a:" + "b".repeat(RedirectUri.MAX_LENGTH - 2);
    assertThat(register("client_name", "x", "redirect_uris", longest).status()).isEqualTo(200);
    assertThat(register("client_name", "x", "redirect_uris", longest + "b").status())
        .isEqualTo(422);
  }

  @Test
  void oneAddressRegistersFiveAppsInTenMinutes() {
    for (int i = 0; i < 5; i++) {
      assertThat(register("client_name", "x", "redirect_uris", "a:b").status()).isEqualTo(200);
    }
    Browser.Answer refused = register("client_name", "x", "redirect_uris", "a:b");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().get("error").asText()).isEqualTo("Too many requests");
    assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
    assertThat(refused.header("x-ratelimit-reset")).matches(".*T.*\\.\\d{6}Z");
    rig.clock().advance(Duration.ofSeconds(Long.parseLong(refused.header("retry-after"))));
    assertThat(register("client_name", "x", "redirect_uris", "a:b").status()).isEqualTo(200);
  }

  @Test
  void anAppSeesItself() {
    JsonNode app =
        register("client_name", "toot", "redirect_uris", "a:b", "scopes", "read write").json();
    String token =
        rig.anonymous()
            .post(
                "/oauth/token",
                "grant_type",
                "client_credentials",
                "client_id",
                app.get("client_id").asText(),
                "client_secret",
                app.get("client_secret").asText())
            .json()
            .get("access_token")
            .asText();
    Browser.Answer answer =
        new Browser(rig.base()).withToken(token).get("/api/v1/apps/verify_credentials");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("name").asText()).isEqualTo("toot");
    assertThat(answer.json().has("client_secret")).isFalse();
    assertThat(answer.json().has("client_id")).isFalse();
    assertThat(rig.anonymous().get("/api/v1/apps/verify_credentials").status()).isEqualTo(401);
  }
}
