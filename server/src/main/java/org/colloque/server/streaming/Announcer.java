package org.colloque.server.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.announcements.Announce;
import org.colloque.server.announcements.AnnouncementsApi;
import org.colloque.server.conversations.ConversationEntities;
import org.colloque.server.conversations.KeepConversations;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationEntities;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StatusSignals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what was committed and announces it, one after the other on a thread of its own: a deletion
 * never overtakes the status. What is too much to announce in time is left out; clients find it in
 * the timelines.
 */
final class Announcer implements AutoCloseable {
  /** Signals that wait for being announced. */
  static final int MAX_WAITING = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final long STOP_MILLIS = 1_000;

  private final Kit kit;
  private final Hub hub;
  private final NotificationEntities notifications;
  private final ConversationEntities conversations;
  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread = Thread.ofVirtual().name("streaming").unstarted(this::run);

  Announcer(
      Kit kit,
      Hub hub,
      StatusNews statuses,
      NotificationEntities notifications,
      ConversationEntities conversations) {
    this.kit = kit;
    this.hub = hub;
    this.notifications = notifications;
    this.conversations = conversations;
    on(StatusSignals.CREATED, payload -> status(payload).ifPresent(statuses::created));
    on(StatusSignals.EDITED, payload -> status(payload).ifPresent(statuses::edited));
    on(StatusSignals.DELETED, payload -> deleted(statuses, payload));
    on(StatusSignals.IN_GROUP, payload -> inGroup(statuses, payload));
    on(Notifier.TOPIC, payload -> of(payload, this::tell));
    on(Notifier.MERGED, this::merged);
    on(KeepConversations.TOPIC, payload -> of(payload, this::tellConversation));
    on(Announce.SAID, this::announced);
    on(Announce.GONE, id -> toAll(new Event("announcement.delete", id)));
    on(Announce.REACTED, this::reacted);
    thread.start();
  }

  private void on(String topic, Consumer<String> action) {
    kit.signals()
        .on(
            topic,
            payload -> {
              if (!hub.isEmpty() && !waiting.offer(() -> action.accept(payload))) {
                LOG.warn("too much to announce: one {} is left out", topic);
              }
            });
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        Runnable next = waiting.take();
        try {
          next.run();
        } catch (RuntimeException failure) {
          LOG.warn("something could not be announced", failure);
        }
      }
    } catch (InterruptedException stop) {
      LOG.debug("stopped", stop);
    }
  }

  private static Optional<StatusId> status(String payload) {
    return StatusId.parse(payload);
  }

  private static void inGroup(StatusNews statuses, String payload) {
    List<String> words = Arrays.asList(payload.split(" ", -1));
    boolean fresh = words.getFirst().equals(StatusSignals.Change.CREATED.name());
    status(words.getLast())
        .ifPresent(
            status -> statuses.inGroup(status, words.get(1), fresh ? "update" : "status.update"));
  }

  private static void deleted(StatusNews statuses, String payload) {
    List<String> words = Arrays.asList(payload.split(" ", -1));
    status(words.getFirst())
        .ifPresent(status -> {
          if (words.getLast().equals("*")) {
            statuses.deleted(status);
          } else {
            statuses.deleted(
                status,
                words.stream().skip(1).flatMap(id -> AccountId.parse(id).stream()).toList());
          }
        });
  }

  /** What is whose, by two numbers. */
  private static void of(String payload, BiConsumer<AccountId, Long> action) {
    int space = payload.indexOf(' ');
    Optional<AccountId> account = AccountId.parse(payload.substring(0, Math.max(space, 0)));
    Optional<Long> id = Decimal.parse(payload.substring(space + 1));
    if (account.isPresent() && id.isPresent()) {
      action.accept(account.get(), id.get());
    }
  }

  private void tellConversation(AccountId account, long id) {
    Collection<Subscription> told = hub.subscriptions(Topic.of(StreamName.DIRECT, account));
    if (told.isEmpty()) {
      return;
    }
    kit.db()
        .as(Viewer.of(account), tx -> conversations.one(tx.sql(), account, id))
        .map(Json::write)
        .map(json -> new Event("conversation", new String(json, StandardCharsets.UTF_8)))
        .ifPresent(event -> told.forEach(subscription -> subscription.send(event)));
  }

  private void merged(String payload) {
    Event event = new Event("notifications_merged", "1");
    AccountId.parse(payload)
        .ifPresent(account -> told(account).forEach(subscription -> subscription.send(event)));
  }

  private void announced(String payload) {
    Decimal.parse(payload)
        .flatMap(id -> kit.db().as(Viewer.stranger(), tx -> AnnouncementsApi.told(tx, kit, id)))
        .map(json -> new Event("announcement", new String(json, StandardCharsets.UTF_8)))
        .ifPresent(this::toAll);
  }

  private void reacted(String payload) {
    int space = payload.indexOf(' ');
    Decimal.parse(payload.substring(0, Math.max(space, 0)))
        .map(id ->
            kit.db()
                .as(
                    Viewer.stranger(),
                    tx -> AnnouncementsApi.toldReaction(tx, kit, id, payload.substring(space + 1))))
        .ifPresent(told -> toAll(new Event("announcement.reaction", told.toString())));
  }

  /** To whoever listens to what is theirs. */
  private void toAll(Event event) {
    for (Topic topic : hub.topics()) {
      if (topic.name() == StreamName.USER) {
        hub.subscriptions(topic).forEach(subscription -> subscription.send(event));
      }
    }
  }

  /** Over {@code user} only apps that may read notifications. */
  private List<Subscription> told(AccountId account) {
    return Stream.of(StreamName.USER, StreamName.USER_NOTIFICATION)
        .flatMap(name -> hub.subscriptions(Topic.of(name, account)).stream())
        .filter(subscription -> subscription.client().hearsNotifications())
        .toList();
  }

  private void tell(AccountId account, long id) {
    List<Subscription> told = told(account);
    if (told.isEmpty()) {
      return;
    }
    kit.db()
        .as(Viewer.of(account), tx -> notifications.one(tx.sql(), account, id))
        .map(Json::write)
        .map(json -> new Event("notification", new String(json, StandardCharsets.UTF_8)))
        .ifPresent(event -> told.forEach(subscription -> subscription.send(event)));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
