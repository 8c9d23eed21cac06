package org.colloque.server.oauth;

import static org.colloque.migrations.Tables.OAUTH_APPS;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.server.kit.Secrets;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads and writes registered clients. */
final class AppQueries {
  private AppQueries() {}

  static void insert(DSLContext sql, App app, byte[] secretHash, Instant now) {
    sql.insertInto(OAUTH_APPS)
        .set(OAUTH_APPS.ID, app.id())
        .set(OAUTH_APPS.CLIENT_ID, app.clientId())
        .set(OAUTH_APPS.CLIENT_SECRET_HASH, secretHash)
        .set(OAUTH_APPS.NAME, app.name())
        .set(OAUTH_APPS.WEBSITE, app.website())
        .set(OAUTH_APPS.REDIRECT_URIS, app.redirectUris().toArray(String[]::new))
        .set(OAUTH_APPS.SCOPES, app.scopes().toArray(String[]::new))
        .set(OAUTH_APPS.CREATED_AT, now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  static Optional<App> byClientId(DSLContext sql, String clientId) {
    return sql.selectFrom(OAUTH_APPS)
        .where(OAUTH_APPS.CLIENT_ID.eq(clientId))
        .fetchOptional(AppQueries::app);
  }

  static Optional<App> byId(DSLContext sql, long id) {
    return sql.selectFrom(OAUTH_APPS).where(OAUTH_APPS.ID.eq(id)).fetchOptional(AppQueries::app);
  }

  /** The client, when the secret is its own. */
  static Optional<App> authenticate(DSLContext sql, String clientId, String secret) {
    byte[] offered = Secrets.hash(secret);
    return sql.selectFrom(OAUTH_APPS)
        .where(OAUTH_APPS.CLIENT_ID.eq(clientId))
        .fetchOptional()
        .filter(row -> MessageDigest.isEqual(row.getClientSecretHash(), offered))
        .map(AppQueries::app);
  }

  private static App app(Record row) {
    return new App(
        row.get(OAUTH_APPS.ID),
        row.get(OAUTH_APPS.CLIENT_ID),
        row.get(OAUTH_APPS.NAME),
        row.get(OAUTH_APPS.WEBSITE),
        List.of(row.get(OAUTH_APPS.REDIRECT_URIS)),
        List.of(row.get(OAUTH_APPS.SCOPES)));
  }
}
