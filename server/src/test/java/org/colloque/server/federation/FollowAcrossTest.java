package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.ACCOUNT_KEYS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.Test;

/** People of two instances find, follow, refuse and block each other. */
class FollowAcrossTest extends TwoInstances {
  @Test
  void somebodyElsewhereIsFoundByHandleAndNobodyElseIsStored() {
    Person carol = carol();
    assertThat(account(north, bob)).isEmpty();
    JsonNode unresolved =
        ok(alice.app().get("/api/v2/search?q=%40" + bob.username() + "%40" + south.host()));
    assertThat(unresolved.path("accounts")).isEmpty();
    String id = id(alice, bob);
    JsonNode shown = ok(alice.app().get("/api/v1/accounts/" + id));
    assertThat(shown.path("acct").asText()).isEqualTo(bob.handle());
    assertThat(shown.path("uri").asText()).isEqualTo(uri(bob));
    AccountsRecord stored = account(north, bob).orElseThrow();
    assertThat(stored.getDomain()).isEqualTo(south.host());
    assertThat(stored.getInboxUrl()).isEqualTo(uri(bob) + "/inbox");
    assertThat(stored.getSharedInboxUrl()).isEqualTo(south.base() + "/inbox");
    assertThat(count(north, ACCOUNT_KEYS, ACCOUNT_KEYS.KEY_ID.eq(uri(bob) + "#main-key"))).isOne();
    // of Carol, for whom nobody asked, nothing is known; nor of the mail addresses of anybody
    assertThat(account(north, carol)).isEmpty();
    assertThat(stored.toString()).doesNotContain("mail.example");
  }

  @Test
  void everyAddressOfAProfileLeadsToOneAccount() {
    String id = id(alice, bob);
    for (String address :
        new String[] {uri(bob), south.base() + "/@" + bob.username(), "@" + bob.handle()}) {
      JsonNode found =
          ok(alice
                  .app()
                  .get(
                      "/api/v2/search?resolve=true&q="
                          + URLEncoder.encode(address, StandardCharsets.UTF_8)))
              .path("accounts");
      assertThat(found.findValuesAsText("id")).as(address).contains(id);
      assertThat(found).hasSize(1);
    }
    String nobody = "@nobody" + "@" + south.host();
    assertThat(ok(alice.app().get("/api/v2/search?resolve=true&q=" + nobody)).path("accounts"))
        .isEmpty();
    assertThat(south.anonymous().get("/api/v2/search?resolve=true&q=" + nobody).status())
        .isEqualTo(401);
  }

  @Test
  void anOpenAccountIsFollowedAtOnceOnBothSides() {
    Person carol = carol();
    JsonNode asked = ok(alice.app().post("/api/v1/accounts/" + id(alice, bob) + "/follow"));
    assertThat(asked.path("requested").asBoolean()).isTrue();
    assertThat(asked.path("following").asBoolean()).isFalse();
    settle();
    assertThat(relationship(alice, bob).path("following").asBoolean()).isTrue();
    assertThat(relationship(alice, bob).path("requested").asBoolean()).isFalse();
    assertThat(relationship(bob, alice).path("followed_by").asBoolean()).isTrue();
    assertThat(relationship(bob, alice).path("following").asBoolean()).isFalse();
    for (Rig rig : new Rig[] {north, south}) {
      assertThat(follows(rig, alice, bob)).isTrue();
      assertThat(asks(rig, alice, bob)).isFalse();
      assertThat(account(rig, alice).orElseThrow().getFollowingCount()).isOne();
      assertThat(account(rig, bob).orElseThrow().getFollowersCount()).isOne();
    }
    assertThat(followUri(north)).isEqualTo(followUri(south)).startsWith(uri(alice) + "#follows/");
    assertThat(notifications(bob)).containsExactly("follow " + alice.handle());
    assertThat(notifications(alice)).isEmpty();
    assertThat(notifications(carol)).isEmpty();
    JsonNode followers = ok(bob.app().get("/api/v1/accounts/" + bob.account() + "/followers"));
    assertThat(followers.findValuesAsText("acct")).containsExactly(alice.handle());
    assertThat(account(north, carol)).isEmpty();
  }

  private String followUri(Rig rig) {
    return sql(
        rig,
        sql ->
            sql.select(FOLLOWS.URI)
                .from(FOLLOWS)
                .where(FOLLOWS.ACCOUNT_ID.eq(accountId(rig, alice)))
                .fetchSingle()
                .value1());
  }

  @Test
  void whoIsLockedIsAskedAndAccepts() {
    lock(bob);
    ok(alice.app().post("/api/v1/accounts/" + id(alice, bob) + "/follow"));
    settle();
    assertThat(account(north, bob).orElseThrow().getLocked()).isTrue();
    assertThat(relationship(alice, bob).path("requested").asBoolean()).isTrue();
    assertThat(relationship(bob, alice).path("requested_by").asBoolean()).isTrue();
    assertThat(notifications(bob)).containsExactly("follow_request " + alice.handle());
    JsonNode hidden = say(bob, "before the answer", "visibility", "private");
    assertThat(row(north, hidden)).isEmpty();
    ok(bob.app().post("/api/v1/follow_requests/" + accountId(south, alice) + "/authorize"));
    settle();
    assertThat(follows(north, alice, bob)).isTrue();
    assertThat(follows(south, alice, bob)).isTrue();
    assertThat(asks(south, alice, bob)).isFalse();
    assertThat(notifications(bob)).containsExactly("follow " + alice.handle());
    JsonNode shown = say(bob, "after the answer", "visibility", "private");
    assertThat(home(alice)).containsExactly(uriOf(shown));
  }

  @Test
  void whoIsLockedIsAskedAndRefuses() {
    lock(bob);
    ok(alice.app().post("/api/v1/accounts/" + id(alice, bob) + "/follow"));
    settle();
    ok(bob.app().post("/api/v1/follow_requests/" + accountId(south, alice) + "/reject"));
    settle();
    for (Rig rig : new Rig[] {north, south}) {
      assertThat(follows(rig, alice, bob)).isFalse();
      assertThat(asks(rig, alice, bob)).isFalse();
    }
    assertThat(relationship(alice, bob).path("requested").asBoolean()).isFalse();
    assertThat(notifications(bob)).isEmpty();
    assertThat(row(north, say(bob, "not for her", "visibility", "private"))).isEmpty();
    // she may ask again, with a Follow of another id
    ok(alice.app().post("/api/v1/accounts/" + id(alice, bob) + "/follow"));
    settle();
    assertThat(notifications(bob)).containsExactly("follow_request " + alice.handle());
  }

  @Test
  void aRequestIsTakenBack() {
    lock(bob);
    String id = id(alice, bob);
    ok(alice.app().post("/api/v1/accounts/" + id + "/follow"));
    settle();
    ok(alice.app().post("/api/v1/accounts/" + id + "/unfollow"));
    settle();
    assertThat(asks(south, alice, bob)).isFalse();
    assertThat(asks(north, alice, bob)).isFalse();
    assertThat(notifications(bob)).isEmpty();
  }

  @Test
  void anUnfollowEndsItOnBothSides() {
    follow(alice, bob);
    JsonNode before = say(bob, "while she follows");
    assertThat(home(alice)).containsExactly(uriOf(before));
    ok(alice.app().post("/api/v1/accounts/" + accountId(north, bob) + "/unfollow"));
    settle();
    for (Rig rig : new Rig[] {north, south}) {
      assertThat(follows(rig, alice, bob)).isFalse();
      assertThat(account(rig, alice).orElseThrow().getFollowingCount()).isZero();
      assertThat(account(rig, bob).orElseThrow().getFollowersCount()).isZero();
    }
    assertThat(home(alice)).isEmpty();
    assertThat(notifications(bob)).isEmpty();
    assertThat(row(north, say(bob, "when nobody follows any more"))).isEmpty();
    follow(alice, bob);
    assertThat(home(alice)).containsExactly(uriOf(before));
  }

  @Test
  void aFollowerIsRemoved() {
    follow(alice, bob);
    ok(bob.app().post("/api/v1/accounts/" + accountId(south, alice) + "/remove_from_followers"));
    settle();
    assertThat(follows(north, alice, bob)).isFalse();
    assertThat(follows(south, alice, bob)).isFalse();
    assertThat(relationship(alice, bob).path("following").asBoolean()).isFalse();
    assertThat(row(north, say(bob, "for followers", "visibility", "private"))).isEmpty();
  }

  @Test
  void aBlockPartsThemOnBothSides() {
    follow(alice, bob);
    follow(bob, alice);
    JsonNode before = say(bob, "before the block");
    JsonNode hers = say(alice, "hers, before the block");
    assertThat(home(bob)).contains(uriOf(hers));
    ok(bob.app().post("/api/v1/accounts/" + accountId(south, alice) + "/block"));
    settle();
    for (Rig rig : new Rig[] {north, south}) {
      assertThat(follows(rig, alice, bob)).isFalse();
      assertThat(follows(rig, bob, alice)).isFalse();
      assertThat(
              count(
                  rig,
                  BLOCKS,
                  BLOCKS
                      .ACCOUNT_ID
                      .eq(accountId(rig, bob))
                      .and(BLOCKS.TARGET_ACCOUNT_ID.eq(accountId(rig, alice)))))
          .isOne();
    }
    assertThat(relationship(alice, bob).path("blocked_by").asBoolean()).isTrue();
    assertThat(relationship(bob, alice).path("blocking").asBoolean()).isTrue();
    assertThat(home(alice)).doesNotContain(uriOf(before));
    assertThat(home(bob)).doesNotContain(uriOf(hers));
    assertThat(alice.app().get(path(alice, before)).status()).isEqualTo(404);
    assertThat(notifications(bob)).isEmpty();
    // what she does from now on reaches him no more
    JsonNode mention = say(alice, "@" + bob.handle() + " hello?");
    assertThat(notifications(bob)).isEmpty();
    assertThat(row(north, mention)).isPresent();
    assertThat(alice.app().post("/api/v1/accounts/" + accountId(north, bob) + "/follow").status())
        .isEqualTo(403);
    ok(bob.app().post("/api/v1/accounts/" + accountId(south, alice) + "/unblock"));
    settle();
    assertThat(count(north, BLOCKS, BLOCKS.ACCOUNT_ID.eq(accountId(north, bob)))).isZero();
    assertThat(relationship(alice, bob).path("blocked_by").asBoolean()).isFalse();
    follow(alice, bob);
  }

  @Test
  void aChangedProfileIsSeenByFollowersElsewhere() {
    follow(alice, bob);
    ok(
        bob.app()
            .form(
                "PATCH",
                "/api/v1/accounts/update_credentials",
                "display_name",
                "Dr Bob",
                "note",
                "Cardiology <b>&</b> more",
                "fields_attributes[0][name]",
                "Ward",
                "fields_attributes[0][value]",
                "B2",
                "locked",
                "true"));
    settle();
    JsonNode shown = ok(alice.app().get("/api/v1/accounts/" + accountId(north, bob)));
    assertThat(shown.path("display_name").asText()).isEqualTo("Dr Bob");
    assertThat(shown.path("note").asText()).contains("Cardiology").doesNotContain("<b>");
    assertThat(shown.path("fields").path(0).path("name").asText()).isEqualTo("Ward");
    assertThat(shown.path("fields").path(0).path("value").asText()).contains("B2");
    assertThat(shown.path("locked").asBoolean()).isTrue();
    assertThat(count(north, ACCOUNTS, ACCOUNTS.URI.eq(uri(bob)))).isOne();
  }

  private static void lock(Person person) {
    ok(person.app().form("PATCH", "/api/v1/accounts/update_credentials", "locked", "true"));
  }
}
