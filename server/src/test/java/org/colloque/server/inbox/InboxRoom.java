package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A server with Alice, another with Bob, and what came of what they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InboxRoom {
  static final String PUBLIC = RemotePerson.PUBLIC;

  protected Rig rig;
  protected Remote far;
  protected Person alice;
  protected RemotePerson bob;
  protected int round;

  @BeforeAll
  void start() {
    rig = Rig.start();
    far = Remote.start("far");
  }

  @AfterAll
  void stop() {
    rig.close();
    far.close();
  }

  @BeforeEach
  void people() {
    round++;
    alice = rig.local("alice" + round);
    bob = far.person("bob" + round);
    far.forget();
  }

  protected String aliceUri() {
    return rig.kit().urls().actor(alice.username());
  }

  protected void receive(JsonNode activity) {
    receive(bob, activity);
  }

  protected void receive(RemotePerson from, JsonNode activity) {
    assertThat(from.send(rig, activity)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(outcome(activity)).isNotNull();
  }

  protected String outcome(JsonNode activity) {
    return sql(sql ->
        sql.select(INBOX_ACTIVITIES.OUTCOME)
            .from(INBOX_ACTIVITIES)
            .where(INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText()))
            .fetchSingle()
            .value1());
  }

  protected <T> T sql(Function<DSLContext, T> work) {
    return rig.kit().db().as(Viewer.stranger(), tx -> work.apply(tx.sql()));
  }

  protected int count(Table<?> table, Condition condition) {
    return sql(sql -> sql.fetchCount(table, condition));
  }

  protected Optional<StatusesRecord> stored(JsonNode note) {
    return sql(sql ->
        sql.selectFrom(STATUSES).where(STATUSES.URI.eq(note.path("id").asText())).fetchOptional());
  }

  protected long id(RemotePerson person) {
    return sql(sql ->
        sql.select(ACCOUNTS.ID)
            .from(ACCOUNTS)
            .where(ACCOUNTS.URI.eq(person.uri()))
            .fetchSingle()
            .value1());
  }

  protected boolean follows(long account, long target) {
    return sql(sql ->
        sql.fetchExists(
            FOLLOWS, FOLLOWS.ACCOUNT_ID.eq(account).and(FOLLOWS.TARGET_ACCOUNT_ID.eq(target))));
  }

  protected List<String> notifications() {
    return sql(sql ->
        sql.select(NOTIFICATIONS.TYPE)
            .from(NOTIFICATIONS)
            .where(NOTIFICATIONS.ACCOUNT_ID.eq(alice.account().value()))
            .orderBy(NOTIFICATIONS.ID)
            .fetch(NOTIFICATIONS.TYPE));
  }

  /** Alice follows Bob, and Bob's server has said yes. */
  protected void aliceFollowsBob() {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    assertThat(alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow").status())
        .isEqualTo(200);
    rig.runDueJobs();
    JsonNode follow = far.received("Follow").getLast().activity();
    receive(bob.activity("Accept", follow));
    assertThat(follows(alice.account().value(), id(bob))).isTrue();
  }

  protected JsonNode aliceSays(String text, String visibility) {
    return alice.app().post("/api/v1/statuses", "status", text, "visibility", visibility).json();
  }

  protected void lockAlice() {
    sql(sql ->
        sql.update(ACCOUNTS)
            .set(ACCOUNTS.LOCKED, true)
            .where(ACCOUNTS.ID.eq(alice.account().value()))
            .execute());
  }
}
