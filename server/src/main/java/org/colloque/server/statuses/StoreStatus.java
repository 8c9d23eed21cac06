package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.CONVERSATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.cards.CardErrands;
import org.colloque.server.conversations.KeepConversations;
import org.colloque.server.database.Batch;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.statuses.StatusInserts.Parent;
import org.colloque.server.statuses.StatusInserts.Row;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Stores a status that was checked, local or remote, with all that follows from it here: mentions,
 * hashtags, media, counters, home feeds, notifications, and the signal to streams. Telling other
 * servers is the caller's part.
 */
public final class StoreStatus {
  private static final String TOLD =
      """
      SELECT target_account_id, account_id FROM follows
      WHERE target_account_id = ANY (?) AND notify
      """;

  private final Kit kit;
  private final Notifier notifier;
  private final StatusTags tags;
  private final AttachMedia media;
  private final KeepConversations conversations;

  public StoreStatus(Kit kit, Notifier notifier) {
    this.kit = kit;
    this.notifier = notifier;
    this.tags = new StatusTags(kit);
    this.media = new AttachMedia(kit);
    this.conversations = new KeepConversations(kit);
  }

  /** Empty when a status with this {@code uri} is stored already: nothing happens then. */
  public Optional<StatusId> store(Tx tx, NewStatus status) {
    return storeAll(tx, List.of(status)).getFirst();
  }

  /**
   * As {@link #store}, for many: the number of statements does not grow with theirs. None of them
   * answers another one of them.
   *
   * @return for each, in their order
   */
  public List<Optional<StatusId>> storeAll(Tx tx, List<NewStatus> statuses) {
    return write(tx, statuses, false);
  }

  /**
   * Stores what was fetched because something else needed it, an old thread for instance. It is no
   * news: nobody is told, and no feed gets it.
   */
  public Optional<StatusId> storeQuietly(Tx tx, NewStatus status) {
    return write(tx, List.of(status), true).getFirst();
  }

  /**
   * What was only fetched so far comes from its own server, as {@code status}: now it is news.
   *
   * @return whether it was
   */
  public boolean arrived(Tx tx, StatusId id, NewStatus status) {
    boolean quiet =
        tx.sql()
                .update(STATUSES)
                .set(STATUSES.QUIET, false)
                .where(STATUSES.ID.eq(id.value()))
                .and(STATUSES.QUIET)
                .and(STATUSES.DELETED_AT.isNull())
                .execute()
            == 1;
    if (quiet) {
      Feeds.deliverAgain(tx.sql(), id, !status.tags().isEmpty());
      tell(tx, List.of(new Row(id.value(), status, status.uri(), status.url(), null, 0)));
    }
    return quiet;
  }

  private List<Optional<StatusId>> write(Tx tx, List<NewStatus> statuses, boolean quiet) {
    List<Row> rows = rows(tx.sql(), statuses);
    Set<Long> stored = StatusInserts.insert(tx.sql(), rows, quiet);
    List<Row> fresh = rows.stream().filter(row -> stored.contains(row.id())).toList();
    if (!fresh.isEmpty()) {
      complete(tx, fresh, quiet);
    }
    return rows.stream()
        .map(row ->
            stored.contains(row.id())
                ? Optional.of(new StatusId(row.id()))
                : Optional.<StatusId>empty())
        .toList();
  }

  private void complete(Tx tx, List<Row> rows, boolean quiet) {
    for (Row row : rows) {
      StatusId id = new StatusId(row.id());
      media.attach(tx, id, row.status());
      tags.add(tx.sql(), id, row.status().tags());
    }
    StatusInserts.mentions(tx.sql(), rows);
    StatusInserts.adoptChildren(tx.sql(), rows);
    if (!quiet) {
      // home feeds hold nothing of groups
      List<Row> open = rows.stream().filter(row -> row.group() == null).toList();
      Feeds.deliver(
          tx.sql(),
          ids(open),
          ids(open.stream().filter(row -> !row.status().tags().isEmpty()).toList()));
      tell(tx, rows);
    }
    // last, because from here to the end others who count on the same rows wait
    StatusInserts.count(tx.sql(), rows);
  }

  private List<Row> rows(DSLContext sql, List<NewStatus> statuses) {
    Map<Long, Parent> parents = parents(sql, statuses);
    Map<String, Long> conversations = conversations(sql, statuses, parents);
    List<Row> rows = new ArrayList<>();
    for (NewStatus status : statuses) {
      long id = status.local() ? kit.ids().next() : kit.ids().at(status.createdAt());
      Parent parent = parent(status, parents);
      Optional<Long> known =
          parent == null
              ? Optional.ofNullable(conversations.get(namedConversation(status)))
              : Optional.of(parent.conversation());
      rows.add(row(sql, id, status, parent, known.orElseGet(kit.ids()::next)));
    }
    return rows;
  }

  private Row row(
      DSLContext sql, long id, NewStatus status, @Nullable Parent parent, long conversation) {
    if (!status.local()) {
      return new Row(id, status, status.uri(), status.url(), parent, conversation);
    }
    String username = username(sql, status.author());
    return switch (status.audience()) {
      case Audience.Fediverse _ ->
          new Row(
              id,
              status,
              kit.urls().statusUri(username, id),
              kit.urls().statusPage(username, id),
              parent,
              conversation);
      case Audience.Group group ->
          new Row(id, status, null, kit.urls().groupPost(group.group(), id), parent, conversation);
    };
  }

  private static @Nullable Parent parent(NewStatus status, Map<Long, Parent> parents) {
    StatusId id = status.inReplyTo();
    return id == null ? null : parents.get(id.value());
  }

  private static Map<Long, Parent> parents(DSLContext sql, List<NewStatus> statuses) {
    Set<Long> ids = new HashSet<>();
    for (NewStatus status : statuses) {
      if (status.inReplyTo() != null) {
        ids.add(status.inReplyTo().value());
      }
    }
    return ids.isEmpty()
        ? Map.of()
        : sql.select(STATUSES.ID, STATUSES.ACCOUNT_ID, STATUSES.CONVERSATION_ID)
            .from(STATUSES)
            .where(STATUSES.ID.in(ids))
            .and(STATUSES.DELETED_AT.isNull())
            .fetchMap(STATUSES.ID, row -> new Parent(row.value1(), row.value2(), row.value3()));
  }

  /** The name that others gave to the conversation; our own names are no names. */
  private String namedConversation(NewStatus status) {
    String uri = status.conversationUri();
    return uri == null || kit.urls().isOurs(uri) ? "" : uri;
  }

  /** The conversations that have names, by these; those that are new are noted. */
  private Map<String, Long> conversations(
      DSLContext sql, List<NewStatus> statuses, Map<Long, Parent> parents) {
    Set<String> named = new TreeSet<>();
    for (NewStatus status : statuses) {
      if (parent(status, parents) == null) {
        named.add(namedConversation(status));
      }
    }
    named.remove("");
    if (named.isEmpty()) {
      return Map.of();
    }
    var insert = sql.insertInto(CONVERSATIONS, CONVERSATIONS.ID, CONVERSATIONS.URI);
    for (String name : named) {
      insert = insert.values(kit.ids().next(), name);
    }
    insert.onConflictDoNothing().execute();
    return sql.select(CONVERSATIONS.URI, CONVERSATIONS.ID)
        .from(CONVERSATIONS)
        .where(CONVERSATIONS.URI.in(named))
        .fetchMap(CONVERSATIONS.URI, CONVERSATIONS.ID);
  }

  private static String username(DSLContext sql, AccountId account) {
    return sql.select(ACCOUNTS.USERNAME)
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.eq(account.value()))
        .fetchSingle()
        .value1();
  }

  private static Long[] ids(List<Row> rows) {
    return rows.stream().map(Row::id).toArray(Long[]::new);
  }

  private void tell(Tx tx, List<Row> rows) {
    Map<Long, NewStatus> forFollowers = new HashMap<>();
    for (Row row : rows) {
      NewStatus status = row.status();
      for (NewStatus.Mentioned mentioned : status.mentions()) {
        if (!mentioned.silent()) {
          notifier.tell(
              tx,
              mentioned.account(),
              NotificationType.MENTION,
              status.author(),
              new StatusId(row.id()));
        }
      }
      boolean toFollowers = !status.audience().column().equals("direct") && row.group() == null;
      if (toFollowers && status.inReplyTo() == null) {
        forFollowers.put(row.id(), status);
      }
    }
    tellFollowers(tx, forFollowers);
    conversations.add(
        tx,
        rows.stream()
            .filter(row -> row.status().audience().column().equals("direct"))
            .map(Row::id)
            .toList());
    for (Row row : rows) {
      if (row.group() != null) {
        StatusSignals.inGroup(
            kit.signals(), tx, StatusSignals.Change.CREATED, row.group(), new StatusId(row.id()));
      }
    }
    CardErrands.written(
        kit,
        tx,
        rows.stream()
            .filter(row -> row.group() == null)
            .map(row ->
                new CardErrands.Post(
                    row.id(),
                    row.status().audience().column(),
                    row.status().html(),
                    row.status().hasMedia()))
            .toList());
    StatusSignals.created(
        kit.signals(), tx, ids(rows.stream().filter(row -> row.group() == null).toList()));
  }

  /** Those who want to be told of each post. */
  private void tellFollowers(Tx tx, Map<Long, NewStatus> statuses) {
    if (statuses.isEmpty()) {
      return;
    }
    Long[] authors =
        statuses.values().stream().map(status -> status.author().value()).toArray(Long[]::new);
    Map<Long, List<Long>> told = new HashMap<>();
    Batch.query(tx.sql(), TOLD, row -> Map.entry(row.getLong(1), row.getLong(2)), (Object) authors)
        .forEach(follow ->
            told.computeIfAbsent(follow.getKey(), _ -> new ArrayList<>()).add(follow.getValue()));
    statuses.forEach((id, status) ->
        told.getOrDefault(status.author().value(), List.of())
            .forEach(follower ->
                notifier.tell(
                    tx,
                    new AccountId(follower),
                    NotificationType.STATUS,
                    status.author(),
                    new StatusId(id))));
  }
}
