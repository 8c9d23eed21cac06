package org.colloque.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.colloque.server.kit.Secrets;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the app's question to its token: reliability.md, C54, C59, C61. */
class AuthorizeTest {
  private static final String REDIRECT = "https://elk.zone/api/oauth?x=1";
  private static final String OUT_OF_BAND = RedirectUri.OUT_OF_BAND;
  private static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-000";

  private static Rig rig;
  private static Person alice;
  private Browser browser;
  private String id;
  private String secret;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void app() {
    rig.clock().advance(Duration.ofMinutes(20));
    JsonNode app = register();
    id = app.get("client_id").asText();
    secret = app.get("client_secret").asText();
    browser = SignedIn.browser(rig, alice);
  }

  private static JsonNode register() {
    return rig.anonymous()
        .post(
            "/api/v1/apps",
            "client_name",
            "Elk <b>",
            "redirect_uris",
            REDIRECT + "\n" + OUT_OF_BAND + "\nicecubesapp:",
            "scopes",
            "read write:statuses")
        .json();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String question(String redirect, String more) {
    return "/oauth/authorize?response_type=code&client_id="
        + id
        + "&redirect_uri="
        + encode(redirect)
        + "&scope=read+write:statuses"
        + more;
  }

  private Browser.Answer decide(String question, String decision) {
    Browser.Answer page = browser.get(question);
    assertThat(page.status()).isEqualTo(200);
    return browser.post(question, "csrf", SignedIn.csrf(page), "decision", decision);
  }

  private String code(String more) {
    String location = decide(question(REDIRECT, more), "allow").header("location");
    assertThat(location).startsWith(REDIRECT + "&iss=");
    return location.replaceFirst(".*[?&]code=([^&]*).*", "$1");
  }

  private Browser.Answer exchange(String code, String redirect, String... more) {
    String[] fields = {
      "grant_type", "authorization_code",
      "client_id", id,
      "client_secret", secret,
      "redirect_uri", redirect,
      "code", code
    };
    String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return rig.anonymous().post("/oauth/token", all);
  }

  private static void assertRefused(Browser.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_grant");
  }

  @Test
  void anAppGetsItsTokenAfterConsent() {
    Browser.Answer page = browser.get(question(REDIRECT, "&state=s%20t"));
    assertThat(page.text()).contains("elk.zone", "Elk &lt;b&gt;").doesNotContain("Elk <b>");
    assertThat(page.header("content-security-policy"))
        .contains("form-action 'self' https://elk.zone;", "frame-ancestors 'none'");
    String location = decide(question(REDIRECT, "&state=s%20t"), "allow").header("location");
    assertThat(location).contains("&state=s%20t", "iss=" + encode(rig.base() + "/"));
    Browser.Answer token = exchange(code("&state=s%20t"), REDIRECT);
    assertThat(token.status()).isEqualTo(200);
    assertThat(token.json().get("scope").asText()).isEqualTo("read write:statuses");
    Browser app = new Browser(rig.base()).withToken(token.json().get("access_token").asText());
    assertThat(app.get("/api/v1/accounts/verify_credentials").json().get("username").asText())
        .isEqualTo("alice");
  }

  @Test
  void theCodeIsShownOutOfBand() {
    String location = decide(question(OUT_OF_BAND, ""), "allow").header("location");
    assertThat(location).startsWith("/oauth/authorize/native?code=");
    Browser.Answer page = browser.get(location);
    String code = location.substring(location.indexOf('=') + 1);
    assertThat(page.text()).contains(code);
    assertThat(SignedIn.browser(rig, rig.local("b" + id.hashCode() % 1000)).get(location).status())
        .as("somebody else's code")
        .isEqualTo(404);
    assertThat(exchange(code, OUT_OF_BAND).status()).isEqualTo(200);
    assertThat(decide(question(OUT_OF_BAND, ""), "deny").status()).isEqualTo(200);
  }

  @Test
  void aRefusalIsToldToTheApp() {
    String location = decide(question(REDIRECT, "&state=abc"), "deny").header("location");
    assertThat(location).startsWith(REDIRECT).contains("error=access_denied", "state=abc");
    assertThat(location).doesNotContain("code=");
    assertThat(decide(question("icecubesapp:", ""), "allow").header("location"))
        .startsWith("icecubesapp:?iss=");
  }

  @Test
  void aCodeWorksOnceAndItsReplayWithdrawsTheToken() {
    String code = code("");
    String token = exchange(code, REDIRECT).json().get("access_token").asText();
    Browser app = new Browser(rig.base()).withToken(token);
    assertThat(app.get("/api/v1/apps/verify_credentials").status()).isEqualTo(200);
    assertRefused(exchange(code, REDIRECT));
    assertThat(app.get("/api/v1/apps/verify_credentials").status()).isEqualTo(401);
  }

  @Test
  void aCodeLivesTenMinutes() {
    String first = code("");
    rig.clock().advance(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(exchange(first, REDIRECT).status()).isEqualTo(200);
    String second = code("");
    rig.clock().advance(Duration.ofMinutes(10));
    assertRefused(exchange(second, REDIRECT));
  }

  @Test
  void aCodeIsGoodForItsAppAndAddressOnly() {
    String code = code("");
    assertRefused(exchange(code, OUT_OF_BAND));
    assertRefused(exchange(code, REDIRECT + "&y=2"));
    JsonNode other = register();
    assertRefused(
        rig.anonymous()
            .post(
                "/oauth/token",
                "grant_type",
                "authorization_code",
                "client_id",
                other.get("client_id").asText(),
                "client_secret",
                other.get("client_secret").asText(),
                "redirect_uri",
                REDIRECT,
                "code",
                code));
    assertThat(exchange(code, REDIRECT).status()).isEqualTo(200);
  }

  @Test
  void theProofKeyIsNeededWhereItWasAnnouncedAndOnlyThere() {
    String challenge =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(VERIFIER));
    String announced = "&code_challenge_method=S256&code_challenge=" + challenge;
    String code = code(announced);
    assertRefused(exchange(code, REDIRECT));
    assertRefused(exchange(code, REDIRECT, "code_verifier", ""));
    assertRefused(exchange(code, REDIRECT, "code_verifier", VERIFIER + "x"));
    assertRefused(exchange(code, REDIRECT, "code_verifier", challenge));
    assertThat(exchange(code, REDIRECT, "code_verifier", VERIFIER).status()).isEqualTo(200);
    assertRefused(exchange(code(""), REDIRECT, "code_verifier", VERIFIER));
    for (String wrong :
        new String[] {
          "&code_challenge=" + challenge,
          "&code_challenge_method=plain&code_challenge=" + challenge,
          "&code_challenge_method=S256&code_challenge=short",
          "&code_challenge_method=S256"
        }) {
      assertThat(browser.get(question(REDIRECT, wrong)).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void nobodyIsLedToAnAddressThatWasNotRegisteredOrWithoutConsent() {
    for (String other :
        new String[] {
          "https://elk.zone/api/oauth",
          "https://elk.zone/api/oauth?x=1&",
          REDIRECT + "/",
          "https://elk.zone.evil.example/api/oauth?x=1",
          "http://elk.zone/api/oauth?x=1",
          "HTTPS://elk.zone/api/oauth?x=1",
          "javascript:alert(1)",
          ""
        }) {
      Browser.Answer answer = browser.get(question(other, ""));
      assertThat(answer.status()).as(other).isEqualTo(400);
      assertThat(answer.header("location")).isEmpty();
    }
    String wide = "/oauth/authorize?response_type=code&client_id=" + id + "&redirect_uri=";
    assertThat(browser.get(wide + encode(REDIRECT) + "&scope=write").status()).isEqualTo(400);
    assertThat(browser.get(wide + encode(REDIRECT) + "&scope=admin:read").status()).isEqualTo(400);
    assertThat(browser.get(question(REDIRECT, "").replace("type=code", "type=token")).status())
        .isEqualTo(400);
    assertThat(browser.get(question(REDIRECT, "").replace(id, "unknown")).status()).isEqualTo(400);
    // each time anew, though there is a token already
    exchange(code(""), REDIRECT);
    assertThat(browser.get(question(REDIRECT, "")).status()).isEqualTo(200);
  }

  @Test
  void consentNeedsTheTokenOfTheForm() {
    String question = question(REDIRECT, "");
    String csrf = SignedIn.csrf(browser.get(question));
    assertThat(browser.post(question, "decision", "allow").status()).isEqualTo(403);
    assertThat(browser.post(question, "decision", "allow", "csrf", csrf + "x").status())
        .isEqualTo(403);
    assertThat(rig.anonymous().post(question, "decision", "allow", "csrf", csrf).status())
        .isEqualTo(403);
    assertThat(
            browser
                .send(
                    "POST",
                    question,
                    "text/plain",
                    "{\"decision\":\"allow\"}".getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(403);
    assertThat(browser.post(question, "csrf", csrf).header("location")).contains("access_denied");
  }

  @Test
  void whoIsNotSignedInSignsInAndComesBack() {
    Browser fresh = rig.anonymous();
    Browser.Answer answer = fresh.get(question(REDIRECT, "&state=abc"));
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).startsWith("/sign-in?return_to=%2Foauth%2Fauthorize");
    Browser.Answer form = fresh.get(answer.header("location"));
    String returnTo = SignedIn.hidden("return_to", form).replace("&amp;", "&");
    Browser.Answer in =
        fresh.post(
            "/sign-in",
            "email",
            "alice@mail.example",
            "password",
            SignedIn.PASSWORD,
            "return_to",
            returnTo);
    assertThat(in.status()).isEqualTo(303);
    assertThat(in.header("location")).startsWith("/oauth/authorize?").contains("state=abc");
    assertThat(fresh.get(in.header("location")).text()).contains("elk.zone");
  }

  @Test
  void anAppMayInsistOnANewSignIn() {
    Browser.Answer answer = browser.get(question(REDIRECT, "&force_login=true"));
    assertThat(answer.header("location")).endsWith("&force=true").doesNotContain("force_login");
    assertThat(browser.get(answer.header("location")).status()).isEqualTo(200);
    assertThat(browser.get("/sign-in").status()).as("without it").isEqualTo(303);
  }
}
