package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.colloque.server.database.Viewer;
import org.colloque.server.federation.Neighbours;
import org.colloque.server.moderation.ModerateAccount;
import org.colloque.server.remote.ForgetAccount;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A member deletes their account, or is suspended for so long that it is erased. */
class EraseAccountsTest extends Neighbours {
  private static final String PATH = "/settings/delete";

  /** What stays of an erased account: its name, its key, its deletion, what moderators need. */
  private static final Set<String> MAY_STAY =
      Set.of(
          "account_keys.account_id",
          "outbox_activities.account_id",
          "audit_log.actor_account_id",
          "media_attachments.account_id",
          "reports.account_id",
          "reports.target_account_id");

  private static final String ANSWERS =
      """
      INSERT INTO statuses (id, account_id, uri, local, audience, conversation_id, in_reply_to_id,
        created_at)
      SELECT n, p.me, 'http://localhost/much/' || n, true, 'public', s.conversation_id, s.id, now()
      FROM (SELECT ?::bigint AS me) p, statuses s, generate_series(1, ?) n WHERE s.id = ?
      """;

  /** The account's last row is not let go: what went before is kept. */
  private static final String STOPS =
      """
      CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'stopped here'; END $$;
      CREATE TRIGGER stop_here BEFORE UPDATE ON accounts FOR EACH ROW
      WHEN (OLD.id = ALICE AND NEW.erase_at IS NULL) EXECUTE FUNCTION stop_here();
      """;

  private @Nullable Person owner;

  private Browser signedIn() {
    return SignedIn.browser(rig, alice);
  }

  private Browser.Answer delete(Browser browser, String password) {
    String csrf = SignedIn.csrf(browser.get(PATH));
    return browser.post(PATH, "csrf", csrf, "current_password", password);
  }

  private <T> T sql(java.util.function.Function<org.jooq.DSLContext, T> work) {
    return rig.kit().db().as(Viewer.stranger(), tx -> work.apply(tx.sql()));
  }

  /** Every column that refers to an account, and whether a row does to this one. */
  private Set<String> traces(long account) {
    return sql(sql -> {
      Set<String> found = new TreeSet<>();
      sql.fetch(
              """
              SELECT c.conrelid::regclass::text AS t, a.attname::text AS col
              FROM pg_constraint c JOIN pg_attribute a
                ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
              WHERE c.contype = 'f' AND c.confrelid = 'accounts'::regclass
              """)
          .forEach(row -> {
            String table = row.get("t", String.class);
            String column = row.get("col", String.class);
            int rows =
                sql.fetchSingle(
                        "SELECT count(*)::int FROM " + table + " WHERE " + column + " = ?", account)
                    .get(0, Integer.class);
            if (rows > 0) {
              found.add(table + "." + column);
            }
          });
      return found;
    });
  }

  private void lives() {
    JsonNode mine = say("@" + named.handle() + " a #word", "public");
    ok(alice.app().post("/api/v1/statuses/" + mine.path("id").asText() + "/pin"));
    JsonNode hers = ok(zoe.app().post("/api/v1/statuses", "status", "what zoe says"));
    String id = hers.path("id").asText();
    for (String mark : List.of("favourite", "bookmark", "reblog", "mute")) {
      ok(alice.app().post("/api/v1/statuses/" + id + "/" + mark));
    }
    for (String act : List.of("follow", "mute", "block")) {
      ok(zoe.app().post("/api/v1/accounts/" + alice.account() + "/" + act));
      ok(alice.app().post("/api/v1/accounts/" + zoe.account() + "/" + act));
    }
    ok(alice.app().post("/api/v1/accounts/" + zoe.account() + "/note", "comment", "a friend"));
    ok(alice.app().post("/api/v1/featured_tags", "name", "word"));
    ok(alice.app().post("/api/v1/tags/word/follow"));
    ok(alice.app().post("/api/v1/domain_blocks", "domain", "bad.example"));
    rig.runDueJobs();
    forget();
  }

  private void assertErased() {
    long id = alice.account().value();
    assertThat(traces(id)).isSubsetOf(MAY_STAY);
    assertThat((int) sql(sql -> sql.fetchCount(STATUSES, STATUSES.ACCOUNT_ID.eq(id)))).isZero();
    assertThat((int) sql(sql -> sql.fetchCount(USERS, USERS.ACCOUNT_ID.eq(id)))).isZero();
    assertThat(received()).contains("first Delete /inbox", "second Delete /inbox");
    assertThat(touched()).doesNotContain("third", "fourth");
    JsonNode told = first.received("Delete").getFirst().activity();
    assertThat(told.path("object").asText()).isEqualTo(uri(alice));
    Browser stranger = rig.anonymous().withHeader("Accept", "application/activity+json");
    assertThat(stranger.get(uri(alice)).status()).isEqualTo(410);
    assertThat(stranger.get(uri(alice) + "/outbox").status()).isEqualTo(410);
    assertThat(
            stranger
                .get("/.well-known/webfinger?resource=acct:" + alice.username() + "@" + rig.host())
                .status())
        .isEqualTo(410);
  }

  @Test
  void whoDeletesTheAccountIsGoneAtOnceAndErasedEverywhere() {
    lives();
    String post = say("the last one", "public").path("uri").asText();
    forget();
    Browser browser = signedIn();
    Browser.Answer answer = delete(browser, SignedIn.PASSWORD);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).isEqualTo("/deleted");
    assertThat(rig.anonymous().get("/deleted").status()).isEqualTo(200);
    // before anything was erased
    assertThat(alice.app().get("/api/v1/accounts/verify_credentials").status()).isIn(401, 403);
    assertThat(browser.get("/home").status()).isNotEqualTo(200);
    assertThat(rig.anonymous().get("/@" + alice.username()).status()).isIn(404, 410);
    assertThat(ok(zoe.app().get("/api/v1/timelines/public")).findValuesAsText("uri"))
        .doesNotContain(post);
    rig.runDueJobs();
    assertErased();
    assertThat(rig.anonymous().withHeader("Accept", "application/activity+json").get(post).status())
        .isEqualTo(410);
  }

  /** As when the process dies after the first portion: it goes on, and nobody is told twice. */
  @Test
  void whoWroteMuchIsErasedInPortionsThatGoOnAfterACrash() {
    lives();
    long id = alice.account().value();
    JsonNode hers = ok(zoe.app().post("/api/v1/statuses", "status", "much answered"));
    rig.runDueJobs();
    forget();
    sql(sql -> sql.execute(ANSWERS, id, ForgetAccount.PORTION, hers.path("id").asLong()));
    sql(sql ->
        sql.execute(
            "UPDATE statuses SET replies_count = ? WHERE id = ?",
            ForgetAccount.PORTION + 3,
            hers.path("id").asLong()));
    sql(sql -> sql.query(STOPS.replace("ALICE", alice.account().toString())).execute());
    assertThat(delete(signedIn(), SignedIn.PASSWORD).status()).isEqualTo(303);
    assertThatThrownBy(() -> rig.runDueJobs()).hasMessageContaining("stopped here");
    assertThat((int) sql(sql -> sql.fetchCount(STATUSES, STATUSES.ACCOUNT_ID.eq(id))))
        .isBetween(1, ForgetAccount.PORTION - 1);
    assertThat(rig.anonymous().get("/@" + alice.username()).status()).isIn(404, 410);
    sql(sql -> sql.query("DROP FUNCTION stop_here CASCADE").execute());
    rig.runDueJobs();
    assertErased();
    assertThat(first.received("Delete")).hasSize(1);
    JsonNode left = ok(zoe.app().get("/api/v1/statuses/" + hers.path("id").asText()));
    assertThat(left.path("replies_count").asInt()).isEqualTo(3);
  }

  /** Hidden at once, and not in the transaction of the inbox. */
  @Test
  void whoWroteMuchElsewhereAndIsDeletedThereIsErasedInPortions() {
    long id = sql(sql -> sql.fetchValue(ACCOUNTS.ID, ACCOUNTS.URI.eq(silent.uri())));
    JsonNode hers = ok(zoe.app().post("/api/v1/statuses", "status", "much answered"));
    sql(sql -> sql.execute(ANSWERS, id, ForgetAccount.PORTION + 5, hers.path("id").asLong()));
    sql(sql -> sql.query(STOPS.replace("ALICE", Long.toString(id))).execute());
    assertThatThrownBy(() -> receive(silent, silent.activity("Delete", silent.uri())))
        .hasMessageContaining("stopped here");
    assertThat((int) sql(sql -> sql.fetchCount(STATUSES, STATUSES.ACCOUNT_ID.eq(id)))).isEqualTo(5);
    JsonNode context =
        ok(zoe.app().get("/api/v1/statuses/" + hers.path("id").asText() + "/context"));
    assertThat(context.path("descendants")).isEmpty();
    assertThat(zoe.app().get("/api/v1/accounts/" + id).status()).isIn(404, 410);
    sql(sql -> sql.query("DROP FUNCTION stop_here CASCADE").execute());
    rig.runDueJobs();
    var left =
        ACCOUNTS.ID.eq(id).and(ACCOUNTS.ERASE_AT.isNull()).and(ACCOUNTS.DELETED_AT.isNotNull());
    assertThat((boolean) sql(sql -> sql.fetchExists(ACCOUNTS, left))).isTrue();
  }

  @Test
  void withoutThePasswordNothingHappens() {
    assertThat(delete(signedIn(), "not the password").status()).isEqualTo(422);
    rig.runDueJobs();
    ok(alice.app().get("/api/v1/accounts/verify_credentials"));
    assertThat(received()).isEmpty();
  }

  @Test
  void theNameIsNeverGivenAgain() {
    delete(signedIn(), SignedIn.PASSWORD);
    rig.runDueJobs();
    assertThat((boolean) sql(sql -> UserQueries.usernameTaken(sql, alice.username()))).isTrue();
  }

  @Test
  void theOnlyOwnerStays() {
    sql(sql ->
        sql.update(USERS)
            .set(
                USERS.ROLE, DSL.when(USERS.ID.eq(alice.user().value()), "owner").otherwise("admin"))
            .where(USERS.ID.eq(alice.user().value()).or(USERS.ROLE.eq("owner")))
            .execute());
    Browser browser = signedIn();
    assertThat(browser.get(PATH).text()).doesNotContain("current_password");
    assertThat(
            browser
                .post(
                    PATH,
                    "csrf",
                    SignedIn.csrf(browser.get("/settings/move")),
                    "current_password",
                    SignedIn.PASSWORD)
                .status())
        .isEqualTo(422);
    ok(alice.app().get("/api/v1/accounts/verify_credentials"));
    sql(sql ->
        sql.update(USERS)
            .set(
                USERS.ROLE,
                DSL.when(USERS.ID.eq(alice.user().value()), "member").otherwise("owner"))
            .where(USERS.ROLE.in("owner", "admin"))
            .execute());
  }

  private Person decider() {
    if (owner == null) {
      owner = rig.owner("owner");
    }
    return owner;
  }

  private void decide(ModerateAccount.Action action) {
    Person moderator = decider();
    String route = action == ModerateAccount.Action.SUSPEND ? "/action" : "/" + action.wire();
    ok(
        moderator
            .app()
            .post("/api/v1/admin/accounts/" + alice.account() + route, "type", "suspend"));
  }

  @Test
  void whoStaysSuspendedIsErasedAfterThirtyDays() {
    lives();
    decide(ModerateAccount.Action.SUSPEND);
    rig.runDueJobs();
    forget();
    rig.clock().advance(ModerateAccount.ERASED_AFTER.minus(Duration.ofHours(1)));
    rig.runDueJobs();
    assertThat((int) sql(sql -> sql.fetchCount(USERS, USERS.ID.eq(alice.user().value())))).isOne();
    assertThat(received()).doesNotContain("first Delete /inbox");
    rig.clock().advance(Duration.ofHours(2));
    rig.runDueJobs();
    assertErased();
  }

  @Test
  void whoStandsAgainIsNotErased() {
    decide(ModerateAccount.Action.SUSPEND);
    decide(ModerateAccount.Action.UNSUSPEND);
    rig.clock().advance(ModerateAccount.ERASED_AFTER.plusDays(1));
    rig.runDueJobs();
    assertThat(
            (int)
                sql(sql ->
                    sql.fetchCount(
                        ACCOUNTS,
                        ACCOUNTS.ID.eq(alice.account().value()).and(ACCOUNTS.DELETED_AT.isNull()))))
        .isOne();
  }

  @Test
  void whatASuspendedMemberSaidLastIsHeldBackUntilTheyStandAgain() {
    ok(alice.app().post("/api/v1/statuses", "status", "said just before"));
    decide(ModerateAccount.Action.SUSPEND);
    rig.runDueJobs();
    assertThat(received()).containsExactly("first Update /inbox");
    rig.clock().advance(Duration.ofDays(8));
    rig.runDueJobs();
    assertThat(first.received("Create")).isEmpty();
    decide(ModerateAccount.Action.UNSUSPEND);
    rig.runDueJobs();
    assertThat(first.received("Create")).hasSize(1);
  }
}
