package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.DELIVERY_HOSTS;

import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;

/** What a moderator does about the queue of one server. */
public final class SteerDeliveries {
  private final Kit kit;
  private final AuditLog audit;

  public SteerDeliveries(Kit kit) {
    this.kit = kit;
    this.audit = new AuditLog(kit);
  }

  /** Tries now what waits for a server, whatever was planned. */
  public void tryNow(Tx tx, AccountId by, String host) {
    tx.sql()
        .update(DELIVERY_HOSTS)
        .setNull(DELIVERY_HOSTS.PAUSED_UNTIL)
        .where(DELIVERY_HOSTS.HOST.eq(host))
        .execute();
    HostQueries.bringForward(tx.sql(), List.of(host), kit.now());
    kit.signals().send(tx, DeliveryWorker.WAKE, "");
    audit.write(tx, by, "deliveries.tried", Map.of("host", host));
  }

  /** Gives up what waits for a server; returns how much that was. */
  public int drop(Tx tx, AccountId by, String host) {
    int dropped = tx.sql().deleteFrom(DELIVERIES).where(DELIVERIES.HOST.eq(host)).execute();
    audit.write(
        tx,
        by,
        "deliveries.dropped",
        Map.of("host", host, "deliveries", Integer.toString(dropped)));
    return dropped;
  }
}
