package org.colloque.server.streaming;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.colloque.server.kit.Kit;
import org.colloque.server.oauth.Doorkeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes streams whose token or session is no longer good. It asks the database, not what the
 * doorkeeper remembers; when the database cannot say, the streams are closed as well, and whoever
 * is still welcome connects again.
 */
final class TokenWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TokenWatch.class);

  private final Hub hub;
  private final Doorkeeper doorkeeper;
  private final AtomicBoolean asked = new AtomicBoolean();

  TokenWatch(Kit kit, Hub hub, Doorkeeper doorkeeper) {
    this.hub = hub;
    this.doorkeeper = doorkeeper;
    kit.signals().on(Doorkeeper.REVOKED, _ -> lookAtAll());
    kit.signals().onMissed(this::lookAtAll);
  }

  /** A client that has just been added: its token may have ended since the request was checked. */
  void look(Client client) {
    Thread.startVirtualThread(() -> check(List.of(client)));
  }

  /** Signals that come while a look is being prepared share it. */
  private void lookAtAll() {
    if (!hub.isEmpty() && asked.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        asked.set(false);
        check(hub.clients());
      });
    }
  }

  private void check(Collection<Client> clients) {
    Set<Long> good = good(clients);
    for (Client client : clients) {
      if (!good.contains(client.holder().grant())) {
        // nothing more is sent, even while the connection takes its time to close
        hub.remove(client);
        client.close();
      }
    }
  }

  private Set<Long> good(Collection<Client> clients) {
    try {
      return doorkeeper.stillGood(
          clients.stream().map(client -> client.holder().grant()).collect(Collectors.toSet()));
    } catch (RuntimeException failure) {
      LOG.warn("{} streams are closed because their tokens cannot be checked", clients.size());
      LOG.debug("checking tokens", failure);
      return Set.of();
    }
  }
}
