package org.colloque.server.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People recommended together: by whom, to whom, and never against their will. */
class CollectionsTest {
  private static final String API = "/api/v1/collections";

  private Rig rig;
  private Person alice;
  private Person bob;

  @BeforeEach
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    bob = rig.local("bob");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private JsonNode create(String... fields) {
    Browser.Answer answer = alice.app().post(API, fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertShape("WrappedCollection", answer.json());
    return answer.json().path("collection");
  }

  private static String path(JsonNode collection) {
    return API + "/" + collection.path("id").asText();
  }

  private JsonNode read(JsonNode collection) {
    JsonNode shown = rig.anonymous().get(path(collection)).json();
    assertShape("CollectionWithAccounts", shown);
    return shown.path("collection");
  }

  private JsonNode of(Person who, String account) {
    return who.app().get("/api/v1/accounts/" + account + "/collections").json();
  }

  @Test
  void aCollectionIsMadeChangedReadByAllAndDeleted() {
    JsonNode made =
        create(
            "name", "Midwives", "tag_name", "#births", "account_ids[]", bob.account().toString());
    assertThat(made.path("item_count").asInt()).isEqualTo(1);
    assertThat(read(made).path("tag").path("name").asText()).isEqualTo("births");
    alice.app().form("PATCH", path(made), "name", "Doctors", "description", "of all kinds");
    assertThat(read(made).path("name").asText()).isEqualTo("Doctors");
    assertThat(bob.app().form("PATCH", path(made), "name", "mine").status()).isEqualTo(403);
    assertThat(bob.app().delete(path(made)).status()).isEqualTo(403);
    assertEach("Collection", of(bob, alice.account().toString()).path("collections"));
    Browser.Answer gone = alice.app().delete(path(made));
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.text()).isEmpty();
    assertThat(rig.anonymous().get(path(made)).status()).isEqualTo(404);
  }

  @Test
  void whoDoesNotWantToBeInOneIsNotPutInAgain() {
    JsonNode made = create("name", "Midwives", "account_ids[]", bob.account().toString());
    String mine = "/api/v1/accounts/" + bob.account() + "/in_collections";
    assertThat(bob.app().get(mine).json().path("collections")).hasSize(1);
    assertThat(alice.app().get(mine).status()).isEqualTo(404);
    String item = path(made) + "/items/" + made.path("items").path(0).path("id").asText();
    assertThat(alice.app().post(item + "/revoke").status()).isEqualTo(404);
    assertThat(bob.app().post(item + "/revoke").status()).isEqualTo(200);
    assertThat(read(made).path("items")).isEmpty();
    assertThat(bob.app().get(mine).json().path("collections")).isEmpty();
    JsonNode own = alice.app().get(path(made)).json().path("collection").path("items").path(0);
    assertThat(own.path("state").asText()).isEqualTo("revoked");
    assertThat(own.has("account_id")).isFalse();
    alice.app().delete(item);
    assertThat(add(made, bob).status()).isEqualTo(422);
  }

  private Browser.Answer add(JsonNode collection, Person person) {
    return alice.app().post(path(collection) + "/items", "account_id", person.account().toString());
  }

  @Test
  void onlyWhoMayBeRecommendedIsTakenAndOnlyByTheMaker() {
    JsonNode made = create("name", "Midwives");
    Person shy = rig.local("shy");
    shy.app().form("PATCH", "/api/v1/profile", "discoverable", "false");
    assertThat(add(made, shy).status()).isEqualTo(403);
    Person angry = rig.local("angry");
    angry.app().post("/api/v1/accounts/" + alice.account() + "/block");
    assertThat(add(made, angry).status()).isEqualTo(403);
    assertThat(angry.app().get(path(made)).status()).isEqualTo(200);
    Browser.Answer added = add(made, bob);
    assertShape("WrappedCollectionItem", added.json());
    assertThat(add(made, bob).status()).isEqualTo(422);
    String item = path(made) + "/items/" + added.json().path("collection_item").path("id").asText();
    assertThat(bob.app().delete(item).status()).isEqualTo(403);
    assertThat(alice.app().delete(item).status()).isEqualTo(200);
    assertThat(add(made, bob).status()).isEqualTo(200);
  }

  @Test
  void theLimitsHold() {
    for (int i = 0; i < ChangeCollections.MAX_COLLECTIONS; i++) {
      create("name", "number " + i);
    }
    assertThat(alice.app().post(API, "name", "one more").status()).isEqualTo(422);
    JsonNode first = of(alice, alice.account().toString()).path("collections").path(0);
    for (int i = 0; i < ChangeCollections.MAX_ITEMS; i++) {
      assertThat(add(first, rig.local("person" + i)).status()).isEqualTo(200);
    }
    assertThat(add(first, bob).status()).isEqualTo(422);
    String name = "é".repeat(ChangeCollections.MAX_NAME);
    String description = "é".repeat(ChangeCollections.MAX_DESCRIPTION);
    Browser app = alice.app();
    assertThat(app.form("PUT", path(first), "name", name).status()).isEqualTo(200);
    assertThat(app.form("PUT", path(first), "name", name + "x").status()).isEqualTo(422);
    assertThat(app.form("PUT", path(first), "description", description).status()).isEqualTo(200);
    assertThat(app.form("PUT", path(first), "description", description + "x").status())
        .isEqualTo(422);
  }

  @Test
  void oneThatIsNotToBeFoundIsListedForItsMakerOnly() {
    create("name", "Quiet", "discoverable", "false");
    String account = alice.account().toString();
    assertThat(of(bob, account).path("collections")).isEmpty();
    assertThat(of(alice, account).path("collections")).hasSize(1);
  }

  @Test
  void theAddressesOfThePreviewSayThatTheyAreDeprecated() {
    JsonNode made = create("name", "Midwives");
    Browser.Answer old = alice.app().get(path(made).replace("/api/v1/", "/api/v1_alpha/"));
    assertThat(old.header("deprecation")).isEqualTo("@1781049600");
    assertShape("CollectionWithAccounts", old.json());
  }
}
