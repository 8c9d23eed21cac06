package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.USERS;

import java.io.IOException;
import java.time.ZoneOffset;
import org.colloque.server.database.Viewer;
import org.colloque.server.oauth.Revoke;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.rig.Wire;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever is signed in elsewhere is out at once, with all that is open: pages, apps, sockets and
 * event streams (reliability.md, C53).
 */
class EndedEverywhereTest {
  private static final String NEXT = "a whole new sentence";

  private static Rig rig;
  private static int count;
  private Person alice;
  private Browser here;
  private Browser thief;
  private String csrf;

  @BeforeAll
  static void start() {
    rig = Rig.start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void twoBrowsers() {
    alice = rig.local("alice" + ++count);
    here = SignedIn.browser(rig, alice);
    thief = SignedIn.browser(rig, alice);
    csrf = SignedIn.csrf(here.get("/home"));
    assertThat(thief.get("/home").status()).isEqualTo(200);
  }

  /** Opens all kinds of stream, acts, and sees that all are closed and nothing opens any more. */
  private void endsAll(Runnable act) throws IOException {
    try (Ear ear = Ear.open(rig, alice.token(), "?stream=user");
        Wire wire = new Wire(rig.instance().port());
        Wire page = new Wire(rig.instance().port())) {
      ear.settle();
      page.say(
          "GET /live?stream=user HTTP/1.1\r\nHost: "
              + rig.host()
              + "\r\nCookie: "
              + rig.sessionCookie()
              + "="
              + thief.cookie(rig.sessionCookie())
              + "\r\n\r\n");
      assertThat(page.head()).startsWith("HTTP/1.1 200");
      wire.say(
          "GET /api/v1/streaming/user HTTP/1.1\r\nHost: "
              + rig.host()
              + "\r\nAuthorization: Bearer "
              + alice.token()
              + "\r\n\r\n");
      assertThat(wire.head()).startsWith("HTTP/1.1 200");
      act.run();
      assertThat(ear.awaitClose()).isPositive();
      wire.untilClosed();
      page.untilClosed();
    }
    assertThat(alice.app().get("/api/v1/accounts/verify_credentials").status()).isIn(401, 403);
    assertThat(thief.get("/home").status()).as("led to the sign-in").isEqualTo(303);
  }

  @Test
  void c53ANewPasswordEndsEverythingElse() throws IOException {
    endsAll(() -> {
      Browser.Answer answer =
          here.post(
              "/settings/account/password",
              "csrf",
              csrf,
              "current_password",
              SignedIn.PASSWORD,
              "new_password",
              NEXT);
      assertThat(answer.status()).isEqualTo(200);
    });
    assertThat(here.get("/home").status()).as("this browser stays").isEqualTo(200);
  }

  @Test
  void c53ASuspensionEndsEverything() throws IOException {
    endsAll(() ->
        rig.kit()
            .db()
            .doAs(
                Viewer.stranger(),
                tx -> {
                  tx.sql()
                      .update(USERS)
                      .set(USERS.DISABLED_AT, rig.kit().now().atOffset(ZoneOffset.UTC))
                      .where(USERS.ID.eq(alice.user().value()))
                      .execute();
                  new Revoke(rig.kit(), rig.instance().rooms().doorkeeper())
                      .changed(tx, alice.user());
                }));
    assertThat(here.get("/home").status()).isEqualTo(303);
  }

  @Test
  void c53ASessionThatIsRevokedIsOutAndOthersAreNot() {
    assertThat(here.post("/sign-out", "csrf", csrf).status()).isEqualTo(303);
    assertThat(here.get("/home").status()).isEqualTo(303);
    assertThat(thief.get("/home").status()).as("another browser").isEqualTo(200);
    assertThat(alice.app().get("/api/v1/accounts/verify_credentials").status()).isEqualTo(200);
  }
}
