package org.colloque.server.outbox;

import java.time.ZoneOffset;
import org.colloque.server.database.Tx;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.kit.Kit;
import org.jooq.Record1;
import org.jooq.Select;

/** Where activities wait for their delivery. */
final class Queue {
  private final Kit kit;

  Queue(Kit kit) {
    this.kit = kit;
  }

  /** The activity once and a row for each inbox, and the worker learns of it. */
  void add(Tx tx, Outgoing outgoing, Select<Record1<String>> inboxes) {
    var now = kit.now().atOffset(ZoneOffset.UTC);
    if (OutboxQueries.enqueue(tx.sql(), kit.ids().next(), outgoing, inboxes, now) > 0) {
      kit.signals().send(tx, DeliveryWorker.WAKE, "");
    }
  }
}
