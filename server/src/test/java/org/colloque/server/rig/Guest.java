package org.colloque.server.rig;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.time.ZoneOffset;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.oauth.GuestSessions;

/**
 * Somebody of another instance, signed in at a rig's server without the way home and back.
 *
 * @param browser in which they are
 */
public record Guest(Rig rig, AccountId account, Browser browser) {
  /** Somebody who is known here from now on, and is in no group yet. */
  public static Guest of(Rig rig, String username, String domain) {
    AccountId account = new AccountId(rig.kit().ids().next());
    String uri = "https://" + domain + "/users/" + username;
    var now = rig.kit().now().atOffset(ZoneOffset.UTC);
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .insertInto(ACCOUNTS)
                    .set(ACCOUNTS.ID, account.value())
                    .set(ACCOUNTS.USERNAME, username)
                    .set(ACCOUNTS.DOMAIN, domain)
                    .set(ACCOUNTS.URI, uri)
                    .set(ACCOUNTS.URL, uri)
                    .set(ACCOUNTS.INBOX_URL, uri + "/inbox")
                    .set(ACCOUNTS.CREATED_AT, now)
                    .set(ACCOUNTS.UPDATED_AT, now)
                    .execute());
    return new Guest(rig, account, rig.anonymous()).signIn();
  }

  /** Again, in the same browser, whatever became of the session before. */
  public Guest signIn() {
    String session =
        rig.kit().db().as(Viewer.stranger(), tx -> GuestSessions.open(rig.kit(), tx, account));
    Browser _ = browser.withCookie(rig.sessionCookie(), session);
    return this;
  }
}
