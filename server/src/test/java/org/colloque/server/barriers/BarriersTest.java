package org.colloque.server.barriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.colloque.server.AddressRange;
import org.colloque.server.Config;
import org.colloque.server.api.EntityShape;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.RegistrationMode;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not join, or not even come (Mastodon, methods/admin/*_blocks). */
class BarriersTest {
  private static final String DOMAINS = "/api/v1/admin/email_domain_blocks";
  private static final String ADDRESSES = "/api/v1/admin/canonical_email_blocks";
  private static final String NETWORKS = "/api/v1/admin/ip_blocks";

  private Rig rig;
  private Browser admin;
  private Person owner;
  private int joined;

  @BeforeEach
  void start() {
    rig = Rig.start(BarriersTest::behindAProxy);
    owner = rig.owner("olga");
    admin = owner.app();
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .settings()
                    .change(
                        tx, java.util.Map.of("registrations", RegistrationMode.OPEN.formName())));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Config behindAProxy(Config config) {
    return new Config(
        config.publicUrl(),
        config.listen(),
        config.dataFolder(),
        config.database(),
        config.embedded(),
        config.smtp(),
        List.of(AddressRange.parse("127.0.0.1")),
        config.federation(),
        config.secretKeyFile(),
        config.log(),
        config.metrics(),
        config.media(),
        config.workers());
  }

  private Browser from(String address) {
    return new Browser(rig.base()).withHeader("X-Forwarded-For", address);
  }

  /** Signs up from an app; the answer. */
  private Browser.Answer join(String email, String address) {
    return from(address)
        .withToken(rig.appToken(List.of("read", "write")))
        .post(
            "/api/v1/accounts",
            "username",
            "new" + joined++,
            "email",
            email,
            "password",
            SignedIn.PASSWORD,
            "agreement",
            "true",
            "locale",
            "fr");
  }

  private JsonNode made(Browser.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private boolean pending(Browser.Answer answer) {
    made(answer);
    JsonNode waiting = admin.get("/api/v2/admin/accounts?status=pending&origin=local").json();
    return waiting.size() > 0
        && waiting.path(0).path("username").asText().equals("new" + (joined - 1));
  }

  @Test
  void aDomainOfEmailIsBarredWithWhatLiesBelow() {
    JsonNode block = made(admin.post(DOMAINS, "domain", "Spam.Example"));
    EntityShape.assertShape("Admin::EmailDomainBlock", block);
    assertThat(block.path("domain").asText()).isEqualTo("spam.example");
    Browser.Answer refused = join("me@spam.example", "192.0.2.1");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("details").path("email").path(0).path("error").asText())
        .isEqualTo("ERR_BLOCKED");
    assertThat(join("me@sub.spam.example", "192.0.2.1").status()).isEqualTo(422);
    made(join("me@notspam.example", "192.0.2.2"));
    JsonNode after = admin.get(DOMAINS + "/" + block.path("id").asText()).json();
    assertThat(after.path("history").path(0).path("uses").asText()).isEqualTo("2");
    assertThat(after.path("history").path(0).path("accounts").asText()).isEqualTo("1");
    assertThat(after.path("history")).hasSize(7);
    assertThat(admin.post(DOMAINS, "domain", "spam.example").status()).isEqualTo(422);
    assertThat(admin.delete(DOMAINS + "/" + block.path("id").asText()).status()).isEqualTo(200);
    made(join("me@spam.example", "192.0.2.3"));
  }

  @Test
  void whoMayOnlyAskWaitsForAnAnswer() {
    made(admin.post(DOMAINS, "domain", "ask.example", "allow_with_approval", "true"));
    made(admin.post(NETWORKS, "ip", "192.0.2.0/24", "severity", "sign_up_requires_approval"));
    assertThat(pending(join("one@ask.example", "198.51.100.1"))).isTrue();
    assertThat(pending(join("one@mail.example", "192.0.2.200"))).isTrue();
    assertThat(pending(join("two@mail.example", "198.51.100.2"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jane.doe@mail.example", "JaneDoe@mail.example", "janedoe+x@mail.example"})
  void anAddressIsBarredHoweverItIsWritten(String spelling) {
    JsonNode block = made(admin.post(ADDRESSES, "email", "j.a.n.e.doe+1@mail.example"));
    EntityShape.assertShape("Admin::CanonicalEmailBlock", block);
    assertThat(join(spelling, "192.0.2.1").status()).isEqualTo(422);
    assertThat(admin.post(ADDRESSES + "/test", "email", spelling).json()).containsExactly(block);
    assertThat(admin.post(ADDRESSES + "/test", "email", "john@mail.example").json()).isEmpty();
    String hash = block.path("canonical_email_hash").asText();
    assertThat(admin.post(ADDRESSES, "canonical_email_hash", hash).status()).isEqualTo(422);
    assertThat(admin.delete(ADDRESSES + "/" + block.path("id").asText()).status()).isEqualTo(200);
    made(admin.post(ADDRESSES, "canonical_email_hash", hash));
    assertThat(admin.post(ADDRESSES, "canonical_email_hash", "abc").status()).isEqualTo(422);
  }

  @Test
  void aNetworkIsShutOutAndLetInAgain() {
    JsonNode block =
        made(
            admin.post(
                NETWORKS, "ip", "198.51.100.77/24", "severity", "no_access", "comment", "flood"));
    EntityShape.assertShape("Admin::IpBlock", block);
    assertThat(block.path("ip").asText()).isEqualTo("198.51.100.0/24");
    await().untilAsserted(() -> assertThat(comes("198.51.100.3")).isEqualTo(403));
    assertThat(comes("198.51.101.3")).isEqualTo(200);
    // what a stranger says of themselves counts only from a proxy that is trusted: it is last
    assertThat(comes("198.51.101.3, 198.51.100.3")).isEqualTo(403);
    assertThat(from("198.51.100.3").withToken(owner.token()).get("/api/v1/preferences").status())
        .isEqualTo(403);
    String one = NETWORKS + "/" + block.path("id").asText();
    made(admin.form("PUT", one, "severity", "sign_up_block"));
    await().untilAsserted(() -> assertThat(comes("198.51.100.3")).isEqualTo(200));
    assertThat(join("me@mail.example", "198.51.100.3").status()).isEqualTo(403);
    assertThat(admin.delete(one).status()).isEqualTo(200);
    made(join("me@mail.example", "198.51.100.3"));
    assertThat(admin.get(NETWORKS).json()).isEmpty();
  }

  private int comes(String address) {
    return from(address).get("/api/v2/instance").status();
  }

  @Test
  void aBarrierWithAnEndEnds() {
    made(
        admin.post(NETWORKS, "ip", "2001:db8::/32", "severity", "no_access", "expires_in", "3600"));
    await().untilAsserted(() -> assertThat(comes("2001:db8::7")).isEqualTo(403));
    rig.clock().advance(Duration.ofHours(1));
    assertThat(comes("2001:db8::7")).isEqualTo(200);
  }

  @Test
  void nobodyShutsThemselvesOut() {
    assertThat(admin.post(NETWORKS, "ip", "0.0.0.0/0", "severity", "no_access").status())
        .isEqualTo(422);
    assertThat(admin.post(NETWORKS, "ip", "127.0.0.0/8", "severity", "no_access").status())
        .isEqualTo(422);
    assertThat(admin.get(NETWORKS).json()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ip, localhost",
    "ip, 192.0.2.0/33",
    "ip, ''",
    "severity, explode",
    "expires_in, soon",
    "expires_in, -1"
  })
  void whatIsNoNetworkIsRefused(String field, String value) {
    List<String> fields =
        new java.util.ArrayList<>(List.of("ip", "192.0.2.0/24", "severity", "sign_up_block"));
    fields.addAll(List.of(field, value));
    assertThat(admin.post(NETWORKS, fields.toArray(String[]::new)).status()).isEqualTo(422);
  }

  @Test
  void moderatorsDoNotKeepBarriers() {
    Person mona = rig.moderator("mona");
    for (String path : List.of(DOMAINS, ADDRESSES, NETWORKS)) {
      assertThat(mona.app().get(path).status()).isEqualTo(403);
      assertThat(mona.app().post(path).status()).isEqualTo(403);
      assertThat(mona.app().delete(path + "/1").status()).isEqualTo(403);
      assertThat(rig.local("alice" + path.length()).app().get(path).status()).isEqualTo(403);
      assertThat(admin.get(path + "/1").status()).isEqualTo(404);
      assertThat(admin.delete(path + "/1").status()).isEqualTo(404);
    }
  }

  @Test
  void thePageAddsAndRemoves() {
    Browser browser = SignedIn.browser(rig, owner);
    String page = "/admin/barriers";
    assertThat(SignedIn.submit(browser, page + "/domain", "domain", "spam.example").status())
        .isEqualTo(303);
    assertThat(SignedIn.submit(browser, page + "/address", "email", "x@mail.example").status())
        .isEqualTo(303);
    assertThat(
            SignedIn.submit(
                    browser, page + "/network", "ip", "192.0.2.7", "severity", "sign_up_block")
                .status())
        .isEqualTo(303);
    assertThat(browser.get(page).text()).contains("spam.example", "192.0.2.7/32");
    assertThat(SignedIn.submit(browser, page + "/domain", "domain", "spam.example").status())
        .isEqualTo(422);
    assertThat(SignedIn.submit(browser, page + "/address", "email", "nobody").status())
        .isEqualTo(422);
    assertThat(
            SignedIn.submit(browser, page + "/network", "ip", "x", "severity", "no_access")
                .status())
        .isEqualTo(422);
    for (String[] each :
        new String[][] {{"domain", DOMAINS}, {"address", ADDRESSES}, {"network", NETWORKS}}) {
      String id = admin.get(each[1]).json().path(0).path("id").asText();
      assertThat(SignedIn.submit(browser, page + "/" + each[0] + "/" + id + "/lift").status())
          .isEqualTo(303);
      assertThat(admin.get(each[1]).json()).isEmpty();
    }
  }
}
