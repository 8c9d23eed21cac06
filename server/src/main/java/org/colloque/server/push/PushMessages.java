package org.colloque.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.colloque.migrations.Tables.FOLLOWS;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.database.Tx;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Json;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationEntities;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.pages.Assets;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.StatusViews;
import org.colloque.server.text.PlainText;
import org.jooq.impl.DSL;

/**
 * What a device is told of a notification, in the words that clients expect (semantics.md, section
 * 11). It is put together when it is sent, as the member sees the notification at that moment: who
 * has left a group, or hides with a filter what it is about, is told nothing.
 */
final class PushMessages {
  /** Longest text in it, in grapheme clusters. */
  static final int MAX_BODY = 140;

  /** Longest title: names may be as long as their servers let them. */
  private static final int MAX_TITLE = 100;

  private static final Map<String, String> SENTENCES =
      Map.ofEntries(
          Map.entry("mention", "notification.mention"),
          Map.entry("follow", "notification.follow"),
          Map.entry("follow_request", "notification.request"),
          Map.entry("favourite", "notification.favourite"),
          Map.entry("reblog", "notification.reblog"),
          Map.entry("status", "notification.post"),
          Map.entry("update", "notification.edit"),
          Map.entry("quote", "notification.quote"),
          Map.entry("quoted_update", "notification.quoted"),
          Map.entry("poll", "notification.poll"),
          Map.entry("admin.report", "notification.report"));

  private final Kit kit;
  private final NotificationEntities notifications;

  PushMessages(Kit kit, NotificationEntities notifications) {
    this.kit = kit;
    this.notifications = notifications;
  }

  /**
   * The message; empty when there is nothing to tell.
   *
   * @param tx opened for the member
   */
  Optional<byte[]> of(Tx tx, PushQueries.Listener listener, long id) {
    Subscription subscription = listener.subscription();
    return notifications
        .one(tx.sql(), subscription.account(), id)
        .map(entity -> Json.read(Json.write(entity)))
        .filter(told -> !StatusViews.isHidden(told.path("status"), FilterContext.NOTIFICATIONS))
        .filter(told -> isWanted(tx, subscription, told.path("account").path("id").asLong()))
        .filter(told -> SENTENCES.containsKey(told.path("type").asText()))
        .map(told -> message(tx, listener, id, told))
        .or(() -> ofPages(tx, listener, id));
  }

  /** Of what only pages show: who asked for news of groups hears that there is some. */
  private Optional<byte[]> ofPages(Tx tx, PushQueries.Listener listener, long id) {
    String invitation = NotificationType.GROUP_INVITATION.wire();
    return tx.sql()
        .select(NOTIFICATIONS.TYPE)
        .from(NOTIFICATIONS)
        .leftJoin(GROUPS)
        .on(GROUPS.ID.eq(NOTIFICATIONS.GROUP_ID))
        .where(NOTIFICATIONS.ID.eq(id))
        .and(NOTIFICATIONS.TYPE.in(NotificationType.OF_PAGES))
        // the group is seen by its members, and who is asked in is none yet
        .and(GROUPS.ID.isNotNull().or(NOTIFICATIONS.TYPE.eq(invitation)))
        .fetchOptional(row -> Json.write(neutral(listener, id, row.value1())));
  }

  /**
   * @param path the page that a browser opens; apps have pages of their own
   */
  private ObjectNode envelope(PushQueries.Listener listener, long id, String type, String path) {
    ObjectNode message = Json.object();
    byte[] sealed = listener.subscription().sealedToken();
    if (sealed == null) {
      message.put("path", path);
    } else {
      byte[] token = kit.secrets().decrypt(Subscription.PURPOSE, sealed);
      message.put("access_token", new String(token, UTF_8));
    }
    message.put("preferred_locale", Messages.of(listener.words()).language());
    message.put("notification_id", id);
    return message.put("notification_type", type);
  }

  private ObjectNode neutral(PushQueries.Listener listener, long id, String type) {
    Messages words = Messages.of(listener.words());
    return envelope(listener, id, type, Paths.NOTIFICATIONS)
        .put("icon", kit.urls().absolute(Assets.url("icon-192.png")))
        .put("title", words.get("push.group.title"))
        .put("body", words.get("push.group.body"));
  }

  private byte[] message(Tx tx, PushQueries.Listener listener, long id, JsonNode told) {
    String type = told.path("type").asText();
    if (!listener.groups() && isOfGroup(tx, id)) {
      return Json.write(neutral(listener, id, type));
    }
    JsonNode account = told.path("account");
    String name =
        Stream.of("display_name", "username")
            .map(field -> account.path(field).asText())
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("");
    String key = SENTENCES.getOrDefault(type, "push.group.title");
    String title = Messages.of(listener.words()).get(key, name);
    JsonNode status = told.path("status");
    String path = status.isObject() ? StatusViews.path(status) : Paths.NOTIFICATIONS;
    return Json.write(
        envelope(listener, id, type, path)
            .put("icon", account.path("avatar_static").asText())
            .put("title", PlainText.cut(title, MAX_TITLE))
            .put("body", body(told)));
  }

  /**
   * The warning of a post, or else its text; of who has no post here, what they say of themselves.
   */
  private static String body(JsonNode told) {
    JsonNode status = told.path("status");
    String warning = status.path("spoiler_text").asText();
    String text =
        status.isObject()
            ? status.path("content").asText()
            : told.path("account").path("note").asText();
    return warning.isBlank() ? PlainText.line(text, MAX_BODY) : PlainText.cut(warning, MAX_BODY);
  }

  private static boolean isOfGroup(Tx tx, long id) {
    return tx.sql()
        .fetchExists(NOTIFICATIONS, NOTIFICATIONS.ID.eq(id), NOTIFICATIONS.GROUP_ID.isNotNull());
  }

  private static boolean isWanted(Tx tx, Subscription subscription, long from) {
    long to = subscription.account().value();
    return switch (subscription.policy()) {
      case ALL -> true;
      case NONE -> false;
      case FOLLOWED -> follows(tx, to, from);
      case FOLLOWER -> follows(tx, from, to);
    };
  }

  private static boolean follows(Tx tx, long who, long whom) {
    return tx.sql()
        .fetchExists(
            DSL.selectOne()
                .from(FOLLOWS)
                .where(FOLLOWS.ACCOUNT_ID.eq(who))
                .and(FOLLOWS.TARGET_ACCOUNT_ID.eq(whom)));
  }
}
