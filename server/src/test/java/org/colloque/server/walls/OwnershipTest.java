package org.colloque.server.walls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.GROUP_INVITATIONS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.SESSIONS;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Route;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;
import org.colloque.server.walls.Things.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route with an object in its address, called for what is Alice's by Mallory, who is signed
 * in and whose app holds every scope (reliability.md, C46): it is as if it were not there. Made
 * from the router's own table; a route that is not in {@link Things} fails.
 */
class OwnershipTest {
  /** As many digits as an identifier has, and nothing has it. */
  private static final String MISSING = "117000000000000001";

  private static Rig rig;
  private static Person alice;
  private static Person mallory;
  private static Browser page;
  private static String csrf;
  private static Map<Kind, String> ids;
  private static String open;

  @BeforeAll
  static void open() {
    rig = Rig.start();
    alice = rig.local("alice");
    mallory = rig.local("mallory");
    Browser hers = SignedIn.browser(rig, alice);
    assertThat(hers.get("/home").status()).isEqualTo(200);
    page = SignedIn.browser(rig, mallory);
    csrf = SignedIn.csrf(page.get("/home"));
    ids = things();
    open = says(alice, "for everybody", "public");
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  private static String says(Person who, String text, String visibility) {
    return who.app()
        .post("/api/v1/statuses", "status", text, "visibility", visibility)
        .json()
        .path("id")
        .asText();
  }

  /** What is Alice's alone, of each kind. */
  private static Map<Kind, String> things() {
    Map<Kind, String> things = new LinkedHashMap<>();
    things.put(Kind.STATUS, says(alice, "between us, @alice", "direct"));
    things.put(
        Kind.MEDIA,
        alice
            .app()
            .upload("POST", "/api/v2/media", "file", "a.png", png())
            .json()
            .path("id")
            .asText());
    things.put(
        Kind.CONVERSATION,
        alice.app().get("/api/v1/conversations").json().path(0).path("id").asText());
    String later = rig.kit().now().plusSeconds(3600).toString();
    things.put(
        Kind.SCHEDULED,
        alice
            .app()
            .post("/api/v1/statuses", "status", "for later", "scheduled_at", later)
            .json()
            .path("id")
            .asText());
    Person carol = rig.local("carol");
    alice.app().form("PATCH", "/api/v1/accounts/update_credentials", "locked", "true");
    carol.app().post("/api/v1/accounts/" + alice.account() + "/follow");
    things.put(Kind.REQUEST, carol.account().toString());
    things.put(Kind.NOTIFICATION, notification().get(NOTIFICATIONS.ID).toString());
    things.put(Kind.GROUP, "ungrouped-" + things.get(Kind.NOTIFICATION));
    things.put(Kind.WAITING, waiting());
    things.put(
        Kind.TAG,
        alice.app().post("/api/v1/featured_tags", "name", "hers").json().path("id").asText());
    keeps(things);
    things.put(Kind.SESSION, one(SESSIONS.ID, SESSIONS, SESSIONS.USER_ID.eq(alice.user().value())));
    things.put(
        Kind.APP,
        one(OAUTH_TOKENS.APP_ID, OAUTH_TOKENS, OAUTH_TOKENS.USER_ID.eq(alice.user().value())));
    String group =
        alice.app().post("/api/colloque/v1/groups", "name", "hers").json().path("id").asText();
    things.put(Kind.CIRCLE, group);
    alice.app().post("/api/colloque/v1/groups/" + group + "/invites", "handle", "carol");
    things.put(Kind.CIRCLE_INVITATION, invitation(carol));
    things.put(Kind.STAFF, alice.user().toString());
    things.put(Kind.MODERATION, alice.account().toString());
    return things;
  }

  /** A request of somebody whose notifications she wants to look at first. */
  private static String waiting() {
    Browser app = alice.app();
    app.form("PATCH", "/api/v2/notifications/policy", "for_not_following", "filter");
    says(rig.local("dora"), "@alice good morning", "public");
    return app.get("/api/v1/notifications/requests").json().path(0).path("id").asText();
  }

  private static void keeps(Map<Kind, String> things) {
    things.put(
        Kind.LIST, alice.app().post("/api/v1/lists", "title", "hers").json().path("id").asText());
    String root = "/api/v2/filters";
    String filter =
        alice.app().post(root, "title", "hers", "context[]", "home").json().path("id").asText();
    things.put(Kind.FILTER, filter);
    String path = root + "/" + filter;
    things.put(
        Kind.KEYWORD,
        alice.app().post(path + "/keywords", "keyword", "hers").json().path("id").asText());
    String post = says(alice, "a post that she filters", "public");
    things.put(
        Kind.FILTERED,
        alice.app().post(path + "/statuses", "status_id", post).json().path("id").asText());
  }

  /** The group into which she is asked, as she sees it. */
  private static String invitation(Person invited) {
    return rig.kit()
        .db()
        .as(
            Viewer.of(invited.account()),
            tx ->
                tx.sql()
                    .select(GROUP_INVITATIONS.ID)
                    .from(GROUP_INVITATIONS)
                    .fetchSingle()
                    .value1()
                    .toString());
  }

  private static byte[] png() {
    try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
      return file.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static org.jooq.Record notification() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .selectFrom(NOTIFICATIONS)
                    .where(NOTIFICATIONS.ACCOUNT_ID.eq(alice.account().value()))
                    .fetchSingle());
  }

  private static String one(
      org.jooq.Field<Long> field, org.jooq.Table<?> table, org.jooq.Condition condition) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(field)
                    .from(table)
                    .where(condition)
                    .fetchSingle()
                    .value1()
                    .toString());
  }

  private static Stream<Route> routes() {
    return rig.instance().rooms().routes().stream()
        .filter(route -> Walker.hasParameter(route.pattern()));
  }

  @Test
  void c46EveryRouteWithAnObjectIsListed() {
    List<String> there = routes().map(OwnershipTest::name).sorted().toList();
    assertThat(Things.ALL.keySet())
        .as("say in Things whose the thing is that the route is about")
        .containsExactlyInAnyOrderElementsOf(there);
  }

  private static String name(Route route) {
    return route.method() + " " + route.pattern();
  }

  @TestFactory
  Stream<DynamicTest> c46AnothersIsAsIfItWereNotThere() {
    return routes()
        .filter(OwnershipTest::isPrivate)
        .map(route -> DynamicTest.dynamicTest(name(route), () -> notThere(route)));
  }

  private static boolean isPrivate(Route route) {
    Kind kind = Things.ALL.get(name(route));
    return kind != null && kind.isPrivate();
  }

  private static void notThere(Route route) {
    Kind kind = requireNonNull(Things.ALL.get(name(route)));
    Browser.Answer theirs = call(route, requireNonNull(ids.get(kind)));
    Browser.Answer missing = call(route, kind == Kind.GROUP ? "ungrouped-" + MISSING : MISSING);
    assertThat(theirs.status()).as(name(route)).isEqualTo(kind == Kind.MODERATION ? 403 : 404);
    assertThat(comparable(theirs)).as(name(route)).isEqualTo(comparable(missing));
  }

  /** All that a caller sees but what is new with each answer. */
  private static String comparable(Browser.Answer answer) {
    String headers =
        answer.response().headers().map().entrySet().stream()
            .filter(header -> !List.of("x-request-id", "date").contains(header.getKey()))
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining("\n"));
    return answer.status() + "\n" + headers + "\n" + answer.text();
  }

  private static Browser.Answer call(Route route, String id) {
    String path =
        route
            .pattern()
            .replace("@:handle", "@alice")
            .replace(":name", "alice")
            .replaceFirst(":(id|group_key|invitation)", id)
            .replace(":account", alice.account().toString())
            .replaceAll(":[a-z_]+", MISSING);
    Browser browser =
        switch (route.access()) {
          case org.colloque.server.http.Access.Server _ ->
              rig.anonymous().withHeader("Accept", "application/activity+json");
          case org.colloque.server.http.Access access when access.isPage() -> page;
          case org.colloque.server.http.Access _ -> mallory.app();
        };
    return route.method().isSafe()
        ? browser.get(path)
        : browser.form(route.method().name(), path, "csrf", csrf, "status", "mine now");
  }

  /** After all of it, everything is as it was. */
  @Test
  void c46NothingOfAlicesHasChanged() {
    routes().filter(OwnershipTest::isPrivate).forEach(OwnershipTest::notThere);
    Browser app = alice.app();
    assertThat(app.get("/api/v1/statuses/" + ids.get(Kind.STATUS)).json().path("content").asText())
        .contains("between us");
    assertThat(app.get("/api/v1/media/" + ids.get(Kind.MEDIA)).status()).isEqualTo(200);
    assertThat(app.get("/api/v1/notifications/" + ids.get(Kind.NOTIFICATION)).status())
        .isEqualTo(200);
    assertThat(app.get("/api/v1/follow_requests").json()).hasSize(1);
    assertThat(one(SESSIONS.ID, SESSIONS, SESSIONS.USER_ID.eq(alice.user().value())))
        .isEqualTo(ids.get(Kind.SESSION));
  }

  /** What everybody may read only its author may change. */
  @Test
  void c46AnothersPublicPostCannotBeChanged() {
    String path = "/api/v1/statuses/" + open;
    Browser app = mallory.app();
    List<Integer> answers = new ArrayList<>();
    answers.add(app.form("PUT", path, "status", "mine now").status());
    answers.add(app.form("PATCH", path, "status", "mine now").status());
    answers.add(app.delete(path).status());
    answers.add(page.post("/statuses/" + open + "/delete", "csrf", csrf).status());
    assertThat(answers).containsOnly(404);
    assertThat(app.post(path + "/pin").status()).isIn(404, 422);
    assertThat(app.post(path + "/unpin").status()).isIn(200, 404, 422);
    JsonNode after = alice.app().get(path).json();
    assertThat(after.path("content").asText()).contains("for everybody");
    assertThat(after.path("edited_at").isNull()).isTrue();
    assertThat(after.path("pinned").asBoolean()).isFalse();
  }

  /** Objects that are named in parameters instead of the address. */
  @Test
  void c46AnothersIsNotThereInParametersEither() {
    Browser app = mallory.app();
    String status = requireNonNull(ids.get(Kind.STATUS));
    String media = requireNonNull(ids.get(Kind.MEDIA));
    for (String[] pair :
        new String[][] {
          {"in_reply_to_id", status}, {"quoted_status_id", status}, {"media_ids[]", media}
        }) {
      Browser.Answer theirs = app.post("/api/v1/statuses", "status", "x", pair[0], pair[1]);
      Browser.Answer missing = app.post("/api/v1/statuses", "status", "x", pair[0], MISSING);
      assertThat(theirs.status()).as(pair[0]).isIn(404, 422);
      assertThat(comparable(theirs)).as(pair[0]).isEqualTo(comparable(missing));
    }
    assertThat(app.get("/api/v1/statuses?id[]=" + status + "&id[]=" + open).json()).hasSize(1);
    String notification = requireNonNull(ids.get(Kind.NOTIFICATION));
    assertThat(app.post("/api/v1/notifications/dismiss", "id", notification).status())
        .isEqualTo(app.post("/api/v1/notifications/dismiss", "id", MISSING).status());
    assertThat(app.post("/api/v1/notifications/clear").status()).isEqualTo(200);
    assertThat(alice.app().get("/api/v1/notifications/" + notification).status()).isEqualTo(200);
    assertThat(page.get("/compose?reply_to=" + status).text()).doesNotContain("between us");
    assertThat(page.get("/compose?edit=" + open).text()).doesNotContain("for everybody</textarea>");
  }
}
