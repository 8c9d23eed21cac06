package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.sql.Connection;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench outages}: somebody holds a transaction open beside the queue, so that no
 * row that was taken out of it can be cleared away (reliability.md, C17). What slows a queue down
 * are these rows, not the minutes: sixty thousand are more than half an hour of an instance brings.
 */
class HeldSnapshotChecks {
  private static final int SINKS = 200;
  private static final int PART = 20_000;
  private static final int HELD_PARTS = 3;
  private static final double LEAST = 0.5;

  private final PrintStream out = System.out;

  @Test
  void c17ATransactionThatIsHeldOpen() throws Exception {
    int backlog = (HELD_PARTS + 3) * PART;
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(SINKS, _ -> new Sinks.Manner.Answers(0))) {
      stage.fill(kit -> FederationDataset.fill(kit, sinks, SINKS, SINKS, 0));
      stage.execute(
          DeliveryChecks.QUEUE,
          DeliveryChecks.backlogRows(backlog / SINKS, SINKS),
          "VACUUM ANALYZE");
      try (ServerProcess _ = stage.server();
          Connection holder = stage.connect()) {
        perSecond(sinks, PART); // the compiler
        double before = perSecond(sinks, PART);
        holder.setAutoCommit(false);
        holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (var statement = holder.createStatement()) {
          statement.execute("SELECT count(*) FROM deliveries");
        }
        double held = 0;
        for (int part = 0; part < HELD_PARTS; part++) {
          held = perSecond(sinks, PART);
        }
        long dead =
            stage.number("SELECT n_dead_tup FROM pg_stat_all_tables WHERE relname = 'deliveries'");
        holder.rollback();
        FederationBenchmarks.await(
            "deliveries", () -> stage.number("SELECT count(*) FROM deliveries") == 0);
        out.printf(
            Locale.ROOT,
            "%,.0f deliveries a second; %,.0f while a transaction is held open, with %,d dead rows;"
                + " all %,d arrived, %d twice%n",
            before,
            held,
            dead,
            sinks.different(),
            sinks.total() - sinks.different());
        assertThat(dead).isGreaterThan(PART);
        assertThat(held).isGreaterThan(LEAST * before);
        assertThat(sinks.different()).isEqualTo(backlog);
      }
    }
  }

  private static double perSecond(Sinks sinks, int count) {
    int before = sinks.total();
    long begin = System.nanoTime();
    FederationBenchmarks.await("deliveries", () -> sinks.total() >= before + count);
    return count / ((System.nanoTime() - begin) / 1e9);
  }
}
