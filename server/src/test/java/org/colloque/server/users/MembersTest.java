package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.AUDIT_LOG;

import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.colloque.server.database.Viewer;
import org.colloque.server.oauth.Grant;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs of the command line, beside a server that runs. */
class MembersTest {
  private static final SignIn.Browser HERE = new SignIn.Browser("192.0.2.7", "Firefox");

  private Rig rig;
  private Members members;
  private UserVerbs users;

  @BeforeEach
  void start() {
    rig = Rig.start();
    members = new Members(rig.kit());
    users = rig.instance().rooms().signIn().users();
  }

  @AfterEach
  void stop() {
    members.close();
    rig.close();
  }

  private List<String> audit() {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .selectFrom(AUDIT_LOG)
                    .orderBy(AUDIT_LOG.SEQ)
                    .fetch(row -> row.getKind() + " " + row.getPayload().data()));
  }

  @Test
  void anAccountIsCreatedReady() {
    String password = members.create("Claire", "claire@mail.example", null, "owner", "fr");
    assertThat(users.signIn().password("claire@mail.example", password, HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
    assertThat(members.create("bob", "bob@mail.example", "a sentence of bob", "member", "en"))
        .isEqualTo("a sentence of bob");
    assertThat(audit())
        .anyMatch(line -> line.startsWith("user.created") && line.contains("Claire"));
    assertThat(audit()).noneMatch(line -> line.contains(password));
    assertThatThrownBy(() -> members.create("claire", "claire@MAIL.example", "x", "king", "en"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("username: Already taken.")
        .hasMessageContaining("email: Already taken.")
        .hasMessageContaining("password: Too short.")
        .hasMessageContaining("role: Choose one of the list.");
  }

  @Test
  void aRoleIsGivenAndSeenByTheServerThatRuns() {
    Person alice = rig.local("alice");
    assertThat(role(alice)).isEqualTo("member");
    members.setRole("ALICE", "owner");
    Awaitility.await().untilAsserted(() -> assertThat(role(alice)).isEqualTo("owner"));
    assertThat(audit()).anyMatch(line -> line.startsWith("role.changed") && line.contains("owner"));
    assertThatThrownBy(() -> members.setRole("alice", "member")).hasMessageContaining("only owner");
    assertThatThrownBy(() -> members.setRole("alice", "king")).hasMessageContaining("no role");
    assertThatThrownBy(() -> members.setRole("nobody", "owner")).hasMessageContaining("Nobody");
    rig.owner("claire");
    members.setRole("alice", "member");
    Awaitility.await().untilAsserted(() -> assertThat(role(alice)).isEqualTo("member"));
  }

  /** As the gatekeeper of the running server knows it. */
  private String role(Person person) {
    assertThat(person.app().get("/api/v1/notifications").status()).isEqualTo(200);
    Grant grant = rig.instance().rooms().doorkeeper().grant(person.token()).orElseThrow();
    return grant.member() == null ? "" : grant.member().role();
  }

  @Test
  void aPasswordIsResetAndEverythingEnds() {
    Person alice = rig.local("alice");
    assertThat(alice.app().get("/api/v1/notifications").status()).isEqualTo(200);
    String password = members.resetPassword("alice");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(alice.app().get("/api/v1/notifications").status()).isEqualTo(401));
    assertThat(users.signIn().password("alice@mail.example", password, HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
    assertThatThrownBy(() -> members.resetPassword("nobody")).hasMessageContaining("Nobody");
  }

  @Test
  void aLostPhoneIsForgiven() {
    String password = members.create("alice", "alice@mail.example", null, "member", "fr");
    User alice = user("alice");
    String secret = users.enableTotp().newSecret();
    String code =
        Totp.code(
            Totp.secret(secret).orElseThrow(),
            rig.clock().instant().getEpochSecond() / Totp.STEP_SECONDS);
    users.enableTotp().enable(alice.id(), 0, password, secret, code);
    assertThat(users.signIn().password("alice@mail.example", password, HERE))
        .isInstanceOf(SignIn.Outcome.CodeNeeded.class);
    members.removeSecondFactor("alice");
    assertThat(users.signIn().password("alice@mail.example", password, HERE))
        .isInstanceOf(SignIn.Outcome.SignedIn.class);
    assertThat(users.disableTotp().codesLeft(alice.id())).isZero();
  }

  private User user(String username) {
    return rig.kit()
        .db()
        .as(Viewer.stranger(), tx -> UserQueries.byUsername(tx.sql(), username).orElseThrow());
  }

  @Test
  void withoutMailTheOwnerConfirmsAndApprovesByHand() {
    rig.owner("claire");
    SignUp.Outcome outcome =
        users
            .signUp()
            .signUp(
                new NewUser(
                    "alice",
                    "alice@mail.example",
                    "correct horse battery",
                    "en",
                    "please",
                    "Nurse",
                    true,
                    null,
                    null,
                    "192.0.2.7"));
    assertThat(outcome).isInstanceOf(SignUp.Outcome.Joined.class);
    assertThat(standing()).isInstanceOf(SignIn.Outcome.NotYet.class);
    assertThat(members.confirm("alice")).isTrue();
    assertThat(members.confirm("alice")).isFalse();
    assertThat(standing()).isInstanceOf(SignIn.Outcome.NotYet.class);
    assertThat(members.approve("alice")).isTrue();
    assertThat(standing()).isInstanceOf(SignIn.Outcome.SignedIn.class);
  }

  private SignIn.Outcome standing() {
    return users.signIn().password("alice@mail.example", "correct horse battery", HERE);
  }

  @Test
  void settingsAreShownAndChanged() {
    assertThat(members.settings()).containsEntry("registrations", "approval");
    members.changeSetting("title", "Pneumo Sud");
    assertThat(members.settings()).containsEntry("title", "Pneumo Sud");
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(rig.instance().rooms().settings().current().title())
                .isEqualTo("Pneumo Sud"));
    assertThatThrownBy(() -> members.changeSetting("registrations", "sometimes"))
        .hasMessage("registrations: Choose one of the list.");
    assertThat(members.settings())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("title", "Pneumo Sud"),
                Map.entry("short_description", ""),
                Map.entry("description", ""),
                Map.entry("registrations", "approval"),
                Map.entry("approval_message", ""),
                Map.entry("contact_email", ""),
                Map.entry("contact_account", ""),
                Map.entry("languages", "fr en"),
                Map.entry("source_url", ""),
                Map.entry("federation", "open"),
                Map.entry("show_domain_blocks", "disabled"),
                Map.entry("group_founders", "members"),
                Map.entry("guests", "true"),
                Map.entry("trends", "reviewed"),
                Map.entry("authorized_fetch", "false")));
  }
}
