package org.colloque.server.remote;

import static org.colloque.migrations.Tables.KNOWN_SERVERS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.discovery.Software;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.handle.Origin;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;

/** Asks a server what software it is, when one of its people is visited anyway. */
final class AskServer {
  /** A server is asked no more often, whatever it answered. */
  static final Duration BETWEEN = Duration.ofDays(7);

  private static final Set<String> TYPES = Set.of("application/json", "application/jrd+json");

  private final Kit kit;
  private final Fetcher fetcher;

  AskServer(Kit kit, Fetcher fetcher) {
    this.kit = kit;
    this.fetcher = fetcher;
  }

  /** Asks the server of {@code actor}, unless it was asked lately; that it is silent is no harm. */
  void ask(KnownActor actor, Budget budget) {
    String domain = actor.domain();
    Optional<Origin> server = Origin.of(actor.uri());
    if (domain != null && server.isPresent() && isTime(domain)) {
      software(server.get(), budget).ifPresent(software -> store(domain, software));
    }
  }

  private Optional<Software> software(Origin server, Budget budget) {
    if (!budget.take()) {
      return Optional.empty();
    }
    FetchResult<ObjectNode> document =
        fetcher
            .json(server + "/.well-known/nodeinfo", TYPES)
            .then(index ->
                Software.address(index.value(), server)
                    .filter(_ -> budget.take())
                    .map(address -> fetcher.json(address, TYPES))
                    .orElseGet(() -> new FetchResult.Refused<>("no address of its own")));
    return document instanceof FetchResult.Found<ObjectNode> found
        ? Software.read(found.value())
        : Optional.empty();
  }

  /** Whether it is to be asked now; then it counts as asked, also when it does not answer. */
  private boolean isTime(String domain) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    return kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .insertInto(KNOWN_SERVERS)
                        .set(KNOWN_SERVERS.DOMAIN, domain)
                        .set(KNOWN_SERVERS.ASKED_AT, now)
                        .onConflict(KNOWN_SERVERS.DOMAIN)
                        .doUpdate()
                        .set(KNOWN_SERVERS.ASKED_AT, now)
                        .where(KNOWN_SERVERS.ASKED_AT.le(now.minus(BETWEEN)))
                        .execute())
        > 0;
  }

  private void store(String domain, Software software) {
    kit.db()
        .doAs(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .update(KNOWN_SERVERS)
                    .set(KNOWN_SERVERS.SOFTWARE, software.name())
                    .set(KNOWN_SERVERS.VERSION, software.version())
                    .where(KNOWN_SERVERS.DOMAIN.eq(domain))
                    .execute());
  }
}
