package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

  private StartingClient client(String name) {
    return new StartingClient(name, alice);
  }

  @Test
  void phanpy() {
    client("Phanpy")
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
    client("Elk")
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
    client("Pinafore")
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
    client("toot")
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
    client("Mastodon.py")
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
    client("Mastodon Android")
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
    client("Moshidon")
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
    StartingClient client =
        client("Mastodon iOS")
            .asks("/api/v1/instance")
            .reads("Instance")
            .reads("InstanceURL", "/urls")
            .reads("Statistics", "/stats")
            .reads("Statuses", "/configuration/statuses")
            .reads("MediaAttachments", "/configuration/media_attachments")
            .reads("Polls", "/configuration/polls");
    assertThat(client.last().path("version").asText())
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
    client("Tusky")
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
    client("IceCubes")
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
    client("Tuba")
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
    client("Tokodon")
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
    client("Ivory")
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
}
