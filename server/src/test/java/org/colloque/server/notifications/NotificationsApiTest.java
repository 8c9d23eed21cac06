package org.colloque.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsApiTest {
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

  private String post(Person author, String text) {
    return author.app().post("/api/v1/statuses", "status", text).json().path("id").asText();
  }

  private List<String> types(JsonNode notifications) {
    List<String> types = new ArrayList<>();
    notifications.forEach(one -> types.add(one.path("type").asText()));
    return types;
  }

  @Test
  void whatOthersDoIsToldAndGrouped() {
    String id = post(alice, "hello");
    for (int i = 0; i < 10; i++) {
      rig.local("fan" + i).app().post("/api/v1/statuses/" + id + "/favourite");
    }
    Person bob = rig.local("bob");
    post(bob, "@alice une question");

    JsonNode all = alice.app().get("/api/v1/notifications").json();
    assertThat(types(all)).hasSize(11).startsWith("mention", "favourite");

    JsonNode grouped = alice.app().get("/api/v2/notifications").json();
    JsonNode groups = grouped.path("notification_groups");
    assertThat(types(groups)).containsExactly("mention", "favourite");
    assertThat(groups.path(1).path("notifications_count").asInt()).isEqualTo(10);
    assertThat(groups.path(1).path("sample_account_ids")).hasSize(8);
    assertThat(groups.path(1).path("status_id").asText()).isEqualTo(id);
    assertThat(grouped.path("accounts")).hasSize(9);

    String key = groups.path(1).path("group_key").asText();
    assertThat(alice.app().get("/api/v2/notifications/" + key + "/accounts").json()).hasSize(10);
    assertThat(types(alice.app().get("/api/v1/notifications?exclude_types[]=favourite").json()))
        .containsExactly("mention");
    assertThat(alice.app().get("/api/v1/notifications/unread_count").json().path("count").asInt())
        .isEqualTo(11);
    assertThat(alice.app().get("/api/v2/notifications/unread_count").json().path("count").asInt())
        .isEqualTo(2);
    assertThat(alice.app().post("/api/v2/notifications/" + key + "/dismiss").status())
        .isEqualTo(200);
    assertThat(types(alice.app().get("/api/v1/notifications").json())).containsExactly("mention");
    alice.app().post("/api/v1/notifications/clear");
    assertThat(alice.app().get("/api/v1/notifications").json()).isEmpty();
  }

  /** What may not be read is not read here either (reliability.md, C45). */
  @Test
  void whoIsBlockedByTheAuthorIsNotShownThePost() {
    Person bob = rig.local("bob");
    bob.app().post("/api/v1/accounts/" + alice.account() + "/block");
    post(bob, "@alice bonjour");
    assertThat(alice.app().get("/api/v1/notifications").json()).isEmpty();
    JsonNode grouped = alice.app().get("/api/v2/notifications").json();
    assertThat(grouped.path("notification_groups")).isEmpty();
    assertThat(grouped.path("statuses")).isEmpty();
    assertThat(unread()).isZero();
    bob.app().post("/api/v1/accounts/" + alice.account() + "/unblock");
    JsonNode told = alice.app().get("/api/v1/notifications").json();
    assertThat(types(told)).containsExactly("mention");
    String one = "/api/v1/notifications/" + told.path(0).path("id").asText();
    assertThat(alice.app().get(one).status()).isEqualTo(200);
    assertThat(unread()).isEqualTo(1);
  }

  private int unread() {
    return alice.app().get("/api/v1/notifications/unread_count").json().path("count").asInt();
  }

  @Test
  void anothersNotificationIsNotFound() {
    Person bob = rig.local("bob");
    post(bob, "@alice bonjour");
    String id = alice.app().get("/api/v1/notifications").json().path(0).path("id").asText();
    assertThat(alice.app().get("/api/v1/notifications/" + id).status()).isEqualTo(200);
    assertThat(bob.app().get("/api/v1/notifications/" + id).status()).isEqualTo(404);
    assertThat(bob.app().post("/api/v1/notifications/" + id + "/dismiss").status()).isEqualTo(404);
  }

  @Test
  void aMutedConversationIsSilent() {
    Person bob = rig.local("bob");
    String id = post(alice, "@bob root");
    alice.app().post("/api/v1/statuses/" + id + "/mute");
    bob.app().post("/api/v1/statuses", "status", "@alice noise", "in_reply_to_id", id);
    assertThat(alice.app().get("/api/v1/notifications").json()).isEmpty();
  }

  @Test
  void aFavouriteTakenBackIsNotToldAnyLonger() {
    Person bob = rig.local("bob");
    String id = post(alice, "hello");
    bob.app().post("/api/v1/statuses/" + id + "/favourite");
    bob.app().post("/api/v1/statuses/" + id + "/unfavourite");
    assertThat(alice.app().get("/api/v1/notifications").json()).isEmpty();
  }
}
