package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.HOME_ENTRIES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member looks at a profile elsewhere, and its server is asked for what we do not know. */
class ProfileVisitTest extends InboxRoom {
  private String outbox;
  private final List<ObjectNode> written = new ArrayList<>();
  private long id;

  @BeforeEach
  void elsewhere() {
    outbox = bob.uri() + "/outbox";
    written.clear();
    ObjectNode actor = bob.actor();
    actor.put("featured", bob.uri() + "/featured").put("following", bob.uri() + "/following");
    far.serve(bob.uri(), actor);
    rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    id = id(bob);
    far.forget();
  }

  private static ObjectNode collection(String id, long total, List<? extends JsonNode> items) {
    ObjectNode collection =
        Json.object()
            .put("@context", "https://www.w3.org/ns/activitystreams")
            .put("id", id)
            .put("type", "OrderedCollection")
            .put("totalItems", total);
    ArrayNode list = collection.putArray("orderedItems");
    items.forEach(list::add);
    return collection;
  }

  private void writes(String text) {
    ObjectNode note = bob.note(text);
    note.put("published", rig.kit().now().minusSeconds(3600 + written.size()).toString());
    written.add(note);
  }

  private void serve(long total) {
    far.serve(
        outbox, collection(outbox, total, written.stream().map(note -> bob.create(note)).toList()));
    far.serve(bob.followers(), collection(bob.followers(), 1234, List.of()));
    far.serve(bob.uri() + "/following", collection(bob.uri() + "/following", 56, List.of()));
  }

  private void look() {
    assertThat(alice.app().get("/api/v1/accounts/" + id).status()).isEqualTo(200);
    rig.runDueJobs();
  }

  private List<String> shown(String more) {
    Browser.Answer answer = alice.app().get("/api/v1/accounts/" + id + "/statuses" + more);
    return StreamSupport.stream(answer.json().spliterator(), false)
        .map(status -> status.path("uri").asText())
        .toList();
  }

  private List<String> ids() {
    return written.stream().map(note -> note.path("id").asText()).toList();
  }

  @Test
  void whatWasWrittenLastIsThereAfterTheFirstLookAndIsNoNews() {
    writes("one");
    writes("two");
    serve(777);
    assertThat(shown("")).isEmpty();
    look();
    assertThat(shown("")).containsExactlyElementsOf(ids());
    assertThat(count(HOME_ENTRIES, HOME_ENTRIES.ACCOUNT_ID.eq(alice.account().value()))).isZero();
    assertThat(notifications()).isEmpty();
    JsonNode account = alice.app().get("/api/v1/accounts/" + id).json();
    assertThat(account.path("statuses_count").asInt()).isEqualTo(777);
    assertThat(account.path("followers_count").asInt()).isEqualTo(1234);
    assertThat(account.path("following_count").asInt()).isEqualTo(56);
  }

  @Test
  void noMoreIsKeptThanAPageAndNothingThatIsNotForEverybody() {
    for (int i = 0; i < 30; i++) {
      writes("number " + i);
    }
    ObjectNode hidden = bob.note("for some", List.of(bob.followers()), List.of());
    written.addFirst(hidden);
    // said of another, and of another server
    ObjectNode forged = far.person("other" + round).note("not bob's");
    written.addFirst(forged);
    serve(31);
    look();
    assertThat(shown("?limit=40")).hasSize(20);
    assertThat(stored(hidden)).isEmpty();
    assertThat(stored(forged)).isEmpty();
  }

  @Test
  void pinsAreShownAndWhatIsPinnedNoLongerIsNot() {
    writes("first");
    writes("second");
    serve(2);
    String featured = bob.uri() + "/featured";
    far.serve(featured, collection(featured, 1, List.of(written.getFirst())));
    look();
    assertThat(shown("?pinned=true")).containsExactly(ids().getFirst());
    far.serve(
        featured,
        collection(featured, 1, List.of(Json.MAPPER.getNodeFactory().textNode(ids().getLast()))));
    rig.clock().advance(Duration.ofHours(2));
    look();
    assertThat(shown("?pinned=true")).containsExactly(ids().getLast());
  }

  @Test
  void anAccountIsVisitedOnceInAnHourHoweverManyLook() {
    writes("one");
    serve(1);
    look();
    look();
    assertThat(far.fetches(outbox)).isEqualTo(1);
    rig.clock().advance(Duration.ofMinutes(59));
    look();
    assertThat(far.fetches(outbox)).isEqualTo(1);
    rig.clock().advance(Duration.ofMinutes(2));
    look();
    assertThat(far.fetches(outbox)).isEqualTo(2);
  }

  @Test
  void aProfileOfYesterdayIsFetchedAgainOnSight() {
    serve(0);
    look();
    assertThat(far.fetches(bob.uri())).isZero();
    ObjectNode actor = bob.actor();
    actor.put("name", "Bob the second");
    far.serve(bob.uri(), actor);
    rig.clock().advance(Duration.ofHours(25));
    look();
    assertThat(far.fetches(bob.uri())).isEqualTo(1);
    assertThat(alice.app().get("/api/v1/accounts/" + id).json().path("display_name").asText())
        .isEqualTo("Bob the second");
  }

  @Test
  void strangersMakeUsAskNobody() {
    writes("one");
    serve(1);
    rig.anonymous().get("/api/v1/accounts/" + id);
    rig.anonymous().get("/@" + bob.handle());
    rig.runDueJobs();
    assertThat(far.everything()).isEmpty();
  }

  @Test
  void aCollectionWithoutEndIsNotReadToItsEnd() {
    ObjectNode first = collection(outbox, 1_000_000, List.of());
    first.remove("orderedItems");
    first.put("first", outbox + "?page=1");
    far.serve(outbox, first);
    for (int page = 1; page <= 40; page++) {
      String at = outbox + "?page=" + page;
      ObjectNode one = collection(at, 0, List.of());
      one.put("type", "OrderedCollectionPage").put("next", outbox + "?page=" + (page + 1));
      far.serve(at, one);
    }
    look();
    assertThat(far.everything().size()).isLessThanOrEqualTo(12);
  }

  @Test
  void hostileCountsAreLeftOut() {
    far.serve(outbox, collection(outbox, -5, List.of()));
    far.serve(bob.followers(), collection(bob.followers(), Long.MAX_VALUE, List.of()));
    look();
    int followers =
        sql(sql ->
            sql.select(ACCOUNTS.FOLLOWERS_COUNT)
                .from(ACCOUNTS)
                .where(ACCOUNTS.ID.eq(id))
                .fetchSingle()
                .value1());
    assertThat(followers).isZero();
  }

  @Test
  void aProfileThatIsFetchedAgainStaysSuspendedAndSilenced() {
    var now = rig.kit().now().atOffset(java.time.ZoneOffset.UTC);
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.SILENCED_AT, now)
            .set(ACCOUNTS.SUSPENDED_AT, now)
            .where(ACCOUNTS.ID.eq(id))
            .execute());
    rig.clock().advance(Duration.ofHours(25));
    rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    assertThat(far.fetches(bob.uri())).isPositive();
    assertThat(
            count(
                ACCOUNTS,
                ACCOUNTS
                    .ID
                    .eq(id)
                    .and(ACCOUNTS.SILENCED_AT.isNotNull())
                    .and(ACCOUNTS.SUSPENDED_AT.isNotNull())))
        .isEqualTo(1);
  }
}
