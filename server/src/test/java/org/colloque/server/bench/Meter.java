package org.colloque.server.bench;

import java.util.Locale;

/** Processor time of server and PostgreSQL from one moment to another. */
final class Meter {
  private final long server;
  private final long postmaster;
  private final long serverBefore;
  private final long postgresBefore;
  private final long begin = System.nanoTime();

  private Meter(long server, long postmaster) {
    this.server = server;
    this.postmaster = postmaster;
    serverBefore = Processor.micros(server);
    postgresBefore = Processor.postgresMicros(postmaster);
  }

  static Meter start(long server, long postmaster) {
    return new Meter(server, postmaster);
  }

  double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Processor time of both since the start, in microseconds. */
  double micros() {
    return Processor.micros(server)
        - serverBefore
        + Processor.postgresMicros(postmaster)
        - postgresBefore;
  }

  /** One row of the table, for {@code count} operations since the start. */
  String row(String name, long count) {
    double seconds = seconds();
    double serverEach = (Processor.micros(server) - serverBefore) / (double) count;
    double postgresEach = (Processor.postgresMicros(postmaster) - postgresBefore) / (double) count;
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.0f | %.0f | %.0f |%n",
        name,
        count / seconds,
        serverEach,
        postgresEach,
        serverEach + postgresEach);
  }
}
