package org.colloque.server.groups;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.GROUP_LOG;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.GroupNews;
import org.colloque.server.notifications.NotificationType;
import org.colloque.server.pages.view.NotificationView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What members are told of their groups. */
final class News implements GroupNews {
  private final Kit kit;

  News(Kit kit) {
    this.kit = kit;
  }

  @Override
  public Map<Long, NotificationView.News> of(
      Tx tx, AccountId reader, Messages messages, List<Told> told) {
    if (told.isEmpty()) {
      return Map.of();
    }
    Map<GroupId, Group> mine =
        GroupQueries.mine(tx.sql(), reader).stream()
            .collect(Collectors.toMap(one -> one.group().id(), MemberOf::group));
    Map<Long, String> names = names(tx.sql(), told);
    Map<Long, NotificationView.News> news = new HashMap<>(ofLogs(tx.sql(), mine, messages, told));
    for (Told one : told) {
      String who = names.getOrDefault(one.from(), "");
      Group group = mine.get(new GroupId(one.group()));
      if (one.type().equals(NotificationType.GROUP_INVITATION.wire())) {
        news.put(
            one.id(),
            new NotificationView.News(messages.get("group.news.invitation", who), Paths.GROUPS));
      } else if (one.type().equals(NotificationType.GROUP_REQUEST.wire()) && group != null) {
        news.put(
            one.id(),
            new NotificationView.News(
                messages.get("group.news.request", who, group.name()),
                Paths.group(group.id().toString(), "/members")));
      }
    }
    return news;
  }

  private Map<Long, NotificationView.News> ofLogs(
      DSLContext sql, Map<GroupId, Group> mine, Messages messages, List<Told> told) {
    var rows =
        told.stream()
            .filter(one -> one.seq() != null)
            .map(one -> DSL.row(one.group(), Objects.requireNonNull(one.seq())))
            .toList();
    List<GroupEvent> events =
        rows.isEmpty()
            ? List.of()
            : sql.selectFrom(GROUP_LOG)
                .where(DSL.row(GROUP_LOG.GROUP_ID, GROUP_LOG.SEQ).in(rows))
                .fetch(GroupLog::event);
    Map<List<Long>, GroupEvent> bySeq =
        events.stream()
            .collect(
                Collectors.toMap(
                    event -> List.of(event.group().value(), event.seq()), event -> event));
    Map<Long, String> names = EventWords.names(sql, events);
    Map<Long, NotificationView.News> news = new HashMap<>();
    for (Told one : told) {
      Long seq = one.seq();
      Group group = mine.get(new GroupId(one.group()));
      GroupEvent event = seq == null ? null : bySeq.get(List.of(one.group(), seq));
      if (group != null && event != null) {
        Times times = new Times(messages, group.details().zone(), kit.now());
        news.put(
            one.id(),
            new NotificationView.News(
                messages.get(
                    "group.news.log", group.name(), new EventWords(times, names).sentence(event)),
                Paths.group(group.id().toString(), "/about")));
      }
    }
    return news;
  }

  private static Map<Long, String> names(DSLContext sql, List<Told> told) {
    return sql.select(
            ACCOUNTS.ID, DSL.coalesce(DSL.nullif(ACCOUNTS.DISPLAY_NAME, ""), ACCOUNTS.USERNAME))
        .from(ACCOUNTS)
        .where(ACCOUNTS.ID.in(told.stream().map(Told::from).distinct().toList()))
        .fetchMap(row -> row.value1(), row -> row.value2());
  }
}
