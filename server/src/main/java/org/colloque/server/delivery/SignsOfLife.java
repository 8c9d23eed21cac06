package org.colloque.server.delivery;

import java.util.Collection;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/** A server that speaks to us is there: what waits for it need not wait any longer. */
public final class SignsOfLife {
  private SignsOfLife() {}

  /**
   * These servers have sent something that was verified.
   *
   * @param hosts with their ports, where these are not the usual ones
   */
  public static void from(Kit kit, Tx tx, Collection<String> hosts) {
    if (!HostQueries.spoke(tx.sql(), hosts, kit.now()).isEmpty()) {
      kit.signals().send(tx, DeliveryWorker.WAKE, "");
    }
  }
}
