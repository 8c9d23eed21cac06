package org.colloque.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.server.api.EntityShape.assertEach;
import static org.colloque.server.api.EntityShape.assertShape;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.RemotePeople;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchApiTest {
  private Rig rig;
  private Person alice;
  private Person amelie;
  private Person eve;

  @BeforeAll
  void start() {
    rig = Rig.start();
    alice = rig.local("alice");
    amelie = rig.local("amelie");
    eve = rig.local("eve");
    RemotePeople.create(rig, "alan", "far.example");
    name(amelie.account(), "Dr. Alix 100%_sûre");
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private void name(AccountId account, String name) {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .execute(
                        "UPDATE accounts SET display_name = ?, version = version + 1 WHERE id = ?",
                        name,
                        account.value()));
  }

  private static JsonNode search(Browser browser, String q, String... more) {
    String path =
        "/api/v2/search?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8) + String.join("", more);
    Browser.Answer answer = browser.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertShape("Search", answer.json());
    return answer.json();
  }

  private static List<String> found(JsonNode accounts) {
    List<String> handles = new ArrayList<>();
    accounts.forEach(account -> handles.add(account.path("acct").asText()));
    return handles;
  }

  private static List<String> accounts(Browser browser, String q, String... more) {
    return found(search(browser, q, more).path("accounts"));
  }

  @Test
  void peopleAreFoundByTheBeginningOfHandleOrName() {
    assertThat(accounts(eve.app(), "al")).contains("alice", "amelie", "alan@far.example");
    assertThat(accounts(eve.app(), "ALI")).containsExactlyInAnyOrder("alice", "amelie");
    assertThat(accounts(eve.app(), "@alice")).containsExactly("alice");
    assertThat(accounts(eve.app(), "dr. alix")).containsExactly("amelie");
    assertThat(accounts(eve.app(), "lice")).isEmpty();
    assertThat(accounts(rig.anonymous(), "ali")).contains("alice");
    assertThat(accounts(eve.app(), "alan@far.ex")).containsExactly("alan@far.example");
    assertThat(accounts(eve.app(), "alan@near.example")).isEmpty();
    assertThat(accounts(eve.app(), "alice@" + rig.host())).containsExactly("alice");
  }

  @Test
  void whatMeansSomethingInAPatternMeansItself() {
    assertThat(accounts(eve.app(), "%")).isEmpty();
    assertThat(accounts(eve.app(), "_lice")).isEmpty();
    assertThat(accounts(eve.app(), "100%_s")).containsExactly("amelie");
    assertThat(accounts(eve.app(), "100__s")).isEmpty();
    assertThat(accounts(eve.app(), "\\")).isEmpty();
    assertThat(accounts(eve.app(), "@")).isEmpty();
  }

  @Test
  void whoIsMeantExactlyComesFirstThenWhomOneFollows() {
    rig.local("alice2");
    rig.local("alice3");
    Person me = rig.local("seeker");
    String third = accounts(me.app(), "alice3").getFirst();
    assertThat(third).isEqualTo("alice3");
    JsonNode list = me.app().get("/api/v1/accounts/search?q=alice").json();
    assertEach("Account", list);
    assertThat(found(list).getFirst()).isEqualTo("alice");
    String id = me.app().get("/api/v1/accounts/lookup?acct=alice3").json().path("id").asText();
    me.app().post("/api/v1/accounts/" + id + "/follow");
    assertThat(found(me.app().get("/api/v1/accounts/search?q=alice").json()))
        .startsWith("alice", "alice3");
    assertThat(found(me.app().get("/api/v1/accounts/search?q=alice&following=true").json()))
        .containsExactly("alice3");
    assertThat(found(me.app().get("/api/v1/accounts/search?q=alice&limit=1&offset=1").json()))
        .containsExactly("alice3");
  }

  @Test
  void whoHasBlockedIsNotFound() {
    Person shy = rig.local("zoeshy");
    Person stalker = rig.local("stalker");
    assertThat(accounts(stalker.app(), "zoeshy")).containsExactly("zoeshy");
    shy.app().post("/api/v1/accounts/" + stalker.account() + "/block");
    assertThat(accounts(stalker.app(), "zoeshy")).isEmpty();
  }

  @Test
  void hashtagsAreFoundByTheirBeginning() {
    eve.app().post("/api/v1/statuses", "status", "#Néphrologie #nephron", "visibility", "public");
    eve.app().post("/api/v1/statuses", "status", "#nephrosecret", "visibility", "private");
    JsonNode found = search(rig.anonymous(), "#neph").path("hashtags");
    assertThat(found)
        .extracting(tag -> tag.path("url").asText())
        .containsExactly(rig.base() + "/tags/nephron", rig.base() + "/tags/nephrologie");
    assertThat(search(rig.anonymous(), "néphrolo").path("hashtags")).hasSize(1);
    assertThat(search(rig.anonymous(), "nephrosecret").path("hashtags")).isEmpty();
    assertThat(search(eve.app(), "neph", "&type=hashtags&limit=1&offset=1").path("hashtags"))
        .hasSize(1);
    assertThat(search(eve.app(), "neph", "&type=accounts").path("hashtags")).isEmpty();
  }

  @Test
  void anAddressFindsExactlyWhatIsThere() {
    String address = rig.base() + "/@alice";
    assertThat(accounts(eve.app(), address, "&resolve=true")).containsExactly("alice");
    assertThat(accounts(eve.app(), "https://far.example/users/alan", "&resolve=true"))
        .containsExactly("alan@far.example");
    assertThat(accounts(eve.app(), address, "&resolve=true&type=statuses")).isEmpty();

    JsonNode post = alice.app().post("/api/v1/statuses", "status", "read me").json();
    JsonNode found = search(eve.app(), post.path("url").asText(), "&resolve=true");
    assertThat(found.path("statuses").path(0).path("id")).isEqualTo(post.path("id"));
    assertThat(search(eve.app(), post.path("uri").asText(), "&resolve=true").path("statuses"))
        .hasSize(1);

    JsonNode secret =
        alice.app().post("/api/v1/statuses", "status", "not you", "visibility", "private").json();
    String secretAddress = secret.path("url").asText();
    assertThat(search(alice.app(), secretAddress, "&resolve=true").path("statuses")).hasSize(1);
    assertThat(search(eve.app(), secretAddress, "&resolve=true").path("statuses")).isEmpty();
    assertThat(search(eve.app(), rig.base() + "/nothing", "&resolve=true").path("accounts"))
        .isEmpty();
  }

  @Test
  void strangersMayNotSkipOrMakeUsAskOthers() {
    Browser anybody = rig.anonymous();
    assertThat(anybody.get("/api/v2/search?q=a&resolve=true").status()).isEqualTo(401);
    assertThat(anybody.get("/api/v2/search?q=a&type=accounts&offset=1").status()).isEqualTo(401);
    assertThat(anybody.get("/api/v1/accounts/search?q=a").status()).isEqualTo(401);
  }

  @Test
  void badQuestionsAreToldSo() {
    Browser app = eve.app();
    assertThat(app.get("/api/v2/search").status()).isEqualTo(400);
    assertThat(app.get("/api/v2/search?q=%20").status()).isEqualTo(400);
    assertThat(app.get("/api/v2/search?q=a&offset=-1").status()).isEqualTo(400);
    assertThat(app.get("/api/v2/search?q=a&limit=-1").status()).isEqualTo(400);
    String longest = "a".repeat(Search.MAX_QUERY);
    assertThat(app.get("/api/v2/search?q=" + longest).status()).isEqualTo(200);
    assertThat(app.get("/api/v2/search?q=" + longest + "a").status()).isEqualTo(400);
    String offset = "/api/v2/search?q=a&type=accounts&offset=";
    assertThat(app.get(offset + SearchApi.MAX_OFFSET).status()).isEqualTo(200);
    assertThat(app.get(offset + (SearchApi.MAX_OFFSET + 1)).status()).isEqualTo(400);
  }
}
