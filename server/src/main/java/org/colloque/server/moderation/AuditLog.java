package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.AUDIT_LOG;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Writes a line in the transaction of what it tells of. Nothing secret goes in. */
public final class AuditLog {
  private final Kit kit;

  public AuditLog(Kit kit) {
    this.kit = kit;
  }

  /**
   * @param actor who did it; missing for the command line and for the server itself
   * @param kind as {@code role.changed}
   */
  public void write(Tx tx, @Nullable AccountId actor, String kind, Map<String, String> payload) {
    tx.sql()
        .insertInto(AUDIT_LOG)
        .set(AUDIT_LOG.AT, kit.now().atOffset(ZoneOffset.UTC))
        .set(AUDIT_LOG.ACTOR_ID, actor == null ? null : actor.value())
        .set(AUDIT_LOG.KIND, kind)
        .set(
            AUDIT_LOG.PAYLOAD,
            JSONB.valueOf(new String(Json.write(payload), StandardCharsets.UTF_8)))
        .execute();
  }
}
