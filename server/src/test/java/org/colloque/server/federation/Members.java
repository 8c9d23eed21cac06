package org.colloque.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Mailbox;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.SignedIn;

/** The members of one instance, who come in as people do: by an app, a letter and a link. */
final class Members {
  private static final String SCOPES = "read write follow";

  private final Rig rig;
  private final Mailbox mailbox;
  private final String app;

  /** Sets up the instance: its owner follows the one-time link and opens registration. */
  Members(Rig rig, Mailbox mailbox) {
    this.rig = rig;
    this.mailbox = mailbox;
    setUp();
    this.app = registerApp();
  }

  private void setUp() {
    Browser browser = rig.anonymous();
    String link = rig.instance().rooms().signIn().users().setUpOwner().link();
    Browser.Answer page = browser.get(link);
    Browser.Answer done =
        browser.post(
            "/setup",
            "token",
            SignedIn.hidden("token", page),
            "title",
            "Colloque",
            "short_description",
            "A hospital",
            "registrations",
            "open",
            "username",
            "owner",
            "email",
            "owner@mail.example",
            "password",
            SignedIn.PASSWORD);
    assertThat(done.status()).as(done.text()).isEqualTo(303);
  }

  private String registerApp() {
    JsonNode registered =
        rig.anonymous()
            .post(
                "/api/v1/apps",
                "client_name",
                "an app",
                "redirect_uris",
                "urn:ietf:wg:oauth:2.0:oob",
                "scopes",
                SCOPES)
            .json();
    return rig.anonymous()
        .post(
            "/oauth/token",
            "grant_type",
            "client_credentials",
            "client_id",
            registered.path("client_id").asText(),
            "client_secret",
            registered.path("client_secret").asText(),
            "scope",
            SCOPES)
        .json()
        .path("access_token")
        .asText();
  }

  /** Somebody signs up and confirms the address. */
  Person join(String username) {
    Browser.Answer joined =
        new Browser(rig.base())
            .withToken(app)
            .post(
                "/api/v1/accounts",
                "username",
                username,
                "email",
                username + "@mail.example",
                "password",
                SignedIn.PASSWORD,
                "agreement",
                "true",
                "locale",
                "en");
    assertThat(joined.status()).as(joined.text()).isEqualTo(200);
    rig.runDueJobs();
    Browser browser = rig.anonymous();
    Browser.Answer page = browser.get(mailbox.last().link());
    assertThat(browser.post("/confirm", "token", SignedIn.hidden("token", page)).status())
        .isEqualTo(200);
    String token = joined.json().path("access_token").asText();
    JsonNode account =
        new Browser(rig.base()).withToken(token).get("/api/v1/accounts/verify_credentials").json();
    long id = account.path("id").asLong();
    return new Person(rig, username, new AccountId(id), user(id), token);
  }

  private UserId user(long account) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                new UserId(
                    tx.sql()
                        .select(USERS.ID)
                        .from(USERS)
                        .where(USERS.ACCOUNT_ID.eq(account))
                        .fetchSingle()
                        .value1()));
  }
}
