package org.colloque.server.kit;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.colloque.server.Config;
import org.colloque.server.database.Db;
import org.colloque.server.database.Ids;
import org.colloque.server.database.Signals;

/**
 * Handed to the rooms by the composition root, instead of a framework.
 *
 * @param clock settable in tests: nobody asks the system for the time
 */
public record Kit(
    Config config,
    Db db,
    Ids ids,
    Clock clock,
    Urls urls,
    Secrets secrets,
    Cryptography cryptography,
    Signals signals,
    Vertx vertx) {
  /** This moment, in the milliseconds that the database and the client API keep. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
