package org.colloque.server.accounts;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.time.ZoneOffset;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.rig.Rig;

/** People of other servers as they lie in the database, without asking their servers. */
public final class RemotePeople {
  private RemotePeople() {}

  /** Somebody on a server that nobody will ask. */
  public static AccountId create(Rig rig, String username, String domain) {
    Kit kit = rig.kit();
    AccountId id = new AccountId(kit.ids().next());
    String actor = "https://" + domain + "/users/" + username;
    var now = kit.now().atOffset(ZoneOffset.UTC);
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .insertInto(ACCOUNTS)
                    .set(ACCOUNTS.ID, id.value())
                    .set(ACCOUNTS.USERNAME, username)
                    .set(ACCOUNTS.DOMAIN, domain)
                    .set(ACCOUNTS.URI, actor)
                    .set(ACCOUNTS.URL, "https://" + domain + "/@" + username)
                    .set(ACCOUNTS.INBOX_URL, actor + "/inbox")
                    .set(ACCOUNTS.DISPLAY_NAME, username)
                    .set(ACCOUNTS.CREATED_AT, now)
                    .set(ACCOUNTS.UPDATED_AT, now)
                    .execute());
    return id;
  }
}
