package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.junit.jupiter.api.Test;

/** What others hear of a profile: pins, a suspension, its end. */
class ProfileNewsTest extends Neighbours {
  private JsonNode say(String text, String visibility) {
    JsonNode status =
        ok(alice.app().post("/api/v1/statuses", "status", text, "visibility", visibility));
    rig.runDueJobs();
    forget();
    return status;
  }

  private void mark(JsonNode status, String verb) {
    ok(alice.app().post("/api/v1/statuses/" + status.path("id").asText() + "/" + verb));
    rig.runDueJobs();
  }

  private String actor() {
    return rig.kit().urls().actor(alice.username());
  }

  @Test
  void aPinIsToldToTheFollowersWithAnId() {
    JsonNode status = say("read this first", "public");
    mark(status, "pin");
    mark(status, "pin");
    JsonNode add = only(first);
    assertThat(add.path("type").asText()).isEqualTo("Add");
    assertThat(add.path("id").asText()).startsWith(actor() + "#pins/");
    assertThat(add.path("object").asText()).isEqualTo(status.path("uri").asText());
    assertThat(add.path("target").asText()).isEqualTo(actor() + "/collections/featured");
    mark(status, "unpin");
    assertThat(received()).containsExactly("first Add /inbox", "first Remove /inbox");
  }

  @Test
  void aPinOfWhatIsNotForEverybodyIsToldToNobody() {
    JsonNode status = say("for some", "private");
    mark(status, "pin");
    mark(status, "unpin");
    assertThat(received()).isEmpty();
    assertThat(
            rig.anonymous()
                .withHeader("Accept", "application/activity+json")
                .get(actor() + "/collections/featured")
                .text())
        .doesNotContain(status.path("uri").asText());
  }

  @Test
  void aSuspensionIsToldAndTheProfileIsEmpty() {
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              tx.sql()
                  .update(ACCOUNTS)
                  .set(ACCOUNTS.SUSPENDED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                  .where(ACCOUNTS.ID.eq(alice.account().value()))
                  .execute();
              rig.instance().rooms().federation().outbox().profileChanged(tx, alice.account());
            });
    rig.runDueJobs();
    JsonNode update = only(first);
    assertThat(update.path("type").asText()).isEqualTo("Update");
    assertThat(update.path("object").path("suspended").asBoolean()).isTrue();
  }

  @Test
  void aDeletedAccountIsToldToAllWhomItReachedAndToNobodyElse() {
    // the second server got a mention, the first has a follower; the others never heard of her
    say("@" + named.handle() + " hello", "direct");
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx -> {
              rig.instance().rooms().federation().outbox().accountDeleted(tx, alice.account());
              tx.sql()
                  .update(ACCOUNTS)
                  .set(ACCOUNTS.DELETED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                  .where(ACCOUNTS.ID.eq(alice.account().value()))
                  .execute();
            });
    rig.runDueJobs();
    assertThat(received()).containsExactlyInAnyOrder("first Delete /inbox", "second Delete /inbox");
    JsonNode delete = only(first);
    assertThat(delete.path("object").asText()).isEqualTo(actor());
    Browser.Answer gone =
        rig.anonymous().withHeader("Accept", "application/activity+json").get(actor());
    assertThat(gone.status()).isEqualTo(410);
  }
}
