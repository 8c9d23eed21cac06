package org.colloque.server.notifications;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationQueries.Row;
import org.colloque.server.notifications.NotificationQueries.Wanted;

/** Notifications in the client API, one by one (v1) and grouped (v2): semantics.md, section 9. */
public final class NotificationsApi {
  private static final Access READ = Access.user("read", "read:notifications");
  private static final Access WRITE = Access.user("write", "write:notifications");
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;
  private static final int UNREAD_LIMIT = 100;
  private static final int MAX_UNREAD_LIMIT = 1000;

  private final Kit kit;
  private final NotificationEntities entities;
  private final AccountEntities accounts;

  public NotificationsApi(Kit kit, NotificationEntities entities, AccountEntities accounts) {
    this.kit = kit;
    this.entities = entities;
    this.accounts = accounts;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/notifications", READ, this::list),
        Route.get("/api/v1/notifications/unread_count", READ, request -> unread(request, false)),
        Route.get("/api/v1/notifications/:id", READ, this::show),
        Route.post("/api/v1/notifications/clear", WRITE, this::clear),
        Route.post("/api/v1/notifications/dismiss", WRITE, this::dismissNamed),
        Route.post("/api/v1/notifications/:id/dismiss", WRITE, this::dismiss),
        Route.get("/api/v2/notifications", READ, this::grouped),
        Route.get("/api/v2/notifications/unread_count", READ, request -> unread(request, true)),
        Route.get("/api/v2/notifications/:group_key", READ, this::group),
        Route.get("/api/v2/notifications/:group_key/accounts", READ, this::groupAccounts),
        Route.post("/api/v2/notifications/clear", WRITE, this::clear),
        Route.post("/api/v2/notifications/:group_key/dismiss", WRITE, this::dismissGroup));
  }

  private Reply list(Request request) {
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return asMember(
        request,
        (tx, account) -> {
          List<Row> rows = NotificationQueries.page(tx.sql(), account, paging, wanted(request));
          Reply reply = Reply.json(entities.list(tx.sql(), account, rows));
          return paging.link(reply, kit.urls(), rows.stream().map(Row::id).toList());
        });
  }

  private Reply grouped(Request request) {
    Parameters parameters = request.parameters();
    String expand = parameters.text("expand_accounts", "full");
    if (!expand.equals("full") && !expand.equals("partial_avatars")) {
      throw ProblemException.of(
          400,
          "Invalid value for 'expand_accounts': '"
              + expand
              + "', allowed values are 'full' and 'partial_avatars'");
    }
    Paging paging = Paging.of(request, LIMIT, MAX_LIMIT);
    return asMember(
        request,
        (tx, account) -> {
          List<Row> rows = NotificationQueries.window(tx.sql(), account, paging, wanted(request));
          NotificationEntities.Groups groups =
              entities.groups(
                  tx.sql(),
                  account,
                  rows,
                  NotificationEntities.Grouping.of(
                      parameters.list("grouped_types"),
                      paging.limit(),
                      expand.equals("partial_avatars")));
          return paging.link(Reply.json(groups.entity()), kit.urls(), groups.cursors());
        });
  }

  private Reply show(Request request) {
    return asMember(
        request,
        (tx, account) ->
            Reply.json(
                entities
                    .one(tx.sql(), account, id(request))
                    .orElseThrow(ProblemException::notFound)));
  }

  private Reply group(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          String key = request.pathParameter("group_key");
          return Reply.json(entities.group(tx.sql(), account, key, rows(tx, account, key)));
        });
  }

  private Reply groupAccounts(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          List<Long> ids =
              rows(tx, account, request.pathParameter("group_key")).stream()
                  .map(Row::from)
                  .distinct()
                  .toList();
          return Reply.jsonBytes(RawJson.array(accounts.list(tx.sql(), ids)));
        });
  }

  private static List<Row> rows(Tx tx, AccountId account, String key) {
    List<Row> rows =
        key.startsWith("ungrouped-")
            ? NotificationQueries.one(
                    tx.sql(),
                    account,
                    org.colloque.server.database.Decimal.parse(key.substring(10)).orElse(0L))
                .stream()
                .toList()
            : NotificationQueries.group(tx.sql(), account, key);
    if (rows.isEmpty()) {
      throw ProblemException.notFound();
    }
    return rows;
  }

  private Reply unread(Request request, boolean groups) {
    int most = request.parameters().limit(UNREAD_LIMIT, MAX_UNREAD_LIMIT);
    return asMember(
        request,
        (tx, account) ->
            Reply.json(
                Json.object()
                    .put(
                        "count",
                        NotificationQueries.unread(
                            tx.sql(),
                            account,
                            request.caller().required().user(),
                            wanted(request),
                            most,
                            groups))));
  }

  private Reply clear(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          NotificationQueries.clear(tx.sql(), account);
          return Reply.json(Json.object());
        });
  }

  private Reply dismiss(Request request) {
    return dismiss(request, id(request));
  }

  /** The form of Mastodon before 3.0, which libraries still call. */
  private Reply dismissNamed(Request request) {
    return dismiss(request, request.parameters().id("id").orElseThrow(ProblemException::notFound));
  }

  private Reply dismiss(Request request, long id) {
    return asMember(
        request,
        (tx, account) -> {
          if (NotificationQueries.one(tx.sql(), account, id).isEmpty()) {
            throw ProblemException.notFound();
          }
          NotificationQueries.dismiss(tx.sql(), account, id);
          return Reply.json(Json.object());
        });
  }

  private Reply dismissGroup(Request request) {
    return asMember(
        request,
        (tx, account) -> {
          String key = request.pathParameter("group_key");
          for (Row row : rows(tx, account, key)) {
            NotificationQueries.dismiss(tx.sql(), account, row.id());
          }
          NotificationQueries.dismissGroup(tx.sql(), account, key);
          return Reply.json(Json.object());
        });
  }

  private static Wanted wanted(Request request) {
    Parameters parameters = request.parameters();
    Set<String> excluded = new HashSet<>(parameters.list("exclude_types"));
    excluded.addAll(NotificationType.OF_PAGES);
    return new Wanted(
        Set.copyOf(parameters.list("types")),
        excluded,
        parameters.id("account_id"),
        parameters.flag("include_filtered", false));
  }

  private Reply asMember(Request request, BiFunction<Tx, AccountId, Reply> work) {
    AccountId account = request.caller().required().account();
    return kit.db().as(Viewer.of(account), tx -> work.apply(tx, account));
  }

  private static long id(Request request) {
    return org.colloque.server.database.Decimal.parse(request.pathParameter("id"))
        .orElseThrow(ProblemException::notFound);
  }
}
