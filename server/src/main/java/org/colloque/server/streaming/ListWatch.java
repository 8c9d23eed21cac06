package org.colloque.server.streaming;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.http.ProblemException;
import org.colloque.server.lists.Lists;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whose a list is, and ends what should not have begun. Whoever announces to a list looks at
 * each subscription again, so that nothing is told to others in between.
 */
final class ListWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ListWatch.class);

  private final Hub hub;
  private final Lists lists;

  ListWatch(Hub hub, Lists lists) {
    this.hub = hub;
    this.lists = lists;
  }

  /**
   * For a refusal in time, while the connection can still be answered over HTTP.
   *
   * @throws ProblemException 401 for a list that {@code account} does not have
   */
  void require(AccountId account, Channel channel) {
    if (channel.name() == StreamName.LIST
        && Decimal.parse(channel.tag()).filter(id -> lists.has(account, id)).isEmpty()) {
      throw Channel.noList();
    }
  }

  /** Subscribes, in the order of the frames; the database is asked on a thread of its own. */
  void subscribe(Client client, Channel channel) {
    hub.subscribe(client, channel);
    if (channel.name() == StreamName.LIST) {
      Thread.startVirtualThread(() -> check(client, channel));
    }
  }

  private void check(Client client, Channel channel) {
    try {
      require(client.holder().account(), channel);
    } catch (ProblemException refused) {
      hub.unsubscribe(client, channel);
      client.send(refused);
    } catch (RuntimeException failure) {
      LOG.debug("asking for a list", failure);
      hub.unsubscribe(client, channel);
      client.send(ProblemException.of(503, "The list could not be looked up"));
    }
  }
}
