package org.colloque.server.streaming;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.lists.Lists;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.streaming.StreamQueries.Open;
import org.colloque.server.streaming.StreamQueries.Reach;

/** Announces statuses: to home feeds as each reader sees them, to public streams as a stranger. */
final class StatusNews {
  /**
   * A status that is published longer ago came in with an old thread: no news for public streams
   * (as Mastodon's window for real time).
   */
  static final Duration FRESH = Duration.ofHours(6);

  /** Readers for whom a status is rendered at once. */
  private static final int BATCH = 500;

  private final Kit kit;
  private final Hub hub;
  private final StatusEntities entities;
  private final Lists lists;

  StatusNews(Kit kit, Hub hub, StatusEntities entities, Lists lists) {
    this.kit = kit;
    this.hub = hub;
    this.entities = entities;
    this.lists = lists;
  }

  /** A new status or reblog. */
  void created(StatusId status) {
    announce(status, "update", true);
  }

  /** An edited status goes where a new one would. */
  void edited(StatusId status) {
    announce(status, "status.update", false);
  }

  /**
   * A status of a group goes to the streams that members listen to as to a list. For each of them
   * the database decides anew, so that who was removed a moment ago hears nothing.
   */
  void inGroup(StatusId status, String group, String name) {
    for (Subscription subscription : hub.subscriptions(Topic.of(StreamName.LIST, group))) {
      alone(status, subscription.client().holder().account())
          .ifPresent(json -> subscription.send(event(name, json)));
    }
  }

  /** Everybody may learn that it was there: whoever is told of statuses is told. */
  void deleted(StatusId status) {
    Event event = new Event("delete", status.toString());
    for (Topic topic : hub.topics()) {
      if (topic.name().carriesStatuses()) {
        hub.subscriptions(topic).forEach(subscription -> subscription.send(event));
      }
    }
  }

  /** Only {@code readers} may learn of it. */
  void deleted(StatusId status, List<AccountId> readers) {
    Event event = new Event("delete", status.toString());
    for (AccountId reader : readers) {
      home(reader).forEach(subscription -> subscription.send(event));
    }
    for (Topic topic : hub.topics()) {
      if (topic.name() == StreamName.LIST) {
        hub.subscriptions(topic).stream()
            .filter(subscription -> readers.contains(subscription.client().holder().account()))
            .forEach(subscription -> subscription.send(event));
      }
    }
  }

  private void announce(StatusId status, String name, boolean freshOnly) {
    List<Long> connected = hub.accounts();
    if (connected.isEmpty()) {
      return;
    }
    tellLists(status, name);
    Viewer stranger = Viewer.stranger();
    Reach reach =
        kit.db()
            .as(
                stranger,
                tx ->
                    StreamQueries.reach(
                        tx.sql(), status, connected, kit.now().atOffset(ZoneOffset.UTC)));
    List<Long> readers = reach.readers().stream().filter(this::listens).toList();
    for (int from = 0; from < readers.size(); from += BATCH) {
      tellReaders(status, name, readers.subList(from, Math.min(from + BATCH, readers.size())));
    }
    reach
        .open()
        .filter(open -> !freshOnly || isFresh(open))
        .ifPresent(open -> tellEverybody(status, name, open));
  }

  /** Lists that show it, as the owner of each sees it. */
  private void tellLists(StatusId status, String name) {
    List<Long> open =
        hub.topics().stream()
            .filter(topic -> topic.name() == StreamName.LIST)
            .flatMap(topic -> Decimal.parse(topic.about()).stream())
            .toList();
    lists
        .showing(status, open)
        .forEach((list, owner) ->
            alone(status, owner)
                .map(json -> event(name, json))
                .ifPresent(event ->
                    hub.subscriptions(Topic.of(StreamName.LIST, Long.toString(list))).stream()
                        .filter(each -> each.client().holder().account().equals(owner))
                        .forEach(subscription -> subscription.send(event))));
  }

  private boolean listens(long account) {
    return !home(new AccountId(account)).isEmpty();
  }

  private Collection<Subscription> home(AccountId account) {
    return hub.subscriptions(Topic.of(StreamName.USER, account));
  }

  private boolean isFresh(Open open) {
    return open.createdAt().toInstant().isAfter(kit.now().minus(FRESH));
  }

  /**
   * Home feeds. What the fediverse may have is rendered for all readers together; a row of a
   * private group exists for each member alone, so that the database itself decides once more.
   */
  private void tellReaders(StatusId status, String name, List<Long> readers) {
    Map<Long, RawJson> together =
        kit.db().as(Viewer.stranger(), tx -> entities.forReaders(tx.sql(), readers, status));
    IdentityHashMap<RawJson, Event> events = new IdentityHashMap<>();
    for (long reader : readers) {
      RawJson json = together.get(reader);
      if (json == null) {
        alone(status, new AccountId(reader)).ifPresent(own -> send(reader, event(name, own)));
      } else {
        send(reader, events.computeIfAbsent(json, text -> event(name, text)));
      }
    }
  }

  private Optional<RawJson> alone(StatusId status, AccountId reader) {
    Viewer viewer = Viewer.of(reader);
    return kit.db().as(viewer, tx -> entities.one(tx.sql(), viewer, status));
  }

  private void send(long reader, Event event) {
    home(new AccountId(reader)).forEach(subscription -> subscription.send(event));
  }

  private void tellEverybody(StatusId status, String name, Open open) {
    List<Subscription> willing = new ArrayList<>();
    for (Topic topic : topics(open)) {
      for (Subscription subscription : hub.subscriptions(topic)) {
        if (!open.unwilling().contains(subscription.client().holder().account().value())) {
          willing.add(subscription);
        }
      }
    }
    if (willing.isEmpty()) {
      return;
    }
    Viewer stranger = Viewer.stranger();
    kit.db()
        .as(stranger, tx -> entities.one(tx.sql(), stranger, status))
        .map(json -> event(name, json))
        .ifPresent(event -> willing.forEach(subscription -> subscription.send(event)));
  }

  private static List<Topic> topics(Open open) {
    List<Topic> topics = new ArrayList<>();
    if (open.listed()) {
      topics.add(Topic.of(StreamName.PUBLIC));
      topics.add(Topic.of(open.local() ? StreamName.PUBLIC_LOCAL : StreamName.PUBLIC_REMOTE));
      if (open.media()) {
        topics.add(Topic.of(StreamName.PUBLIC_MEDIA));
        topics.add(
            Topic.of(
                open.local() ? StreamName.PUBLIC_LOCAL_MEDIA : StreamName.PUBLIC_REMOTE_MEDIA));
      }
    }
    if (open.tagged()) {
      for (String tag : open.tags()) {
        topics.add(Topic.of(StreamName.HASHTAG, tag));
        if (open.local()) {
          topics.add(Topic.of(StreamName.HASHTAG_LOCAL, tag));
        }
      }
    }
    return topics;
  }

  private static Event event(String name, RawJson json) {
    return new Event(name, json.toString());
  }
}
