package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What real clients call between the name of a server and the first timeline (clients.md, section
 * 1): each call is answered, and what the client's models need is there (section 3).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartUpTest {
  private static final String NEVER_SET = "the documented answer when there is none";

  private Rig rig;
  private Person alice;
  private String status;

  @BeforeAll
  void start() {
    rig = Rig.start();
    rig.owner("olga");
    alice = rig.local("alice");
    Person bob = rig.local("bob");
    alice.app().post("/api/v1/accounts/" + bob.account() + "/follow");
    bob.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    status =
        bob.app()
            .post("/api/v1/statuses", "status", "Hello @alice #rein")
            .json()
            .path("id")
            .asText();
    alice.app().post("/api/v1/markers", "home[last_read_id]", status);
    alice.app().post("/api/v1/tags/rein/follow");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  /** Each client comes from a place of its own; here all come from one, which may register few. */
  @BeforeEach
  void later() {
    rig.clock().advance(Duration.ofMinutes(11));
  }

  /** One client on its way in; collects what goes wrong, so that a test shows all of it. */
  private final class Client {
    private final String name;
    private final Browser app = alice.app();
    private final Browser stranger = rig.anonymous();
    private final List<String> faults = new ArrayList<>();
    private JsonNode last = Json.MAPPER.missingNode();

    private Client(String name) {
      this.name = name;
    }

    Client asks(String path) {
      return keep(path, stranger.get(path), 200);
    }

    Client gets(String path) {
      return keep(path, app.get(path), 200);
    }

    Client finds(String path, String entity) {
      gets(path);
      for (JsonNode item : last.isArray() ? last : List.of(last)) {
        EntityShape.faults(entity, item).forEach(fault -> faults.add(path + ": " + fault));
      }
      if (last.isArray() && last.isEmpty()) {
        faults.add(path + " is empty: nothing was checked");
      }
      return this;
    }

    Client getsNone(String path) {
      gets(path);
      if (!last.isEmpty()) {
        faults.add(path + " is not empty");
      }
      return this;
    }

    Client misses(String path, String why) {
      assertThat(why).isNotEmpty();
      return keep(path, app.get(path), 404);
    }

    Client sends(String path, String... fields) {
      return keep(path, app.post(path, fields), 200);
    }

    Client registers(String... fields) {
      return keep("/api/v1/apps", stranger.post("/api/v1/apps", fields), 200);
    }

    Client registersInJson(String redirect) {
      var body = Json.object();
      body.put("client_name", name)
          .put("redirect_uris", redirect)
          .put("scopes", "read write follow push");
      return keep("/api/v1/apps", stranger.json("POST", "/api/v1/apps", body), 200);
    }

    /** The model of the client that reads the last answer. */
    Client reads(String model) {
      faults.addAll(Required.missing(name, model, last));
      return this;
    }

    /** The model that reads a part of the last answer. */
    Client reads(String model, String part) {
      faults.addAll(Required.missing(name, model, last.at(part)));
      return this;
    }

    Client needs(String... pointers) {
      for (String pointer : pointers) {
        if (last.at(pointer).isMissingNode() || last.at(pointer).isNull()) {
          faults.add(name + " needs " + pointer);
        }
      }
      return this;
    }

    private Client keep(String path, Browser.Answer answer, int expected) {
      if (answer.status() != expected) {
        faults.add(path + " answered " + answer.status() + ": " + answer.text());
      }
      boolean json = answer.header("content-type").startsWith("application/json");
      last = json ? answer.json() : Json.MAPPER.missingNode();
      return this;
    }

    void started() {
      assertThat(faults).as(name).isEmpty();
    }
  }

  @Test
  void phanpy() {
    new Client("Phanpy")
        .asks("/.well-known/oauth-authorization-server")
        .registers(
            "client_name",
            "Phanpy",
            "redirect_uris",
            "https://phanpy.social",
            "scopes",
            "read write follow push")
        .needs("/client_id", "/client_secret")
        .finds("/api/v1/preferences", "Preferences")
        .finds("/api/v2/instance", "Instance")
        .needs("/configuration/urls/streaming", "/api_versions/mastodon")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .finds("/api/v1/timelines/home?limit=20", "Status")
        .finds("/api/v1/followed_tags", "Tag")
        .finds("/api/v2/notifications?limit=20", "GroupedNotificationsResults")
        .getsNone("/api/v1/announcements")
        .finds("/api/v2/notifications/policy", "NotificationPolicy")
        .getsNone("/api/v1/follow_requests")
        .getsNone("/api/v1/custom_emojis")
        .getsNone("/api/v1/lists")
        .getsNone("/api/v2/filters")
        .sends("/api/v1/markers", "notifications[last_read_id]", status)
        .started();
  }

  @Test
  void elk() {
    new Client("Elk")
        .asks("/api/v2/instance")
        .registersInJson("https://elk.zone/api/host/oauth/origin")
        .finds("/api/v2/instance", "Instance")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .finds("/api/v1/preferences", "Preferences")
        .misses("/api/v1/push/subscription", NEVER_SET)
        .finds("/api/v1/timelines/home", "Status")
        .finds("/api/v1/followed_tags", "Tag")
        .gets("/api/v1/markers?timeline[]=notifications")
        .finds("/api/v1/notifications?limit=30", "Notification")
        .gets("/api/v1/accounts/relationships?id[]=" + alice.account())
        .started();
  }

  @Test
  void pinaforeAndSemaphore() {
    new Client("Pinafore")
        .asks("/api/v1/instance")
        .needs("/configuration/statuses/max_characters")
        .registersInJson("http://localhost:4002/settings/instances/add")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .getsNone("/api/v1/custom_emojis")
        .finds("/api/v1/instance", "V1::Instance")
        .finds("/api/v1/timelines/home?limit=20", "Status")
        .getsNone("/api/v1/lists")
        .getsNone("/api/v1/filters")
        .finds("/api/v1/notifications", "Notification")
        .started();
  }

  @Test
  void toot() {
    new Client("toot")
        .asks("/api/v1/instance")
        .needs("/uri", "/title", "/version", "/urls", "/stats")
        .registersInJson("urn:ietf:wg:oauth:2.0:oob")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .finds("/api/v1/timelines/home", "Status")
        .finds("/api/v1/statuses/" + status, "Status")
        .finds("/api/v1/statuses/" + status + "/context", "Context")
        .started();
  }

  @Test
  void mastodonPy() {
    new Client("Mastodon.py")
        .asks("/.well-known/oauth-authorization-server")
        .asks("/api/v1/instance/")
        .asks("/api/v2/instance/")
        .registers(
            "client_name",
            "py",
            "redirect_uris",
            "urn:ietf:wg:oauth:2.0:oob",
            "scopes",
            "read write")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .finds("/api/v1/timelines/home", "Status")
        .started();
    assertThat(rig.anonymous().get("/api/v1/instance/").json().path("version").asText())
        .as("Mastodon.py reads three numbers before the space")
        .matches("\\d+\\.\\d+\\.\\d+ .*");
  }

  @Test
  void mastodonAndroid() {
    new Client("Mastodon Android")
        .asks("/api/v2/instance")
        .reads("InstanceV2")
        .reads("Instance")
        .registers(
            "client_name",
            "Mastodon for Android",
            "redirect_uris",
            "mastodon-android-auth://callback",
            "scopes",
            "read write follow push")
        .reads("Application")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .reads("Account")
        .reads("Source", "/source")
        .gets("/api/v1/custom_emojis")
        .finds("/api/v1/preferences", "Preferences")
        .finds("/api/v1/timelines/home", "Status")
        .reads("Status")
        .gets("/api/v1/markers?timeline[]=home&timeline[]=notifications")
        .reads("Marker", "/home")
        .finds("/api/v2/notifications?limit=40", "GroupedNotificationsResults")
        .reads("NotificationGroup", "/notification_groups")
        .gets("/api/v2/notifications/unread_count")
        .needs("/count")
        .finds("/api/v2/notifications/policy", "NotificationPolicy")
        .getsNone("/api/v1/lists")
        .finds("/api/v1/followed_tags", "Tag")
        .reads("Hashtag")
        .gets("/api/v1/accounts/relationships?id[]=" + alice.account())
        .reads("Relationship")
        .started();
  }

  @Test
  void moshidon() {
    new Client("Moshidon")
        .asks("/api/v1/instance")
        .reads("Instance")
        .asks("/api/v2/instance")
        .registers(
            "client_name",
            "Moshidon",
            "redirect_uris",
            "moshidon-android-auth://callback",
            "scopes",
            "read write follow push")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .finds("/api/v1/timelines/home", "Status")
        .reads("Status")
        .finds("/api/v1/notifications", "Notification")
        .reads("Notification")
        .getsNone("/api/v1/announcements")
        .gets("/api/v1/instance/extended_description")
        .reads("ExtendedDescription")
        .started();
  }

  @Test
  void mastodonIos() {
    Client client =
        new Client("Mastodon iOS")
            .asks("/api/v1/instance")
            .reads("Instance")
            .reads("InstanceURL", "/urls")
            .reads("Statistics", "/stats")
            .reads("Statuses", "/configuration/statuses")
            .reads("MediaAttachments", "/configuration/media_attachments")
            .reads("Polls", "/configuration/polls");
    assertThat(client.last.path("version").asText())
        .as("only from 4 on it asks for the second shape")
        .startsWith("4.");
    client
        .asks("/api/v2/instance")
        .reads("Registrations", "/registrations")
        .asks("/api/v1/instance/translation_languages")
        .registersInJson("mastodon://joinmastodon.org/oauth")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .reads("Source", "/source")
        .finds("/api/v1/timelines/home", "Status")
        .reads("Status")
        .finds("/api/v1/notifications", "Notification")
        .reads("Notification")
        .gets("/api/v1/custom_emojis")
        .getsNone("/api/v1/filters")
        .finds("/api/v1/notifications/policy", "V1::NotificationPolicy")
        .gets("/api/v1/accounts/relationships?id[]=" + alice.account())
        .reads("Relationship")
        .started();
  }

  @Test
  void tusky() {
    new Client("Tusky")
        .registers(
            "client_name",
            "Tusky",
            "redirect_uris",
            "oauth2redirect://com.keylesspalace.tusky/",
            "scopes",
            "read write follow push")
        .reads("AppCredentials")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .reads("Account")
        .gets("/api/v2/instance")
        .reads("Instance")
        .needs("/configuration/accounts/max_featured_tags", "/configuration/translation/enabled")
        .gets("/api/v1/custom_emojis")
        .getsNone("/api/v2/filters")
        .finds("/api/v1/timelines/home", "Status")
        .reads("Status")
        .gets("/api/v1/markers?timeline[]=notifications")
        .finds("/api/v1/notifications", "Notification")
        .reads("Notification")
        .gets("/api/v2/notifications/policy")
        .reads("NotificationPolicy")
        .reads("Summary", "/summary")
        .getsNone("/api/v1/announcements")
        .misses("/api/v1/push/subscription", NEVER_SET)
        .gets("/api/v1/accounts/relationships?id[]=" + alice.account())
        .reads("Relationship")
        .gets("/api/v2/search?q=alice&resolve=true")
        .reads("SearchResult")
        .started();
  }

  @Test
  void iceCubes() {
    new Client("IceCubes")
        .asks("/api/v2/instance")
        .reads("Contact", "/contact")
        .reads("Registrations", "/registrations")
        .reads("Configuration", "/configuration/statuses")
        .reads("Polls", "/configuration/polls")
        .needs("/title", "/domain", "/version", "/thumbnail")
        .registersInJson("icecubesapp://")
        .reads("InstanceApp")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .reads("Source", "/source")
        .finds("/api/v1/preferences", "Preferences")
        .getsNone("/api/v1/lists")
        .finds("/api/v1/followed_tags", "Tag")
        .getsNone("/api/v2/filters")
        .finds("/api/v1/timelines/home", "Status")
        .finds("/api/v2/notifications", "GroupedNotificationsResults")
        .reads("GroupedNotificationsResults")
        .reads("NotificationGroup", "/notification_groups")
        .gets("/api/v1/markers?timeline[]=home")
        .reads("Marker", "/home")
        .gets("/api/v1/accounts/relationships?id[]=" + alice.account())
        .reads("Relationship")
        .started();
    assertThat(rig.anonymous().get("/api/v2/instance").json().path("version").asText())
        .as("IceCubes reads the first three characters as a number")
        .startsWith("4.6");
  }

  @Test
  void tuba() {
    new Client("Tuba")
        .registers(
            "client_name",
            "Tuba",
            "redirect_uris",
            "tuba://auth_code",
            "scopes",
            "read write follow")
        .needs("/name")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .asks("/api/v1/instance")
        .asks("/api/v2/instance")
        .gets("/api/v1/custom_emojis")
        .getsNone("/api/v1/lists")
        .gets("/api/v1/markers?timeline[]=home&timeline[]=notifications")
        .finds("/api/v1/notifications", "Notification")
        .getsNone("/api/v1/announcements")
        .started();
  }

  @Test
  void tokodon() {
    new Client("Tokodon")
        .registers(
            "client_name",
            "Tokodon",
            "redirect_uris",
            "tokodon://oauth",
            "scopes",
            "read write follow push")
        .finds("/api/v1/accounts/verify_credentials", "CredentialAccount")
        .asks("/api/v2/instance")
        .misses("/api/v1/push/subscription", NEVER_SET)
        .getsNone("/api/v1/follow_requests")
        .gets("/api/v1/notifications/unread_count")
        .needs("/count")
        .finds("/api/v1/timelines/home", "Status")
        .started();
  }

  @Test
  void ivory() {
    new Client("Ivory")
        .registers(
            "client_name",
            "Ivory",
            "redirect_uris",
            "com.tapbots.Ivory.10217:/request_token",
            "scopes",
            "read write follow push")
        .asks("/api/v1/instance")
        .needs("/thumbnail", "/contact_account/header")
        .asks("/api/v2/instance")
        .finds("/api/v1/preferences", "Preferences")
        .finds("/api/v1/accounts/" + alice.account(), "Account")
        .asks("/api/v1/instance/languages")
        .gets("/api/v1/notifications?types[]=mention&types[]=follow")
        .getsNone("/api/v1/accounts/" + alice.account() + "/statuses?pinned=1")
        .getsNone("/api/v1/accounts/" + alice.account() + "/featured_tags")
        .getsNone("/api/v1/lists")
        .started();
  }

  /** What several clients ask for later, and there is nothing of yet. */
  @Test
  void whatThereIsNothingOfHasItsDocumentedAnswer() {
    Client client = new Client("any");
    for (String path :
        List.of(
            "/api/v1/conversations",
            "/api/v1/scheduled_statuses",
            "/api/v1/domain_blocks",
            "/api/v1/featured_tags",
            "/api/v1/featured_tags/suggestions",
            "/api/v1/suggestions",
            "/api/v2/suggestions",
            "/api/v1/trends",
            "/api/v1/trends/tags",
            "/api/v1/trends/statuses",
            "/api/v1/trends/links",
            "/api/v1/notifications/requests",
            "/api/v1/endorsements")) {
      client.getsNone(path);
    }
    client
        .gets("/api/v1/notifications/requests/merged")
        .needs("/merged")
        .finds("/api/v1/annual_reports", "WrappedAnnualReports")
        .gets("/api/v1/annual_reports/2026/state")
        .misses("/api/v1/annual_reports/2026", NEVER_SET)
        .misses("/api/v1/polls/1", NEVER_SET)
        .misses("/api/v1/lists/1", NEVER_SET)
        .finds("/api/v1/directory", "Account")
        .asks("/health")
        .needs("/status")
        .started();
    assertThat(alice.app().get("/api/v1/donation_campaigns").status()).isEqualTo(204);
    assertThat(alice.app().get("/api/v1/push/subscription").json().path("error").asText())
        .isEqualTo("Not Found");
  }
}
