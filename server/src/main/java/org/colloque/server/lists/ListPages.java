package org.colloque.server.lists;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.accounts.Acct;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.filters.FilterContext;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.ListsOfAccountView;
import org.colloque.server.pages.view.NewsView;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.PeopleListSettingsView;
import org.colloque.server.pages.view.PeopleListView;
import org.colloque.server.pages.view.PeopleListsView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.jooq.impl.DSL;

/** The pages on which a member reads and keeps their lists. */
public final class ListPages {
  private static final int LIMIT = 20;
  private static final int UNPROCESSABLE = 422;

  private final Kit kit;
  private final PageReplies replies;
  private final ChangeLists change;
  private final AccountEntities accounts;
  private final StatusEntities statuses;

  public ListPages(
      Kit kit,
      PageReplies replies,
      ChangeLists change,
      AccountEntities accounts,
      StatusEntities statuses) {
    this.kit = kit;
    this.replies = replies;
    this.change = change;
    this.accounts = accounts;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    Access mine = Access.signedIn();
    return List.of(
        Route.get(Paths.LISTS, mine, this::index),
        Route.post(Paths.LISTS, mine, this::create),
        Route.get(Paths.peopleList(":id", ""), mine, this::timeline),
        Route.get(Paths.peopleList(":id", Paths.NEWS), mine, this::news),
        Route.get(Paths.peopleList(":id", "/settings"), mine, this::settings),
        Route.post(Paths.peopleList(":id", "/settings"), mine, this::save),
        Route.post(Paths.peopleList(":id", "/people"), mine, this::add),
        Route.post(Paths.peopleList(":id", "/remove"), mine, this::remove),
        Route.post(Paths.peopleList(":id", "/delete"), mine, this::delete),
        Route.get(Paths.listsOf(":id"), mine, this::ofAccount),
        Route.post(Paths.listsOf(":id"), mine, this::place));
  }

  private static AccountId me(Request request) {
    return request.caller().required().account();
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }

  private static MemberList own(Tx tx, Request request) {
    return ListQueries.one(tx.sql(), me(request), id(request))
        .orElseThrow(ProblemException::notFound);
  }

  private Reply index(Request request) {
    Form form = Form.EMPTY.with("replies_policy", RepliesPolicy.LIST.wire());
    return replies.ok(request, index(request, form), replies.saved(request));
  }

  private PeopleListsView index(Request request, Form form) {
    AccountId me = me(request);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              Map<Long, Integer> sizes = ListQueries.sizes(tx.sql(), me);
              return new PeopleListsView(
                  ListQueries.of(tx.sql(), me).stream()
                      .map(list ->
                          new PeopleListsView.Row(
                              Long.toString(list.id()),
                              list.title(),
                              sizes.getOrDefault(list.id(), 0),
                              list.exclusive()))
                      .toList(),
                  form);
            });
  }

  private Reply create(Request request) {
    Form form = form(request);
    if (!form.valid()) {
      return replies.refused(request, index(request, form));
    }
    AccountId me = me(request);
    try {
      MemberList list = kit.db().as(Viewer.of(me), tx -> change.create(tx, me, settings(form)));
      return Reply.redirect(Paths.peopleList(Long.toString(list.id()), "/settings"));
    } catch (ProblemException full) {
      return refusedOr(
          full,
          () ->
              index(
                  request,
                  form.error("title", words(request).get("mylists.toomany", MemberList.MAX_LISTS))),
          request);
    }
  }

  private Reply refusedOr(
      ProblemException problem,
      java.util.function.Supplier<org.colloque.server.pages.view.Screen> screen,
      Request request) {
    if (problem.status() != UNPROCESSABLE) {
      throw problem;
    }
    return replies.refused(request, screen.get());
  }

  private Messages words(Request request) {
    return replies.messages(request);
  }

  private Form form(Request request) {
    Parameters parameters = request.parameters();
    Form form =
        Form.EMPTY
            .with("title", parameters.text("title", "").strip())
            .with("replies_policy", parameters.text("replies_policy", ""))
            .checked("exclusive", parameters.flag("exclusive", false));
    if (form.value("title").isEmpty()) {
      form = form.error("title", words(request).get("fault.blank"));
    }
    if (form.value("title").length() > MemberList.MAX_TITLE) {
      form = form.error("title", words(request).get("fault.toolong", MemberList.MAX_TITLE));
    }
    if (RepliesPolicy.parse(form.value("replies_policy")).isEmpty()) {
      form = form.error("replies_policy", words(request).get("fault.inclusion"));
    }
    return form;
  }

  private static MemberList.Settings settings(Form form) {
    return new MemberList.Settings(
        form.value("title"),
        RepliesPolicy.parse(form.value("replies_policy")).orElse(RepliesPolicy.LIST),
        form.isChecked("exclusive"));
  }

  private Reply timeline(Request request) {
    AccountId me = me(request);
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    PeopleListView view =
        kit.db()
            .as(
                Viewer.of(me),
                tx -> {
                  MemberList list = own(tx, request);
                  Map<Long, RawJson> page = page(tx, me, list, paging);
                  String id = Long.toString(list.id());
                  boolean first = paging.maxId().isEmpty() && paging.minId().isEmpty();
                  long newest = page.isEmpty() ? 0 : page.keySet().iterator().next();
                  return new PeopleListView(
                      id,
                      list.title(),
                      ListQueries.members(tx.sql(), list.id()).size(),
                      StatusViews.of(tx.sql(), FilterContext.HOME, page.values()),
                      PageCursor.of(
                          Paths.peopleList(id, ""), List.copyOf(page.keySet()), LIMIT, first),
                      first
                          ? new NewsView(Paths.peopleList(id, ""), newest, "list&list=" + id)
                          : null);
                });
    return replies.ok(request, view);
  }

  private Map<Long, RawJson> page(Tx tx, AccountId me, MemberList list, Paging paging) {
    return statuses.page(tx.sql(), Viewer.of(me), ListTimeline.page(me, list, paging));
  }

  /** How many came since, as far as a page goes. */
  private Reply news(Request request) {
    AccountId me = me(request);
    Paging paging = Paging.of(request, LIMIT, LIMIT);
    return Reply.json(
        Map.of(
            "count",
            kit.db().as(Viewer.of(me), tx -> page(tx, me, own(tx, request), paging)).size()));
  }

  private Reply settings(Request request) {
    return replies.ok(
        request, settings(request, Optional.empty(), Form.EMPTY), replies.saved(request));
  }

  private PeopleListSettingsView settings(Request request, Optional<Form> form, Form adding) {
    return kit.db()
        .as(
            Viewer.of(me(request)),
            tx -> {
              MemberList list = own(tx, request);
              List<Long> members = ListQueries.members(tx.sql(), list.id());
              Map<Long, String> professions = AccountViews.professions(tx.sql(), members);
              List<AccountView> people =
                  accounts.list(tx.sql(), members).stream()
                      .map(json -> AccountViews.of(Json.read(json.bytes()), professions))
                      .toList();
              return new PeopleListSettingsView(
                  Long.toString(list.id()),
                  list.title(),
                  form.orElseGet(() ->
                      Form.EMPTY
                          .with("title", list.title())
                          .with("replies_policy", list.replies().wire())
                          .checked("exclusive", list.exclusive())),
                  adding,
                  people);
            });
  }

  private Reply save(Request request) {
    Form form = form(request);
    if (!form.valid()) {
      return replies.refused(request, settings(request, Optional.of(form), Form.EMPTY));
    }
    AccountId me = me(request);
    MemberList _ =
        kit.db().as(Viewer.of(me), tx -> change.change(tx, me, id(request), settings(form)));
    return back(request, "/settings");
  }

  private static Reply back(Request request, String action) {
    return Reply.redirect(Paths.saved(Paths.peopleList(Long.toString(id(request)), action)));
  }

  /** Adds somebody by their handle, who must be followed. */
  private Reply add(Request request) {
    AccountId me = me(request);
    Form form = Form.EMPTY.with("handle", request.parameters().text("handle", "").strip());
    Optional<Acct> acct = Acct.parse(form.value("handle"), kit.urls().host());
    Optional<Long> found =
        kit.db().as(Viewer.of(me), tx -> acct.flatMap(each -> followed(tx, me, each)));
    if (found.isEmpty()) {
      String sentence = words(request).get("mylists.notfollowed");
      return replies.refused(
          request, settings(request, Optional.empty(), form.error("handle", sentence)));
    }
    try {
      kit.db().doAs(Viewer.of(me), tx -> change.add(tx, me, id(request), List.of(found.get())));
    } catch (ProblemException refused) {
      return refusedOr(
          refused,
          () ->
              settings(
                  request,
                  Optional.empty(),
                  form.error(
                      "handle", words(request).get("mylists.there", MemberList.MAX_MEMBERS))),
          request);
    }
    return back(request, "/settings");
  }

  private static Optional<Long> followed(Tx tx, AccountId me, Acct acct) {
    return tx.sql()
        .select(ACCOUNTS.ID)
        .from(ACCOUNTS)
        .join(FOLLOWS)
        .on(FOLLOWS.TARGET_ACCOUNT_ID.eq(ACCOUNTS.ID))
        .and(FOLLOWS.ACCOUNT_ID.eq(me.value()))
        .where(DSL.lower(ACCOUNTS.USERNAME).eq(acct.username().toLowerCase(Locale.ROOT)))
        .and(DSL.coalesce(ACCOUNTS.DOMAIN, "").eq(acct.domain()))
        .fetchOptional(ACCOUNTS.ID);
  }

  private Reply remove(Request request) {
    AccountId me = me(request);
    List<Long> gone = request.parameters().ids("account_id");
    kit.db().doAs(Viewer.of(me), tx -> change.remove(tx, me, id(request), gone));
    return back(request, "/settings");
  }

  private Reply delete(Request request) {
    AccountId me = me(request);
    kit.db().doAs(Viewer.of(me), tx -> change.delete(tx, me, id(request)));
    return Reply.redirect(Paths.saved(Paths.LISTS));
  }

  private Reply ofAccount(Request request) {
    AccountId me = me(request);
    return replies.ok(
        request,
        kit.db()
            .as(
                Viewer.of(me),
                tx -> {
                  AccountView account = account(tx, me, id(request));
                  Set<Long> in = in(tx, me, id(request));
                  List<ListsOfAccountView.Choice> choices =
                      ListQueries.of(tx.sql(), me).stream()
                          .map(list ->
                              new ListsOfAccountView.Choice(
                                  Long.toString(list.id()), list.title(), in.contains(list.id())))
                          .toList();
                  return new ListsOfAccountView(account, choices);
                }));
  }

  private static Set<Long> in(Tx tx, AccountId me, long account) {
    Set<Long> in = new TreeSet<>();
    ListQueries.with(tx.sql(), me, new AccountId(account)).forEach(list -> in.add(list.id()));
    return in;
  }

  /** Somebody whom one follows; others cannot be in a list. */
  private AccountView account(Tx tx, AccountId me, long id) {
    RawJson json = accounts.one(tx.sql(), new AccountId(id));
    if (json == null || ListQueries.followed(tx.sql(), me, List.of(id)) == 0) {
      throw ProblemException.notFound();
    }
    return AccountViews.of(
        Json.read(json.bytes()), AccountViews.professions(tx.sql(), List.of(id)));
  }

  /** The account is in the lists that are ticked, and in no other. */
  private Reply place(Request request) {
    AccountId me = me(request);
    long account = id(request);
    List<Long> wanted = new ArrayList<>(request.parameters().ids("lists"));
    String profile =
        kit.db()
            .as(
                Viewer.of(me),
                tx -> {
                  AccountView view = account(tx, me, account);
                  Set<Long> before = in(tx, me, account);
                  wanted.stream()
                      .distinct()
                      .filter(list -> !before.contains(list))
                      .forEach(list -> change.add(tx, me, list, List.of(account)));
                  before.stream()
                      .filter(list -> !wanted.contains(list))
                      .forEach(list -> change.remove(tx, me, list, List.of(account)));
                  return view.path();
                });
    return Reply.redirect(profile);
  }
}
