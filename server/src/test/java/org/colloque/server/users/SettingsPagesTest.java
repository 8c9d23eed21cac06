package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.server.instance.RegistrationMode;
import org.colloque.server.instance.Rule;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member's security and an owner's pages, in a browser. */
class SettingsPagesTest {
  private static Rig rig;
  private static Person owner;
  private static int count;
  private Person member;
  private Browser browser;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    owner = rig.owner("claire");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void somebody() {
    rig.clock().advance(Duration.ofHours(2));
    member = rig.local("member" + ++count);
    browser = SignedIn.browser(rig, member);
  }

  private static Browser.Answer post(Browser browser, String page, String path, String... fields) {
    String[] all = new String[fields.length + 2];
    all[0] = "csrf";
    all[1] = SignedIn.csrf(browser.get(page));
    System.arraycopy(fields, 0, all, 2, fields.length);
    return browser.post(path, all);
  }

  @Test
  void thePasswordIsChanged() {
    String page = "/settings/account";
    Browser.Answer wrong =
        post(browser, page, page + "/password", "current_password", "no", "new_password", "x");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("This is not your password");
    Browser other = SignedIn.browser(rig, member);
    Browser.Answer done =
        post(
            browser,
            page,
            page + "/password",
            "current_password",
            SignedIn.PASSWORD,
            "new_password",
            "a whole new sentence");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).contains("Password saved");
    assertThat(browser.get(page).status()).isEqualTo(200);
    assertThat(other.get(page).status()).isEqualTo(303);
    assertThat(member.app().get("/api/v1/notifications").status()).isEqualTo(401);
    assertThat(
            post(
                    browser,
                    page,
                    page + "/email",
                    "email",
                    "x@mail.example",
                    "current_password",
                    "a whole new sentence")
                .text())
        .contains("This instance sends no e-mail");
  }

  @Test
  void theSecondFactorIsTurnedOnUsedAndOff() {
    String path = "/settings/two-factor";
    String secret = SignedIn.hidden("secret", browser.get(path));
    byte[] bytes = Totp.secret(secret).orElseThrow();
    Browser.Answer wrong =
        post(
            browser,
            path,
            path,
            "secret",
            secret,
            "code",
            "000000",
            "current_password",
            SignedIn.PASSWORD);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(SignedIn.hidden("secret", wrong)).as("the same QR code").isEqualTo(secret);
    Browser.Answer codes =
        post(
            browser,
            path,
            path,
            "secret",
            secret,
            "code",
            now(bytes),
            "current_password",
            SignedIn.PASSWORD);
    assertThat(codes.text()).containsPattern("<code>[a-z2-7]{4}-");
    rig.clock().advance(Duration.ofMinutes(1));
    useAndTurnOff(path, bytes);
  }

  private void useAndTurnOff(String path, byte[] bytes) {
    Browser fresh = rig.anonymous();
    Browser.Answer second =
        fresh.post(
            "/sign-in",
            "email",
            member.username() + "@mail.example",
            "password",
            SignedIn.PASSWORD,
            "return_to",
            "/settings/sessions");
    assertThat(second.status()).isEqualTo(200);
    assertThat(fresh.cookie(rig.sessionCookie())).isEmpty();
    String challenge = SignedIn.hidden("challenge", second);
    assertThat(fresh.post("/sign-in/code", "challenge", challenge, "code", "000000").status())
        .isEqualTo(422);
    Browser.Answer in =
        fresh.post(
            "/sign-in/code",
            "challenge",
            challenge,
            "code",
            now(bytes),
            "return_to",
            SignedIn.hidden("return_to", second));
    assertThat(in.header("location")).isEqualTo("/settings/sessions");
    assertThat(
            post(fresh, path, path + "/recovery-codes", "current_password", SignedIn.PASSWORD)
                .text())
        .containsPattern("<code>[a-z2-7]{4}-");
    assertThat(post(fresh, path, path + "/off", "current_password", "no").status()).isEqualTo(422);
    assertThat(post(fresh, path, path + "/off", "current_password", SignedIn.PASSWORD).status())
        .isEqualTo(303);
    assertThat(fresh.get(path).text()).contains("name=\"secret\"");
  }

  private static String now(byte[] secret) {
    return Totp.code(secret, rig.clock().instant().getEpochSecond() / Totp.STEP_SECONDS);
  }

  @Test
  void sessionsAndAppsAreSeenAndWithdrawn() {
    String path = "/settings/sessions";
    Browser other = SignedIn.browser(rig, member);
    assertThat(member.app().get("/api/v1/notifications").status()).isEqualTo(200);
    String page = browser.get(path).text();
    assertThat(page).contains("rig", "this device");
    String session = first(path + "/\\d+/revoke", page);
    assertThat(browser.post(session).status()).as("without the token").isEqualTo(403);
    assertThat(post(browser, path, session).status()).isEqualTo(303);
    assertThat(other.get(path).status()).isEqualTo(303);
    String app = first("/settings/apps/\\d+/revoke", page);
    Browser stranger = SignedIn.browser(rig, rig.local("stranger" + count));
    assertThat(post(stranger, path, app).status()).isEqualTo(404);
    assertThat(post(browser, path, app).status()).isEqualTo(303);
    assertThat(member.app().get("/api/v1/notifications").status()).isEqualTo(401);
  }

  private static String first(String pattern, String page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group();
  }

  @Test
  void whoDoesNotRunTheInstanceFindsNothingThere() {
    for (String page :
        new String[] {"/admin/registrations", "/admin/invitations", "/admin/settings"}) {
      assertThat(browser.get(page).status()).isEqualTo(404);
      assertThat(rig.anonymous().get(page).status()).isEqualTo(303);
    }
    assertThat(post(browser, "/settings/account", "/admin/settings", "title", "Mine").status())
        .isEqualTo(404);
    assertThat(rig.instance().rooms().settings().current().title()).isNotEqualTo("Mine");
  }

  @Test
  void theOwnerChangesTheInstanceInvitesAndDecides() {
    Browser boss = SignedIn.browser(rig, owner);
    String path = "/admin/settings";
    assertThat(
            post(boss, path, path, "title", "", "registrations", "approval", "rules", "New")
                .status())
        .isEqualTo(422);
    assertThat(rig.instance().rooms().settings().rules()).isEmpty();
    assertThat(
            post(
                    boss,
                    path,
                    path,
                    "title",
                    "Cardio Nord",
                    "registrations",
                    "approval",
                    "rules",
                    "Be kind\r\nNo patient data\r\n")
                .status())
        .isEqualTo(303);
    assertThat(rig.instance().rooms().settings().rules())
        .extracting(Rule::text)
        .containsExactly("Be kind", "No patient data");
    assertThat(rig.instance().rooms().settings().current().registrations())
        .isEqualTo(RegistrationMode.APPROVAL);

    String invitations = "/admin/invitations";
    assertThat(
            post(boss, invitations, invitations, "max_uses", "1", "expires_in", "86400").status())
        .isEqualTo(303);
    assertThat(post(boss, invitations, invitations, "max_uses", "x").status()).isEqualTo(422);
    String list = boss.get(invitations).text();
    assertThat(list).containsPattern("/sign-up\\?invitation=[\\w-]{24}");
    assertThat(post(boss, invitations, first("/admin/invitations/\\d+/revoke", list)).status())
        .isEqualTo(303);

    decide(boss);
  }

  @Test
  void theOwnerNeedsNoCommandForWhatVisitorsRead() {
    Browser boss = SignedIn.browser(rig, owner);
    WebPage page = WebPage.open(boss, "/admin/settings");
    Map<String, String> said =
        Map.of(
            "title",
            "Cardio Nord",
            "description",
            "For hearts.\n\nAnd minds.",
            "registrations",
            "approval",
            "approval_message",
            "Say where you work.",
            "languages[]",
            "",
            "contact_email",
            "team@cardio.example",
            "contact_account",
            "claire",
            "source_url",
            "https://code.example/colloque");
    Browser.Answer saved = page.send("/admin/settings", said);
    assertThat(saved.header("location")).as(saved.text()).isEqualTo("/admin/settings?saved=1");
    String csrf = SignedIn.csrf(boss.get("/admin/settings"));
    String[] spoken =
        new String[] {
          "csrf",
          csrf,
          "title",
          "Cardio Nord",
          "registrations",
          "approval",
          "approval_message",
          "Say where you work.",
          "description",
          "For hearts.",
          "source_url",
          "https://code.example/colloque",
          "languages[]",
          "fr",
          "languages[]",
          "br"
        };
    assertThat(boss.post("/admin/settings", spoken).status()).isEqualTo(303);
    assertThat(
            WebPage.open(boss, "/admin/settings")
                .document()
                .select("#languages input[checked]")
                .eachAttr("value"))
        .containsExactly("fr", "br");
    Document about = WebPage.open(rig.anonymous(), "/about").document();
    assertThat(about.select("main").text()).contains("For hearts.", "French, Breton");
    assertThat(about.select(".foot a[href=https://code.example/colloque]").text())
        .isEqualTo("Source code");
    assertThat(rig.anonymous().get("/source").header("location"))
        .isEqualTo("https://code.example/colloque");
    assertThat(WebPage.open(rig.anonymous(), "/sign-up").document().select(".inset").text())
        .contains("Say where you work.");
  }

  private static void decide(Browser boss) {
    rig.anonymous()
        .post(
            "/sign-up",
            "username",
            "rose",
            "email",
            "rose@mail.example",
            "password",
            SignedIn.PASSWORD,
            "reason",
            "I am a nurse in Brest.",
            "agreement",
            "on");
    String registrations = "/admin/registrations";
    String page = boss.get(registrations).text();
    assertThat(page).contains("rose", "I am a nurse in Brest.");
    String approve = first(registrations + "/\\d+/approve", page);
    assertThat(post(boss, registrations, approve).status()).isEqualTo(303);
    assertThat(post(boss, registrations, approve).status()).isEqualTo(404);
    assertThat(post(boss, registrations, approve.replace("approve", "confirm")).status())
        .isEqualTo(303);
    assertThat(post(boss, registrations, approve.replace("approve", "reject")).status())
        .as("who was let in is not deleted here")
        .isEqualTo(404);
    assertThat(
            rig.anonymous()
                .post("/sign-in", "email", "rose@mail.example", "password", SignedIn.PASSWORD)
                .status())
        .isEqualTo(303);
  }

  @Test
  void browsersAreNamedAsPeopleKnowThem() {
    assertThat(SessionPages.browser("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0"))
        .isEqualTo("Firefox, Linux");
    assertThat(
            SessionPages.browser(
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Safari/537.36"))
        .isEqualTo("Chrome, Android");
    assertThat(SessionPages.browser("")).isEqualTo("?");
  }
}
