package org.colloque.server.notifications;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.NotificationRequests.Row;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.FilteredView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.NotificationSettingsView;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.Paths;

/** From whom a member wants to be told, and the page of those whose notifications wait. */
public final class PolicyPages {
  private static final int LIMIT = 30;

  private final Kit kit;
  private final PageReplies replies;
  private final AccountEntities accounts;
  private final NotificationRequests requests;

  public PolicyPages(Kit kit, PageReplies replies, AccountEntities accounts) {
    this.kit = kit;
    this.replies = replies;
    this.accounts = accounts;
    this.requests = new NotificationRequests(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_NOTIFICATIONS, Access.signedIn(), this::settings),
        Route.post(Paths.SETTINGS_NOTIFICATIONS, Access.signedIn(), this::save),
        Route.get(Paths.FILTERED, Access.signedIn(), this::filtered),
        Route.post(Paths.filtered(":id", "accept"), Access.signedIn(), this::accept),
        Route.post(Paths.filtered(":id", "dismiss"), Access.signedIn(), this::dismiss));
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }

  private Reply settings(Request request) {
    NotificationPolicy policy =
        kit.db().as(request.caller().viewer(), tx -> NotificationPolicy.of(tx.sql(), me(request)));
    Form form = Form.EMPTY;
    for (FilterReason reason : FilterReason.values()) {
      form = form.with(reason.wire(), policy.choice(reason).wire());
    }
    return replies.ok(request, new NotificationSettingsView(form), replies.saved(request));
  }

  private Reply save(Request request) {
    Map<FilterReason, FilterChoice> chosen = new EnumMap<>(FilterReason.class);
    for (FilterReason reason : FilterReason.values()) {
      chosen.put(
          reason,
          FilterChoice.parse(request.parameters().text(reason.wire(), ""))
              .orElseThrow(() -> ProblemException.invalid("a choice is not in the list")));
    }
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx -> new NotificationPolicy(chosen).save(tx.sql(), me(request)));
    return Reply.redirect(Paths.saved(Paths.SETTINGS_NOTIFICATIONS));
  }

  private Reply filtered(Request request) {
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    FilteredView view = kit.db().as(request.caller().viewer(), tx -> view(tx, me(request), paging));
    return replies.ok(request, view, replies.saved(request));
  }

  private FilteredView view(Tx tx, AccountId member, Paging paging) {
    List<Row> rows = requests.page(tx.sql(), member, paging);
    List<Long> people = rows.stream().map(Row::from).toList();
    Map<Long, RawJson> senders = accounts.byIds(tx.sql(), people);
    Map<Long, String> professions = AccountViews.professions(tx.sql(), people);
    List<FilteredView.Row> shown = new ArrayList<>();
    for (Row row : rows) {
      RawJson sender = senders.get(row.from());
      if (sender != null) {
        shown.add(
            new FilteredView.Row(
                Long.toString(row.id()),
                AccountViews.of(Json.read(sender.bytes()), professions),
                row.waiting(),
                row.updatedAt().toInstant()));
      }
    }
    boolean first = paging.maxId().isEmpty() && paging.minId().isEmpty();
    List<Long> ids = rows.stream().map(Row::id).toList();
    return new FilteredView(shown, PageCursor.of(Paths.FILTERED, ids, LIMIT, first));
  }

  private Reply accept(Request request) {
    return decided(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> requests.accept(tx, me(request), List.of(id(request)))));
  }

  private Reply dismiss(Request request) {
    return decided(
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> requests.dismiss(tx, me(request), List.of(id(request)))));
  }

  private static Reply decided(int requests) {
    if (requests == 0) {
      throw ProblemException.notFound();
    }
    return Reply.redirect(Paths.saved(Paths.FILTERED));
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
