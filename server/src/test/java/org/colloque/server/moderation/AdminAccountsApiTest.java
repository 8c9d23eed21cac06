package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.api.EntityShape;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moderators find accounts and decide about them (Mastodon, methods/admin/accounts). */
class AdminAccountsApiTest {
  private static final String OLD = "/api/v1/admin/accounts";
  private static final String NEW = "/api/v2/admin/accounts";

  private Rig rig;
  private Person owner;
  private Person alice;
  private Browser mona;

  @BeforeEach
  void start() {
    rig = Rig.start();
    owner = rig.owner("olga");
    alice = rig.local("alice");
    rig.local("alfred");
    mona = rig.moderator("mona").app();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<String> names(String path) {
    JsonNode found = mona.get(path).json();
    EntityShape.assertEach("Admin::Account", found);
    List<String> names = new ArrayList<>();
    found.forEach(each -> names.add(each.path("username").asText()));
    return names;
  }

  private String join(String name) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance().rooms().settings().change(tx, Map.of("registrations", "approval")));
    Browser.Answer answer =
        rig.anonymous()
            .withToken(rig.appToken(List.of("read", "write")))
            .post(
                OLD.replace("/admin", ""),
                "username",
                name,
                "email",
                name + "@mail.example",
                "password",
                SignedIn.PASSWORD,
                "agreement",
                "true",
                "reason",
                "please");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return mona.get(NEW + "?username=" + name).json().path(0).path("id").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "v1, ?local=true, mona alfred alice olga",
    "v1, ?remote=true, ''",
    "v1, ?staff=true, mona olga",
    "v1, ?username=al, alfred alice",
    "v1, ?username=lice, ''",
    "v1, ?email=ALICE, alice",
    "v1, ?active=true&username=ali, alice",
    "v1, ?by_domain=far.example, ''",
    "v1, ?ip=nonsense, ''",
    "v2, ?origin=local&permissions=staff, mona olga",
    "v2, ?role_ids[]=3, olga",
    "v2, ?role_ids[]=1&role_ids[]=3, mona olga",
    "v2, ?role_ids[]=7, ''",
    "v2, ?status=suspended, ''",
    "v2, ?status=pending, ''",
    "v2, ?invited_by=7, ''",
    "v2, ?limit=1, mona",
    "v2, ?display_name=, mona alfred alice olga"
  })
  void accountsAreFound(String version, String query, String names) {
    assertThat(names((version.equals("v1") ? OLD : NEW) + query))
        .containsExactly(names.isEmpty() ? new String[0] : names.split(" ", -1));
  }

  @Test
  void whatMembersAreAndWhereTheyWereIsTold() {
    SignedIn.browser(rig, alice);
    JsonNode shown = mona.get(OLD + "/" + alice.account()).json();
    EntityShape.assertShape("Admin::Account", shown);
    assertThat(shown.path("role").path("id").asText()).isEqualTo("-99");
    assertThat(shown.path("ip").asText()).isEqualTo("127.0.0.1");
    assertThat(shown.path("ips").path(0).path("used_at").isTextual()).isTrue();
    assertThat(names(OLD + "?ip=127.0.0.1")).containsExactly("alice");
    JsonNode first = mona.get(OLD + "/" + owner.account()).json();
    assertThat(first.path("role").path("permissions").asText()).isEqualTo("1");
    assertThat(mona.get(NEW + "?status=nonsense").status()).isEqualTo(422);
    assertThat(alice.app().get(NEW).status()).isEqualTo(403);
    assertThat(mona.get(OLD + "/7").status()).isEqualTo(404);
  }

  @Test
  void whoAsksIsLetInOrNot() {
    String id = join("nina");
    assertThat(names(NEW + "?status=pending")).containsExactly("nina");
    JsonNode approved = mona.post(OLD + "/" + id + "/approve").json();
    EntityShape.assertShape("Admin::Account", approved);
    assertThat(approved.path("approved").asBoolean()).isTrue();
    assertThat(mona.post(OLD + "/" + id + "/approve").status()).isEqualTo(403);
    assertThat(mona.post(OLD + "/" + id + "/reject").status()).isEqualTo(403);
    String other = join("otto");
    JsonNode rejected = mona.post(OLD + "/" + other + "/reject").json();
    EntityShape.assertShape("Admin::Account", rejected);
    assertThat(mona.get(OLD + "/" + other).status()).isEqualTo(404);
    assertThat(alice.app().post(OLD + "/" + id + "/approve").status()).isEqualTo(403);
  }

  @Test
  void picturesAreCoveredAndShownAgain() throws java.io.IOException {
    java.io.ByteArrayOutputStream png = new java.io.ByteArrayOutputStream();
    javax.imageio.ImageIO.write(
        new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB),
        "png",
        png);
    String media =
        alice
            .app()
            .upload("POST", "/api/v2/media", "file", "x.png", png.toByteArray())
            .json()
            .path("id")
            .asText();
    String post =
        "/api/v1/statuses/"
            + alice
                .app()
                .post("/api/v1/statuses", "status", "image", "media_ids[]", media)
                .json()
                .path("id")
                .asText();
    String words =
        "/api/v1/statuses/"
            + alice.app().post("/api/v1/statuses", "status", "mots").json().path("id").asText();
    assertThat(rig.anonymous().get(post).json().path("sensitive").asBoolean()).isFalse();
    String one = OLD + "/" + alice.account();
    assertThat(mona.post(one + "/action", "type", "sensitive").status()).isEqualTo(200);
    assertThat(rig.anonymous().get(post).json().path("sensitive").asBoolean()).isTrue();
    assertThat(rig.anonymous().get(words).json().path("sensitive").asBoolean()).isFalse();
    assertThat(names(OLD + "?sensitized=true")).containsExactly("alice");
    JsonNode after = mona.post(one + "/unsensitive").json();
    assertThat(after.path("sensitized").asBoolean()).isFalse();
    assertThat(rig.anonymous().get(post).json().path("sensitive").asBoolean()).isFalse();
  }

  @Test
  void aDecisionWithoutConsequencePutsTheReportAway() {
    String report =
        owner
            .app()
            .post("/api/v1/reports", "account_id", alice.account().toString())
            .json()
            .path("id")
            .asText();
    String action = OLD + "/" + alice.account() + "/action";
    assertThat(mona.post(action, "type", "none", "report_id", "7").status()).isEqualTo(404);
    assertThat(mona.post(action, "type", "none", "report_id", report).status()).isEqualTo(200);
    assertThat(mona.get("/api/v1/admin/reports").json()).isEmpty();
    assertThat(mona.post(action, "type", "explode").status()).isEqualTo(422);
  }

  @Test
  void onlyWhoIsSuspendedIsErasedAndNotByModerators() {
    String one = OLD + "/" + alice.account();
    assertThat(owner.app().delete(one).status()).isEqualTo(403);
    mona.post(one + "/action", "type", "suspend");
    assertThat(mona.delete(one).status()).isEqualTo(403);
    EntityShape.assertShape("Admin::Account", owner.app().delete(one).json());
    rig.runDueJobs();
    assertThat(names(OLD + "?local=true")).isNotEmpty().doesNotContain("alice");
    assertThat(owner.app().delete(OLD + "/7").status()).isEqualTo(404);
  }
}
