package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.FOLLOW_REQUESTS;
import static org.colloque.migrations.Tables.HOME_ENTRIES;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.colloque.migrations.tables.records.AccountsRecord;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * Two whole instances, each with a database and an address of its own, that speak over HTTP with
 * real signatures: Alice lives in the north, Bob and Carol in the south.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoInstances {
  /** Longer than the window in which sign-ups from one place are counted. */
  private static final Duration BETWEEN_TESTS = Duration.ofHours(1);

  protected Rig north;
  protected Rig south;
  protected Person alice;
  protected Person bob;
  private @Nullable Person carol;
  private Mailbox mailbox;
  private Members northern;
  private Members southern;
  private int round;

  @BeforeAll
  void start() {
    mailbox = new Mailbox();
    north = Rig.start(mailbox.config());
    south = Rig.start(mailbox.config());
    northern = new Members(north, mailbox);
    southern = new Members(south, mailbox);
    Instant latest = Collections.max(List.of(north.clock().instant(), south.clock().instant()));
    for (Rig rig : List.of(north, south)) {
      rig.clock().advance(Duration.between(rig.clock().instant(), latest));
    }
  }

  @AfterAll
  void stop() {
    north.close();
    south.close();
    mailbox.close();
  }

  @BeforeEach
  void people() {
    round++;
    north.clock().advance(BETWEEN_TESTS);
    south.clock().advance(BETWEEN_TESTS);
    alice = northern.join("alice" + round);
    bob = southern.join("bob" + round);
    carol = null;
  }

  /** Another one in the south; signs up when she is first needed. */
  protected Person carol() {
    Person known = carol;
    if (known == null) {
      known = southern.join("carol" + round);
      carol = known;
    }
    return known;
  }

  /** Everything that waits anywhere is delivered and worked off. */
  protected void settle() {
    do {
      north.runDueJobs();
      south.runDueJobs();
    } while (waits(north) || waits(south));
    for (Rig rig : List.of(north, south)) {
      assertThat(count(rig, DELIVERIES, DELIVERIES.LAST_ERROR.isNotNull())).isZero();
    }
  }

  private static boolean waits(Rig rig) {
    return count(rig, DELIVERIES, DELIVERIES.ID.isNotNull()) > 0
        || count(rig, INBOX_ACTIVITIES, INBOX_ACTIVITIES.DONE_AT.isNull()) > 0;
  }

  protected static <T> T sql(Rig rig, Function<DSLContext, T> work) {
    return rig.kit().db().as(Viewer.stranger(), tx -> work.apply(tx.sql()));
  }

  protected static int count(Rig rig, Table<?> table, Condition condition) {
    return sql(rig, sql -> sql.fetchCount(table, condition));
  }

  protected static String uri(Person person) {
    return person.rig().kit().urls().actor(person.username());
  }

  /** The identifier that {@code where} knows somebody by; whoever looks finds them by handle. */
  protected static String id(Person looking, Person wanted) {
    JsonNode found =
        looking
            .app()
            .get(
                "/api/v2/search?type=accounts&resolve=true&q=%40"
                    + wanted.username()
                    + "%40"
                    + wanted.rig().host())
            .json()
            .path("accounts");
    assertThat(found).as("search for " + wanted.handle()).hasSize(1);
    return found.path(0).path("id").asText();
  }

  protected static Optional<AccountsRecord> account(Rig at, Person person) {
    return sql(
        at, sql -> sql.selectFrom(ACCOUNTS).where(ACCOUNTS.URI.eq(uri(person))).fetchOptional());
  }

  protected static long accountId(Rig at, Person person) {
    return account(at, person).orElseThrow().getId();
  }

  protected static boolean follows(Rig at, Person follower, Person followed) {
    return sql(
        at,
        sql ->
            sql.fetchExists(
                FOLLOWS,
                FOLLOWS
                    .ACCOUNT_ID
                    .eq(accountId(at, follower))
                    .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(accountId(at, followed)))));
  }

  protected static boolean asks(Rig at, Person follower, Person followed) {
    return sql(
        at,
        sql ->
            sql.fetchExists(
                FOLLOW_REQUESTS,
                FOLLOW_REQUESTS
                    .ACCOUNT_ID
                    .eq(accountId(at, follower))
                    .and(FOLLOW_REQUESTS.TARGET_ACCOUNT_ID.eq(accountId(at, followed)))));
  }

  protected static JsonNode relationship(Person mine, Person to) {
    return mine.app()
        .get("/api/v1/accounts/relationships?id[]=" + accountId(mine.rig(), to))
        .json()
        .path(0);
  }

  /** By the search and the button, as a person does it; both sides have agreed. */
  protected void follow(Person follower, Person followed) {
    ok(follower.app().post("/api/v1/accounts/" + id(follower, followed) + "/follow"));
    settle();
    assertThat(follows(follower.rig(), follower, followed)).isTrue();
    assertThat(follows(followed.rig(), follower, followed)).isTrue();
  }

  protected static JsonNode ok(Browser.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Posts: names and values by turns. */
  protected static JsonNode post(Person person, String text, String... more) {
    String[] fields = new String[more.length + 2];
    fields[0] = "status";
    fields[1] = text;
    System.arraycopy(more, 0, fields, 2, more.length);
    return ok(person.app().post("/api/v1/statuses", fields));
  }

  /** Posts, and everything about it arrives. */
  protected JsonNode say(Person person, String text, String... more) {
    JsonNode status = post(person, text, more);
    settle();
    return status;
  }

  /** The copy of a status at a server. */
  protected static Optional<StatusesRecord> row(Rig at, JsonNode status) {
    return sql(
        at, sql -> sql.selectFrom(STATUSES).where(STATUSES.URI.eq(uriOf(status))).fetchOptional());
  }

  protected static StatusesRecord copy(Rig at, JsonNode status) {
    return row(at, status).orElseThrow(() -> new AssertionError("no copy of " + uriOf(status)));
  }

  protected static String uriOf(JsonNode status) {
    return status.path("uri").asText();
  }

  /** A status as {@code reader} sees it at home. */
  protected static JsonNode seen(Person reader, JsonNode status) {
    return ok(reader.app().get(path(reader, status)));
  }

  /** Where a reader finds a status. */
  protected static String path(Person reader, JsonNode status) {
    return "/api/v1/statuses/" + copy(reader.rig(), status).getId();
  }

  /** The ActivityPub ids in a list of statuses. */
  protected static List<String> uris(Browser.Answer list) {
    return StreamSupport.stream(ok(list).spliterator(), false).map(TwoInstances::uriOf).toList();
  }

  protected static List<String> home(Person person) {
    return uris(person.app().get("/api/v1/timelines/home?limit=40"));
  }

  protected static List<String> publicTimeline(Person person) {
    return uris(person.app().get("/api/v1/timelines/public?limit=40"));
  }

  protected static List<String> tagTimeline(Person person, String tag) {
    return uris(person.app().get("/api/v1/timelines/tag/" + tag));
  }

  /** {@code type from}, newest first. */
  protected static List<String> notifications(Person person) {
    return StreamSupport.stream(
            ok(person.app().get("/api/v1/notifications?limit=40")).spliterator(), false)
        .map(one -> one.path("type").asText() + " " + one.path("account").path("acct").asText())
        .toList();
  }

  /** Whether a status stands in somebody's feed, in the database. */
  protected static boolean inFeed(Person person, JsonNode status) {
    return count(
            person.rig(),
            HOME_ENTRIES,
            HOME_ENTRIES
                .ACCOUNT_ID
                .eq(person.account().value())
                .and(HOME_ENTRIES.STATUS_ID.eq(copy(person.rig(), status).getId())))
        == 1;
  }
}
