package org.colloque.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The profile as its member wrote it, and as it is shown. */
class ProfileApiTest {
  private static final String API = "/api/v1/profile";

  private Rig rig;
  private Person alice;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void whatIsWrittenComesBackAsItWasWritten() {
    JsonNode fresh = alice.app().get(API).json();
    assertShape("Profile", fresh);
    assertThat(fresh.path("avatar").isNull()).isTrue();
    alice.app().post("/api/v1/featured_tags", "name", "Medicine");
    JsonNode changed =
        alice
            .app()
            .form(
                "PUT",
                API,
                "note",
                "Midwife in #Lyon",
                "fields_attributes[0][name]",
                "Ward",
                "fields_attributes[0][value]",
                "https://example.org",
                "show_media",
                "false",
                "show_featured",
                "false")
            .json();
    assertShape("Profile", changed);
    assertThat(changed.path("note").asText()).isEqualTo("Midwife in #Lyon");
    assertThat(changed.path("formatted_note").asText()).contains("<p>").contains("href");
    assertThat(changed.path("fields").path(0).path("value").asText())
        .isEqualTo("https://example.org");
    assertThat(changed.path("formatted_fields").path(0).path("value").asText()).contains("<a ");
    assertThat(changed.path("featured_tags").path(0).path("name").asText()).isEqualTo("Medicine");
    assertThat(changed.path("show_media_replies").asBoolean()).isTrue();
    JsonNode shown = rig.anonymous().get("/api/v1/accounts/" + alice.account()).json();
    assertThat(shown.path("show_media").asBoolean()).isFalse();
    assertThat(shown.path("show_featured").asBoolean()).isFalse();
  }

  @Test
  void whatIsWrongIsSaidByField() {
    Browser.Answer refused =
        alice
            .app()
            .form("PATCH", API, "display_name", "x".repeat(ProfileRules.MAX_DISPLAY_NAME + 1));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("details").path("display_name").path(0).path("error").asText())
        .isEqualTo("ERR_TOO_LONG");
  }
}
