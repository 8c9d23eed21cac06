package org.colloque.server.rig;

import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.USERS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.jspecify.annotations.Nullable;

/** Makes people without the pages of registration: confirmed, approved, with an app. */
final class People {
  private People() {}

  static Person create(Rig rig, String username, String role) {
    Kit kit = rig.kit();
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> {
              AccountId account =
                  new CreateLocalAccount(kit).create(tx, username, username, TestKeys.next());
              UserId user = user(kit, tx, account, username, role);
              String token = token(kit, tx, user, List.copyOf(Scope.ALL));
              return new Person(rig, username, account, user, token);
            });
  }

  /**
   * @param user missing for a token of the app itself
   */
  static String token(Kit kit, Tx tx, @Nullable UserId user, List<String> scopes) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    long app = kit.ids().next();
    tx.sql()
        .insertInto(OAUTH_APPS)
        .set(OAUTH_APPS.ID, app)
        .set(OAUTH_APPS.CLIENT_ID, "client-" + app)
        .set(OAUTH_APPS.CLIENT_SECRET_HASH, Secrets.hash("secret-" + app))
        .set(OAUTH_APPS.NAME, "rig")
        .set(OAUTH_APPS.REDIRECT_URIS, new String[] {"urn:ietf:wg:oauth:2.0:oob"})
        .set(OAUTH_APPS.SCOPES, scopes.toArray(String[]::new))
        .set(OAUTH_APPS.CREATED_AT, now)
        .execute();
    String token = kit.secrets().newToken();
    tx.sql()
        .insertInto(OAUTH_TOKENS)
        .set(OAUTH_TOKENS.ID, kit.ids().next())
        .set(OAUTH_TOKENS.TOKEN_HASH, Secrets.hash(token))
        .set(OAUTH_TOKENS.APP_ID, app)
        .set(OAUTH_TOKENS.USER_ID, user == null ? null : user.value())
        .set(OAUTH_TOKENS.SCOPES, scopes.toArray(String[]::new))
        .set(OAUTH_TOKENS.CREATED_AT, now)
        .execute();
    return token;
  }

  /** A browser session that is longer than a test; its token. */
  static String session(Kit kit, Tx tx, UserId user) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    String token = kit.secrets().newToken();
    tx.sql()
        .insertInto(SESSIONS)
        .set(SESSIONS.ID, kit.ids().next())
        .set(SESSIONS.TOKEN_HASH, Secrets.hash(token))
        .set(SESSIONS.USER_ID, user.value())
        .set(SESSIONS.CREATED_AT, now)
        .set(SESSIONS.LAST_USED_AT, now)
        .set(SESSIONS.EXPIRES_AT, now.plusDays(300))
        .execute();
    return token;
  }

  private static UserId user(Kit kit, Tx tx, AccountId account, String username, String role) {
    UserId user = new UserId(kit.ids().next());
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .insertInto(USERS)
        .set(USERS.ID, user.value())
        .set(USERS.ACCOUNT_ID, account.value())
        .set(USERS.EMAIL, username + "@mail.example")
        .set(USERS.EMAIL_CANONICAL, username + "@mail.example")
        .set(USERS.PASSWORD_HASH, "")
        .set(USERS.ROLE, role)
        .set(USERS.LOCALE, "en")
        .set(USERS.CONFIRMED_AT, now)
        .set(USERS.APPROVED_AT, now)
        .set(USERS.CREATED_AT, now)
        .execute();
    return user;
  }
}
