package org.colloque.server.guests;

import static org.colloque.migrations.Tables.GUEST_APPS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;

/** As what we are known to the instances of guests. */
final class HomeApps {
  /** Mastodon clears apps away after a day that hold no token, and ours hold none. */
  static final Duration LIFE = Duration.ofHours(12);

  private static final String PURPOSE = "client secret at the instance of a guest";

  private final Kit kit;

  HomeApps(Kit kit) {
    this.kit = kit;
  }

  Optional<HomeApi.App> known(Origin home) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .selectFrom(GUEST_APPS)
                    .where(GUEST_APPS.ORIGIN.eq(home.toString()))
                    .and(
                        GUEST_APPS.REGISTERED_AT.gt(kit.now().minus(LIFE).atOffset(ZoneOffset.UTC)))
                    .fetchOptional(row ->
                        new HomeApi.App(
                            row.getClientId(),
                            new String(
                                kit.secrets().decrypt(PURPOSE, row.getClientSecretEncrypted()),
                                StandardCharsets.UTF_8),
                            row.getScope())));
  }

  void keep(Origin home, HomeApi.App app) {
    byte[] secret =
        kit.secrets().encrypt(PURPOSE, app.clientSecret().getBytes(StandardCharsets.UTF_8));
    var now = kit.now().atOffset(ZoneOffset.UTC);
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .insertInto(GUEST_APPS)
                    .set(GUEST_APPS.ORIGIN, home.toString())
                    .set(GUEST_APPS.CLIENT_ID, app.clientId())
                    .set(GUEST_APPS.CLIENT_SECRET_ENCRYPTED, secret)
                    .set(GUEST_APPS.SCOPE, app.scope())
                    .set(GUEST_APPS.REGISTERED_AT, now)
                    .onConflict(GUEST_APPS.ORIGIN)
                    .doUpdate()
                    .set(GUEST_APPS.CLIENT_ID, app.clientId())
                    .set(GUEST_APPS.CLIENT_SECRET_ENCRYPTED, secret)
                    .set(GUEST_APPS.SCOPE, app.scope())
                    .set(GUEST_APPS.REGISTERED_AT, now)
                    .execute());
  }

  /** Their instance does not know us any more. */
  void forget(Origin home) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .deleteFrom(GUEST_APPS)
                    .where(GUEST_APPS.ORIGIN.eq(home.toString()))
                    .execute());
  }
}
