package org.colloque.server.streaming;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Problems;

/**
 * Who is connected to this process, and who listens to what. Changes take a short lock; announcing
 * reads without one.
 */
final class Hub {
  /** Streams open in this process. */
  static final int MAX_CONNECTIONS = 20_000;

  /** Streams of one member over all apps and tabs. */
  static final int MAX_PER_ACCOUNT = 32;

  /** Channels of one connection. */
  static final int MAX_CHANNELS = 64;

  private final Map<Topic, Set<Subscription>> topics = new ConcurrentHashMap<>();
  private final Map<Long, Set<Client>> accounts = new ConcurrentHashMap<>();
  private int connections;

  /**
   * For a refusal in time, while the connection can still be answered over HTTP.
   *
   * @throws ProblemException 429 when this member has too many streams, 503 when the process has
   */
  synchronized void requireRoom(AccountId account) {
    if (connections >= MAX_CONNECTIONS) {
      throw Problems.overloaded();
    }
    if (accounts.getOrDefault(account.value(), Set.of()).size() >= MAX_PER_ACCOUNT) {
      throw ProblemException.of(429, "Too many open streams");
    }
  }

  /**
   * @throws ProblemException as {@link #requireRoom}
   */
  synchronized void add(Client client) {
    AccountId account = client.holder().account();
    requireRoom(account);
    if (accounts.computeIfAbsent(account.value(), _ -> ConcurrentHashMap.newKeySet()).add(client)) {
      connections++;
    }
  }

  /** Nothing happens for a client that was not added, or was removed already. */
  synchronized void remove(Client client) {
    Long account = client.holder().account().value();
    Set<Client> own = accounts.get(account);
    if (own == null || !own.remove(client)) {
      return;
    }
    connections--;
    if (own.isEmpty()) {
      accounts.remove(account);
    }
    for (Channel channel : Set.copyOf(client.channels())) {
      unsubscribe(client, channel);
    }
  }

  /**
   * Subscribing twice is subscribing once.
   *
   * @throws ProblemException 429 when the client listens to too much
   */
  synchronized void subscribe(Client client, Channel channel) {
    AccountId account = client.holder().account();
    if (!accounts.getOrDefault(account.value(), Set.of()).contains(client)
        || client.channels().contains(channel)) {
      return;
    }
    if (client.channels().size() >= MAX_CHANNELS) {
      throw ProblemException.of(429, "Too many subscriptions");
    }
    client.channels().add(channel);
    topics
        .computeIfAbsent(channel.topic(account), _ -> ConcurrentHashMap.newKeySet())
        .add(new Subscription(client, channel));
  }

  synchronized void unsubscribe(Client client, Channel channel) {
    if (client.channels().remove(channel)) {
      topics.computeIfPresent(
          channel.topic(client.holder().account()),
          (_, subscriptions) -> {
            subscriptions.remove(new Subscription(client, channel));
            return subscriptions.isEmpty() ? null : subscriptions;
          });
    }
  }

  boolean isEmpty() {
    return accounts.isEmpty();
  }

  /** Accounts with an open connection. */
  List<Long> accounts() {
    return List.copyOf(accounts.keySet());
  }

  Collection<Subscription> subscriptions(Topic topic) {
    return topics.getOrDefault(topic, Set.of());
  }

  Set<Topic> topics() {
    return topics.keySet();
  }

  Set<Client> clients() {
    Set<Client> all = new HashSet<>();
    accounts.values().forEach(all::addAll);
    return all;
  }
}
