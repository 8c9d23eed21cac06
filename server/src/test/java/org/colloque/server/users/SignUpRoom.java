package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** An instance with an owner and an app, where people join. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SignUpRoom {
  static final String PASSWORD = "correct horse battery";
  Mailbox mailbox;
  Rig rig;
  Person owner;
  String appToken;

  @BeforeAll
  void start() {
    mailbox = new Mailbox();
    rig = Rig.start(mailbox.config());
    owner = rig.owner("claire");
    JsonNode app =
        rig.anonymous()
            .post(
                "/api/v1/apps",
                "client_name",
                "app",
                "redirect_uris",
                "a:b",
                "scopes",
                "read write follow push")
            .json();
    appToken =
        rig.anonymous()
            .post(
                "/oauth/token",
                "grant_type",
                "client_credentials",
                "client_id",
                app.get("client_id").asText(),
                "client_secret",
                app.get("client_secret").asText(),
                "scope",
                "read write")
            .json()
            .get("access_token")
            .asText();
  }

  @AfterAll
  void stop() {
    rig.close();
    mailbox.close();
  }

  @BeforeEach
  void open() {
    rig.clock().advance(Duration.ofHours(2));
    mode("open");
  }

  void mode(String registrations) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .settings()
                    .change(tx, Map.of("registrations", registrations)));
  }

  Browser.Answer signUp(String username, String email, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "username", username,
                "email", email,
                "password", PASSWORD,
                "agreement", "true",
                "locale", "fr-FR"));
    fields.addAll(List.of(more));
    return new Browser(rig.base())
        .withToken(appToken)
        .post("/api/v1/accounts", fields.toArray(String[]::new));
  }

  Browser app(Browser.Answer signedUp) {
    return new Browser(rig.base()).withToken(signedUp.json().get("access_token").asText());
  }

  ConfirmEmail.Outcome confirm(String link) {
    return rig.instance()
        .rooms()
        .signIn()
        .users()
        .confirmEmail()
        .confirm(link.substring(link.indexOf('=') + 1));
  }

  void assertFault(Browser.Answer answer, String field, String code) {
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("details").get(field).get(0).get("error").asText())
        .isEqualTo(code);
    assertThat(answer.json().get("details")).hasSize(1);
  }

  NewUser newUser(String username, String email, @Nullable String invitation) {
    return new NewUser(
        username, email, PASSWORD, "en", "", "", true, invitation, null, "192.0.2.7");
  }
}
