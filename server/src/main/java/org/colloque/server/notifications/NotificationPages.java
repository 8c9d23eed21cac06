package org.colloque.server.notifications;

import static org.colloque.migrations.Tables.MARKERS;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationQueries.Row;
import org.colloque.server.notifications.NotificationQueries.Wanted;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.NotificationView;
import org.colloque.server.pages.view.NotificationsView;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;

/** What happened to the member. Opening the newest page marks all as read. */
public final class NotificationPages {
  private static final int LIMIT = 30;
  private static final Map<String, NotificationView.Kind> KINDS =
      Map.ofEntries(
          Map.entry("mention", NotificationView.Kind.MENTION),
          Map.entry("follow", NotificationView.Kind.FOLLOW),
          Map.entry("follow_request", NotificationView.Kind.FOLLOW_REQUEST),
          Map.entry("favourite", NotificationView.Kind.FAVOURITE),
          Map.entry("admin.report", NotificationView.Kind.REPORT),
          Map.entry("reblog", NotificationView.Kind.REBLOG),
          Map.entry("poll", NotificationView.Kind.POLL),
          Map.entry("status", NotificationView.Kind.POST),
          Map.entry("update", NotificationView.Kind.EDIT),
          Map.entry("quote", NotificationView.Kind.QUOTE),
          Map.entry("quoted_update", NotificationView.Kind.QUOTED_EDIT),
          Map.entry(NotificationType.QUOTE_REQUEST.wire(), NotificationView.Kind.QUOTE_REQUEST));
  private static final Wanted SHOWN =
      new Wanted(
          Stream.concat(KINDS.keySet().stream(), NotificationType.OF_PAGES.stream())
              .collect(Collectors.toUnmodifiableSet()),
          Set.of(),
          Optional.empty(),
          false);

  private final Kit kit;
  private final PageReplies replies;
  private final AccountEntities accounts;
  private final StatusEntities statuses;
  private final GroupNews groups;

  public NotificationPages(
      Kit kit,
      PageReplies replies,
      AccountEntities accounts,
      StatusEntities statuses,
      GroupNews groups) {
    this.kit = kit;
    this.replies = replies;
    this.accounts = accounts;
    this.statuses = statuses;
    this.groups = groups;
  }

  public List<Route> routes() {
    return List.of(Route.get(Paths.NOTIFICATIONS, Access.signedIn(), this::show));
  }

  private Reply show(Request request) {
    Caller.Member member = request.caller().required();
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    NotificationsView view =
        kit.db()
            .as(
                Viewer.of(member.account()),
                tx -> view(tx, member, paging, replies.messages(request)));
    return replies.ok(request, view);
  }

  private NotificationsView view(Tx tx, Caller.Member member, Paging paging, Messages messages) {
    boolean first = paging.maxId().isEmpty() && paging.minId().isEmpty();
    List<Row> rows = NotificationQueries.page(tx.sql(), member.account(), paging, SHOWN);
    long lastRead = lastRead(tx, member);
    List<NotificationView> views = views(tx, member.account(), rows, lastRead, messages);
    if (first && !rows.isEmpty() && rows.getFirst().id() > lastRead) {
      markRead(tx, member, rows.getFirst().id());
    }
    List<Long> ids = rows.stream().map(Row::id).toList();
    return new NotificationsView(
        views,
        PageCursor.of(Paths.NOTIFICATIONS, ids, LIMIT, first),
        first ? NotificationRequests.summary(tx.sql(), member.account()).people() : 0);
  }

  private List<NotificationView> views(
      Tx tx, AccountId reader, List<Row> rows, long lastRead, Messages messages) {
    List<Long> people = rows.stream().map(Row::from).distinct().toList();
    Map<Long, RawJson> senders = accounts.byIds(tx.sql(), people);
    Map<Long, String> professions = AccountViews.professions(tx.sql(), people);
    Map<Long, StatusView> about = about(tx, reader, rows);
    Map<List<Long>, String> reactions = NotificationQueries.reactions(tx.sql(), rows);
    Map<Long, NotificationView.News> news = groups.of(tx, reader, messages, told(rows));
    List<NotificationView> views = new ArrayList<>();
    for (Row row : rows) {
      RawJson sender = senders.get(row.from());
      StatusView status = row.status() == null ? null : about.get(row.status());
      NotificationView.Kind kind = KINDS.get(row.type());
      NotificationView.News ofGroup = news.get(row.id());
      if (sender != null && ofGroup != null) {
        views.add(
            new NotificationView(
                AccountViews.of(Json.read(sender.bytes()), professions),
                row.createdAt().toInstant(),
                ofGroup,
                row.id() > lastRead));
      }
      // what is gone, or may no longer be read, is left out
      if (sender != null && kind != null && (row.status() == null || status != null)) {
        views.add(
            new NotificationView(
                kind,
                AccountViews.of(Json.read(sender.bytes()), professions),
                row.createdAt().toInstant(),
                status,
                kind == NotificationView.Kind.FAVOURITE && row.status() != null
                    ? reactions.get(List.of(row.from(), row.status()))
                    : null,
                null,
                row.id() > lastRead));
      }
    }
    return views;
  }

  private static List<GroupNews.Told> told(List<Row> rows) {
    List<GroupNews.Told> told = new ArrayList<>();
    for (Row row : rows) {
      Long group = row.group();
      if (group != null && NotificationType.OF_PAGES.contains(row.type())) {
        told.add(new GroupNews.Told(row.id(), row.type(), row.from(), group, row.groupSeq()));
      }
    }
    return told;
  }

  private Map<Long, StatusView> about(Tx tx, AccountId reader, List<Row> rows) {
    List<Long> ids = rows.stream().map(Row::status).filter(Objects::nonNull).distinct().toList();
    Map<Long, RawJson> found = statuses.byIds(tx.sql(), Viewer.of(reader), ids);
    // what the reader's filters hide is left out with the notification
    found
        .values()
        .removeIf(
            json -> StatusViews.isHidden(Json.read(json.bytes()), FilterContext.NOTIFICATIONS));
    List<Long> order = List.copyOf(found.keySet());
    List<StatusView> views =
        StatusViews.of(
            tx.sql(),
            FilterContext.NOTIFICATIONS,
            order.stream().map(found::get).filter(Objects::nonNull).toList());
    Map<Long, StatusView> byId = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      byId.put(order.get(i), views.get(i));
    }
    return byId;
  }

  private static long lastRead(Tx tx, Caller.Member member) {
    return tx.sql().select(UnreadNotifications.lastRead(member.user())).fetchSingle().value1();
  }

  private void markRead(Tx tx, Caller.Member member, long id) {
    var now = kit.now().atOffset(ZoneOffset.UTC);
    tx.sql()
        .insertInto(MARKERS)
        .set(MARKERS.USER_ID, member.user().value())
        .set(MARKERS.TIMELINE, "notifications")
        .set(MARKERS.LAST_READ_ID, id)
        .set(MARKERS.UPDATED_AT, now)
        .onConflict(MARKERS.USER_ID, MARKERS.TIMELINE)
        .doUpdate()
        .set(MARKERS.LAST_READ_ID, id)
        .set(MARKERS.VERSION, MARKERS.VERSION.plus(1))
        .set(MARKERS.UPDATED_AT, now)
        .execute();
  }
}
