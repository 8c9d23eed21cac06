package org.colloque.server.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of deliveries, as pages and as an API, in words; tried now, and dropped. */
class DeliveriesPagesTest {
  private static final String API = "/api/v1/admin/deliveries";
  private static final String PAGE = "/admin/federation/deliveries";

  private Rig rig;
  private Remote far;
  private Person owner;
  private Person alice;

  @BeforeEach
  void start() {
    rig = Rig.start();
    far = Remote.start("far");
    owner = rig.owner("olga");
    alice = rig.local("alice");
    RemotePerson bob = far.person("bob");
    assertThat(bob.send(rig, bob.activity("Follow", rig.kit().urls().actor("alice"))))
        .isEqualTo(202);
    rig.runDueJobs();
    far.answerPosts(aResponse().withStatus(503));
    alice.app().post("/api/v1/statuses", "status", "hello");
    rig.runDueJobs();
  }

  @AfterEach
  void stop() {
    rig.close();
    far.close();
  }

  @Test
  void theApiSaysPerServerAndPerPostWhatWaitsAndWhy() {
    JsonNode server = api().get(API + "?failing=true").json().get(0);
    assertThat(server.path("host").asText()).isEqualTo(far.host());
    assertThat(server.path("waiting").asInt()).isEqualTo(1);
    assertThat(server.path("reason").asText()).isEqualTo("the server asks for patience");
    assertThat(server.path("next_try").asText()).isNotEmpty();
    JsonNode waiting = api().get(API + "/waiting?host=" + far.host()).json().get(0);
    assertThat(waiting.path("type").asText()).isEqualTo("Create");
    assertThat(waiting.path("attempts").asInt()).isEqualTo(1);
    JsonNode post = api().get(API + "/posts").json().get(0);
    assertThat(post.path("waiting").asInt()).isEqualTo(1);
    JsonNode one = api().get(API + "/posts/" + post.path("status_id").asText()).json();
    assertThat(one.path("deliveries")).hasSize(1);
    assertThat(api().get(API + "/posts/1").status()).isEqualTo(404);
    assertThat(alice.app().get(API).status()).isEqualTo(403);
  }

  @Test
  void thePageTriesNowAndDrops() {
    Browser browser = SignedIn.browser(rig, owner);
    WebPage page = WebPage.open(browser, PAGE + "?failing=true");
    assertThat(page.document().text()).contains(far.host(), "the server asks for patience");
    assertThat(WebPage.open(browser, PAGE + "/waiting?host=" + far.host()).document().text())
        .contains("New post", "1 attempt");
    far.acceptAll();
    far.forget();
    assertThat(page.send(PAGE + "/try", Map.of()).status()).isEqualTo(303);
    rig.runDueJobs();
    assertThat(far.received("Create")).hasSize(1);
    far.answerPosts(aResponse().withStatus(503));
    alice.app().post("/api/v1/statuses", "status", "again");
    rig.runDueJobs();
    page = WebPage.open(browser, PAGE);
    assertThat(page.send(PAGE + "/drop", Map.of()).status()).isEqualTo(303);
    assertThat(api().get(API + "/waiting?host=" + far.host()).json()).isEmpty();
  }

  private Browser api() {
    return new Browser(rig.base()).withToken(rig.token(owner, "admin:read", "admin:write"));
  }
}
