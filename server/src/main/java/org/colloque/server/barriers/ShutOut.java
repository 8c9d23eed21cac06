package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.IP_BLOCKS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks from which nobody may come, in memory: asked on the event loop, before anything else
 * is done for a request.
 */
public final class ShutOut {
  /** The topic on which it is told that a network was added, changed or let go. */
  static final String CHANGED = "networks";

  /** Networks that are looked through for each request; more are refused when they are added. */
  static final int MOST = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(ShutOut.class);

  private final Kit kit;
  private volatile List<Closed> closed;

  private record Closed(Network network, @Nullable Instant until) {}

  public ShutOut(Kit kit) {
    this.kit = kit;
    closed = read();
    kit.signals().on(CHANGED, _ -> Thread.startVirtualThread(this::again));
    kit.signals().onMissed(() -> Thread.startVirtualThread(this::again));
  }

  /** Whether somebody at this address may come. */
  public boolean admits(String address) {
    List<Closed> now = closed;
    if (now.isEmpty()) {
      return true;
    }
    Instant moment = kit.now();
    return now.stream()
        .noneMatch(each ->
            (each.until() == null || moment.isBefore(each.until()))
                && each.network().contains(address));
  }

  private synchronized void again() {
    try {
      closed = read();
    } catch (RuntimeException failure) {
      LOG.warn("the networks that are shut out could not be read again", failure);
    }
  }

  private List<Closed> read() {
    return kit.db().as(Viewer.stranger(), tx -> read(tx.sql()));
  }

  private List<Closed> read(DSLContext sql) {
    return sql.select(IP_BLOCKS.IP, IP_BLOCKS.EXPIRES_AT)
        .from(IP_BLOCKS)
        .where(IP_BLOCKS.SEVERITY.eq(NetworkSeverity.NO_ACCESS.wire()))
        .and(
            IP_BLOCKS
                .EXPIRES_AT
                .isNull()
                .or(IP_BLOCKS.EXPIRES_AT.gt(kit.now().atOffset(ZoneOffset.UTC))))
        .orderBy(IP_BLOCKS.ID.desc())
        .limit(MOST)
        .fetch(row ->
            new Closed(
                Network.parse(row.value1()).orElseThrow(),
                row.value2() == null ? null : row.value2().toInstant()));
  }
}
