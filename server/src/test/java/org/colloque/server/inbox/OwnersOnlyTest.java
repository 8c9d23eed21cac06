package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.BLOCKS;
import static org.colloque.migrations.Tables.FAVOURITES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.POLLS;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/**
 * Check C27: what one did, or what one was asked, is taken back, changed, deleted or answered by
 * nobody else, neither by another person of the same server nor by another server, in any shape.
 */
class OwnersOnlyTest extends InboxRoom {
  /** All that Bob did here. */
  private record Done(
      ObjectNode note,
      ObjectNode question,
      ObjectNode follow,
      ObjectNode like,
      ObjectNode react,
      ObjectNode announce,
      ObjectNode block,
      JsonNode ourFollow) {}

  @Test
  void nobodyElseChangesWhatOneDid() {
    Done done = everything();
    List<String> before = state();
    try (Remote evil = Remote.start("evil" + round)) {
      for (RemotePerson attacker :
          List.of(far.person("eve" + round), evil.person("mallory" + round))) {
        forgeries(done, attacker)
            .forEach((name, forgery) -> {
              assertThat(attacker.send(rig, forgery)).as(name).isIn(202, 401);
              rig.runDueJobs();
              assertThat(state()).as(name + " by " + attacker.uri()).isEqualTo(before);
            });
      }
    }
    // the same by Bob himself does something
    bob.send(rig, bob.activity("Undo", done.like()));
    rig.runDueJobs();
    assertThat(state()).isNotEqualTo(before);
  }

  private Done everything() {
    aliceFollowsBob();
    JsonNode first = aliceSays("like me", "public");
    JsonNode second = aliceSays("react", "public");
    ObjectNode note = bob.note("<p>mine</p>");
    receive(bob.create(note));
    ObjectNode question = bob.note("<p>which</p>").put("type", "Question");
    question.putArray("oneOf").addObject().put("name", "a");
    receive(bob.create(question));
    // their own server shows them still, whoever says what of them
    far.serve(note.path("id").asText(), note);
    far.serve(question.path("id").asText(), question);
    ObjectNode like = bob.activity("Like", first.path("uri").asText());
    receive(like);
    ObjectNode react = bob.activity("EmojiReact", second.path("uri").asText()).put("content", "🔥");
    receive(react);
    ObjectNode announce = bob.activity("Announce", first.path("uri").asText());
    announce.putArray("to").add(PUBLIC);
    receive(announce);
    ObjectNode follow = bob.activity("Follow", aliceUri());
    receive(follow);
    var carol = rig.local("carol" + round);
    ObjectNode block = bob.activity("Block", rig.kit().urls().actor(carol.username()));
    receive(block);
    // a follow that waits for Bob's answer
    far.forget();
    var dora = rig.local("dora" + round);
    assertThat(dora.app().post("/api/v1/accounts/" + id(bob) + "/follow").status()).isEqualTo(200);
    rig.runDueJobs();
    JsonNode ourFollow = far.received("Follow").getLast().activity();
    return new Done(note, question, follow, like, react, announce, block, ourFollow);
  }

  private Map<String, ObjectNode> forgeries(Done done, RemotePerson attacker) {
    Map<String, ObjectNode> forgeries = new LinkedHashMap<>();
    String note = done.note().path("id").asText();
    ObjectNode changed = done.note().deepCopy().put("content", "<p>hers</p>");
    changed.put("updated", rig.kit().now().plusSeconds(1).toString());
    ObjectNode stolen = changed.deepCopy().put("attributedTo", attacker.uri());
    ObjectNode actor = bob.actor().put("name", "changed");
    ObjectNode counted = done.question().deepCopy().put("closed", true);
    ObjectNode tombstone = thing("Tombstone", note);
    for (String type : List.of("Create", "Update")) {
      forgeries.put(type + " note", attacker.activity(type, changed));
      forgeries.put(type + " note as one's own", attacker.activity(type, stolen));
      forgeries.put(type + " note by id", attacker.activity(type, note));
      forgeries.put(type + " poll", attacker.activity(type, counted));
      forgeries.put(type + " actor", attacker.activity(type, actor));
    }
    forgeries.put("Delete note", attacker.activity("Delete", done.note()));
    forgeries.put("Delete note by id", attacker.activity("Delete", note));
    forgeries.put("Delete tombstone", attacker.activity("Delete", tombstone));
    forgeries.put("Delete actor", attacker.activity("Delete", bob.uri()));
    forgeries.put(
        "Move of another", attacker.activity("Move", bob.uri()).put("target", aliceUri()));
    Map<String, ObjectNode> undone = new LinkedHashMap<>();
    undone.put("Follow", done.follow());
    undone.put("Like", done.like());
    undone.put("EmojiReact", done.react());
    undone.put("Announce", done.announce());
    undone.put("Block", done.block());
    undone.forEach((type, activity) -> {
      String id = activity.path("id").asText();
      ObjectNode nameless = activity.deepCopy();
      nameless.remove("id");
      ObjectNode claimed = activity.deepCopy().put("actor", attacker.uri());
      forgeries.put("Undo " + type, attacker.activity("Undo", activity));
      forgeries.put("Undo " + type + " by id", attacker.activity("Undo", id));
      forgeries.put("Undo " + type + " without id", attacker.activity("Undo", nameless));
      forgeries.put("Undo " + type + " as one's own", attacker.activity("Undo", claimed));
      forgeries.put("Delete " + type, attacker.activity("Delete", id));
    });
    for (String type : List.of("Accept", "Reject")) {
      ObjectNode claimed = done.ourFollow().deepCopy();
      claimed.put("object", attacker.uri());
      forgeries.put(type + " follow", attacker.activity(type, done.ourFollow()));
      forgeries.put(type + " follow by id", attacker.activity(type, id(done.ourFollow())));
      forgeries.put(type + " follow as one's own", attacker.activity(type, claimed));
    }
    // in the name of Bob, signed by the attacker
    Map<String, ObjectNode> inHisName = new LinkedHashMap<>();
    forgeries.forEach((name, forgery) ->
        inHisName.put(name + " in his name", forgery.deepCopy().put("actor", bob.uri())));
    forgeries.putAll(inHisName);
    return forgeries;
  }

  private static ObjectNode thing(String type, String id) {
    return org.colloque.server.http.Json.object().put("type", type).put("id", id);
  }

  private static String id(JsonNode document) {
    return document.path("id").asText();
  }

  /** Everything that one of them could have changed. */
  private List<String> state() {
    Function<org.jooq.Table<?>, List<String>> rows =
        table ->
            sql(sql ->
                sql.selectFrom(table).fetch().stream().map(Object::toString).sorted().toList());
    List<String> state = new ArrayList<>();
    for (org.jooq.Table<?> table : List.of(FOLLOWS, FOLLOW_REQUESTS, BLOCKS, FAVOURITES, POLLS)) {
      state.addAll(rows.apply(table));
    }
    sql(sql ->
        state.addAll(
            sql.select(
                    STATUSES.URI, STATUSES.CONTENT_HTML, STATUSES.DELETED_AT, STATUSES.ACCOUNT_ID)
                .from(STATUSES)
                .orderBy(STATUSES.ID)
                .fetch()
                .map(Object::toString)));
    sql(sql ->
        state.addAll(
            sql.select(
                    ACCOUNTS.DISPLAY_NAME,
                    ACCOUNTS.DELETED_AT,
                    ACCOUNTS.MOVED_TO_ID,
                    ACCOUNTS.FOLLOWERS_COUNT)
                .from(ACCOUNTS)
                .where(ACCOUNTS.URI.in(DSL.val(bob.uri()), DSL.val(aliceUri())))
                .orderBy(ACCOUNTS.ID)
                .fetch()
                .map(Object::toString)));
    return state;
  }
}
