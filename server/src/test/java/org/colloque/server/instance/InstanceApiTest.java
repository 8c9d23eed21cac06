package org.colloque.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.RemotePeople;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstanceApiTest {
  private Rig rig;

  @BeforeAll
  void start() {
    rig = Rig.start();
    rig.owner("olga");
    rig.local("alice");
    RemotePeople.create(rig, "far", "far.example");
    set(
        Map.of(
            "title",
            "Néphro",
            "short_description",
            "For kidneys",
            "description",
            "One <b>house</b>\n\nTwo rules",
            "registrations",
            "approval",
            "approval_message",
            "Who are you?"));
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .settings()
                    .changeRules(tx, List.of("Be kind", "No patients' names")));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private void set(Map<String, String> texts) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> assertThat(rig.instance().rooms().settings().change(tx, texts)).isEmpty());
  }

  private JsonNode get(String path) {
    Browser.Answer answer = rig.anonymous().get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("cache-control")).isEqualTo("public, max-age=300");
    return answer.json();
  }

  @Test
  void theInstanceInItsSecondShape() {
    JsonNode instance = get("/api/v2/instance");
    assertShape("Instance", instance);
    assertThat(instance.path("domain").asText()).isEqualTo(rig.host());
    assertThat(instance.path("title").asText()).isEqualTo("Néphro");
    assertThat(instance.path("version").asText())
        .matches("4\\.\\d+\\.\\d+ \\(compatible; Colloque \\d+\\.\\d+\\.\\d+\\)");
    assertThat(instance.path("api_versions").path("mastodon").asInt())
        .isEqualTo(InstanceEntities.MASTODON_API);
    assertThat(instance.path("api_versions").path("colloque").asInt()).isPositive();
    assertThat(instance.path("registrations").path("enabled").asBoolean()).isTrue();
    assertThat(instance.path("registrations").path("approval_required").asBoolean()).isTrue();
    assertThat(instance.path("registrations").path("message").asText())
        .isEqualTo("<p>Who are you?</p>");
    assertThat(instance.path("contact").path("email").isTextual()).isTrue();
    assertThat(instance.path("contact").path("account").path("username").asText())
        .isEqualTo("olga");
    assertThat(instance.path("rules")).hasSize(2);
    JsonNode configuration = instance.path("configuration");
    assertThat(configuration.path("urls").path("streaming").asText()).startsWith("ws://");
    assertThat(configuration.path("statuses").path("max_characters").asInt()).isEqualTo(500);
    assertThat(configuration.path("vapid").path("public_key").asText()).hasSize(87);
  }

  @Test
  void theInstanceInItsFirstShapeWithASlashToo() {
    JsonNode instance = get("/api/v1/instance");
    assertShape("V1::Instance", instance);
    assertThat(instance.path("uri").asText()).isEqualTo(rig.host());
    assertThat(instance.path("contact_account").path("header").asText()).startsWith("http");
    assertThat(instance.path("thumbnail").asText()).startsWith("http");
    assertThat(instance.path("stats").path("user_count").asInt()).isEqualTo(2);
    assertThat(instance.path("stats").path("domain_count").asInt()).isEqualTo(1);
    assertThat(rig.anonymous().get(instance.path("thumbnail").asText()).status()).isEqualTo(200);
    assertThat(get("/api/v1/instance/").path("uri")).isEqualTo(instance.path("uri"));
    assertThat(get("/api/v2/instance/").path("domain")).isEqualTo(instance.path("uri"));
    assertThat(rig.anonymous().get("/api/v1/instance").header("deprecation")).startsWith("@");
  }

  @Test
  void theContactIsWhoWasNamed() {
    set(Map.of("contact_account", "alice", "contact_email", "house@mail.example"));
    JsonNode contact = get("/api/v2/instance").path("contact");
    assertThat(contact.path("account").path("username").asText()).isEqualTo("alice");
    assertThat(contact.path("email").asText()).isEqualTo("house@mail.example");
    set(Map.of("contact_account", "", "contact_email", ""));
  }

  @Test
  void closedDoorsAreToldSo() {
    set(Map.of("registrations", "closed"));
    assertThat(get("/api/v2/instance").path("registrations").path("enabled").asBoolean()).isFalse();
    set(Map.of("registrations", "invitation"));
    JsonNode first = get("/api/v1/instance");
    assertThat(first.path("registrations").asBoolean()).isFalse();
    assertThat(first.path("invites_enabled").asBoolean()).isTrue();
    set(Map.of("registrations", "approval"));
  }

  @Test
  void textsOfTheOwnerAreText() {
    JsonNode description = get("/api/v1/instance/extended_description");
    assertShape("ExtendedDescription", description);
    assertThat(description.path("content").asText())
        .isEqualTo("<p>One &lt;b&gt;house&lt;/b&gt;</p><p>Two rules</p>");
    assertEach("Rule", get("/api/v1/instance/rules"));
    assertThat(rig.anonymous().get("/api/v1/instance/privacy_policy").status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/api/v1/instance/terms_of_service").status()).isEqualTo(404);
    assertThat(rig.anonymous().get("/api/v1/instance/terms_of_service/2026-01-01").status())
        .isEqualTo(404);
  }

  @Test
  void figuresAndNeighbours() {
    assertThat(get("/api/v1/instance/peers"))
        .extracting(JsonNode::asText)
        .containsExactly("far.example");
    JsonNode weeks = get("/api/v1/instance/activity");
    assertEach("InstanceActivity", weeks);
    assertThat(weeks).hasSize(Statistics.WEEKS);
    assertThat(weeks.path(0).path("registrations").asText()).isEqualTo("2");
    assertThat(rig.anonymous().get("/api/v1/peers/search?q=FAR").json()).hasSize(1);
    assertThat(rig.anonymous().get("/api/v1/peers/search?q=x").json()).isEmpty();
    assertThat(get("/api/v1/instance/translation_languages")).isEmpty();
    JsonNode languages = rig.anonymous().get("/api/v1/instance/languages").json();
    assertEach("Language", languages);
    assertThat(languages.size()).isGreaterThan(100);
  }

  @Test
  void emojisOfTheHouse() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .execute(
                        "INSERT INTO custom_emojis (id, shortcode, domain, image_url, static_url,"
                            + " category, disabled, updated_at) VALUES"
                            + " (1, 'kidney', NULL, 'https://a.example/k', 'https://a.example/k',"
                            + " 'organs', false, now()),"
                            + " (2, 'off', NULL, 'https://a.example/o', 'https://a.example/o',"
                            + " NULL, true, now()),"
                            + " (3, 'far', 'far.example', 'https://b.example/o',"
                            + " 'https://b.example/o', NULL, false, now())"));
    JsonNode emojis = get("/api/v1/custom_emojis");
    assertEach("CustomEmoji", emojis);
    assertThat(emojis)
        .extracting(emoji -> emoji.path("shortcode").asText())
        .containsExactly("kidney");
  }
}
