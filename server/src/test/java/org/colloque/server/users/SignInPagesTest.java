package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in by the page: reliability.md, C59, C61. */
class SignInPagesTest {
  private static Rig rig;
  private static Person alice;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    SignedIn.setPassword(rig, alice);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void later() {
    rig.clock().advance(Duration.ofHours(1));
  }

  private static Browser.Answer signIn(Browser browser, String returnTo) {
    return browser.post(
        "/sign-in",
        "email",
        "alice@mail.example",
        "password",
        SignedIn.PASSWORD,
        "return_to",
        returnTo);
  }

  @Test
  void theCookieCannotBeReadOrSentFromElsewhere() {
    Browser browser = rig.anonymous();
    Browser.Answer in = signIn(browser, "/settings/sessions");
    assertThat(in.header("set-cookie"))
        .startsWith(rig.sessionCookie() + "=")
        .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
        .doesNotContain("Domain");
    assertThat(in.header("location")).isEqualTo("/settings/sessions");
    assertThat(browser.get("/home").status()).isEqualTo(200);
    String before = browser.cookie(rig.sessionCookie());
    String csrf = SignedIn.csrf(browser.get("/home"));
    assertThat(browser.post("/sign-out").status()).isEqualTo(403);
    assertThat(browser.post("/sign-out", "csrf", csrf).status()).isEqualTo(303);
    assertThat(browser.cookie(rig.sessionCookie())).isEmpty();
    assertThat(
            new Browser(rig.base())
                .withHeader("Cookie", rig.sessionCookie() + "=" + before)
                .get("/home")
                .status())
        .as("the session has ended on the server too")
        .isEqualTo(303);
  }

  @Test
  void twoInstancesUnderOneHostNameLeaveEachOthersSessionsAlone() {
    try (Rig other = Rig.start()) {
      SignedIn.setPassword(other, other.local("alice"));
      Browser browser = rig.anonymous();
      for (Rig each : new Rig[] {rig, other}) {
        Browser.Answer in =
            browser.post(
                each.base() + "/sign-in",
                "email",
                "alice@mail.example",
                "password",
                SignedIn.PASSWORD);
        assertThat(in.header("set-cookie")).startsWith(each.sessionCookie() + "=");
      }
      assertThat(browser.get(rig.base() + "/home").status()).isEqualTo(200);
      assertThat(browser.get(other.base() + "/home").status()).isEqualTo(200);
    }
  }

  @Test
  void aNewSignInEndsTheSessionBefore() {
    Browser browser = rig.anonymous();
    signIn(browser, "");
    String before = browser.cookie(rig.sessionCookie());
    String csrf = SignedIn.csrf(browser.get("/sign-in?force=true"));
    browser.post(
        "/sign-in", "email", "alice@mail.example", "password", SignedIn.PASSWORD, "csrf", csrf);
    assertThat(browser.cookie(rig.sessionCookie())).isNotEqualTo(before);
    assertThat(
            new Browser(rig.base())
                .withHeader("Cookie", rig.sessionCookie() + "=" + before)
                .get("/home")
                .status())
        .isEqualTo(303);
  }

  @Test
  void nobodyIsLedElsewhereAfterwards() {
    for (String elsewhere :
        new String[] {
          "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
          "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", "evil", "/\u0009/evil.example"
        }) {
      assertThat(signIn(rig.anonymous(), elsewhere).header("location"))
          .as(elsewhere)
          .isEqualTo("/home");
    }
  }

  @Test
  void aFormOfAnotherSiteDoesNotSignIn() {
    for (String[] header :
        new String[][] {
          {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}
        }) {
      Browser browser = rig.anonymous().withHeader(header[0], header[1]);
      assertThat(signIn(browser, "").status()).as(header[1]).isEqualTo(403);
      assertThat(browser.cookie(rig.sessionCookie())).isEmpty();
    }
    assertThat(signIn(rig.anonymous().withHeader("Origin", rig.base()), "").status())
        .isEqualTo(303);
  }

  @Test
  void aWrongPasswordIsToldWithoutSayingWhichIsWrong() {
    Browser.Answer wrong =
        rig.anonymous().post("/sign-in", "email", "alice@mail.example", "password", "nope");
    Browser.Answer unknown =
        rig.anonymous().post("/sign-in", "email", "alicf@mail.example", "password", "nope");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text())
        .contains("The address or the password is not right")
        .doesNotContain("nope");
    assertThat(unknown.text().replace("alicf", "alice")).isEqualTo(wrong.text());
  }
}
