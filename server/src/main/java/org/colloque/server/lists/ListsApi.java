package org.colloque.server.lists;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusEntities;
import org.jooq.Record2;

/** Lists in the client API (Mastodon 4.6, methods/lists and timelines/list). */
public final class ListsApi {
  private static final Access READ = Access.user("read", "read:lists");
  private static final Access WRITE = Access.user("write", "write:lists");
  private static final int LIMIT = 40;
  private static final int MAX_LIMIT = 80;
  private static final int STATUSES = 20;
  private static final int MAX_STATUSES = 40;

  private final Kit kit;
  private final Lists lists;
  private final ChangeLists change;
  private final AccountEntities accounts;
  private final StatusEntities statuses;

  public ListsApi(
      Kit kit, Lists lists, ChangeLists change, AccountEntities accounts, StatusEntities statuses) {
    this.kit = kit;
    this.lists = lists;
    this.change = change;
    this.accounts = accounts;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    return Stream.of(
            Route.get("/api/v1/lists", READ, with((tx, call) -> lists.of(tx, call.me()))),
            Route.post("/api/v1/lists", WRITE, with(this::create)),
            Route.get("/api/v1/lists/:id", READ, with(this::show)),
            Route.put("/api/v1/lists/:id", WRITE, with(this::change)),
            Route.patch("/api/v1/lists/:id", WRITE, with(this::change)),
            Route.delete("/api/v1/lists/:id", WRITE, with(this::delete)),
            Route.get("/api/v1/lists/:id/accounts", READ, this::members),
            Route.post("/api/v1/lists/:id/accounts", WRITE, with(this::add)),
            Route.delete("/api/v1/lists/:id/accounts", WRITE, with(this::remove)),
            Route.get("/api/v1/accounts/:id/lists", READ, with(this::ofAccount)),
            Route.get("/api/v1/timelines/list/:list_id", READ, this::timeline))
        .toList();
  }

  /** Who asks, for which list, with what. */
  private record Call(AccountId me, Request request) {
    long id() {
      return number(request.pathParameter("id"));
    }

    Parameters parameters() {
      return request.parameters();
    }

    List<Long> accounts() {
      return parameters().ids("account_ids").stream().distinct().toList();
    }
  }

  private static long number(String text) {
    return Decimal.parse(text).orElseThrow(ProblemException::notFound);
  }

  private org.colloque.server.http.Handler with(BiFunction<Tx, Call, Object> action) {
    return request -> {
      Call call = new Call(request.caller().required().account(), request);
      return kit.db().as(Viewer.of(call.me()), tx -> Reply.json(action.apply(tx, call)));
    };
  }

  private Object show(Tx tx, Call call) {
    return lists.one(tx, call.me(), call.id()).orElseThrow(ProblemException::notFound);
  }

  private Object create(Tx tx, Call call) {
    MemberList.Settings none = new MemberList.Settings("", RepliesPolicy.LIST, false);
    return ListEntity.of(change.create(tx, call.me(), settings(call.parameters(), none)));
  }

  private Object change(Tx tx, Call call) {
    MemberList before =
        ListQueries.one(tx.sql(), call.me(), call.id()).orElseThrow(ProblemException::notFound);
    MemberList.Settings settings = settings(call.parameters(), before.settings());
    return ListEntity.of(change.change(tx, call.me(), call.id(), settings));
  }

  private Object delete(Tx tx, Call call) {
    change.delete(tx, call.me(), call.id());
    return Map.of();
  }

  private Object add(Tx tx, Call call) {
    change.add(tx, call.me(), call.id(), call.accounts());
    return Map.of();
  }

  private Object remove(Tx tx, Call call) {
    change.remove(tx, call.me(), call.id(), call.accounts());
    return Map.of();
  }

  private Object ofAccount(Tx tx, Call call) {
    AccountId account = new AccountId(call.id());
    if (accounts.one(tx.sql(), account) == null) {
      throw ProblemException.notFound();
    }
    return ListQueries.with(tx.sql(), call.me(), account).stream().map(ListEntity::of).toList();
  }

  /** Missing parameters leave {@code otherwise}. */
  private static MemberList.Settings settings(
      Parameters parameters, MemberList.Settings otherwise) {
    Optional<String> policy = parameters.text("replies_policy").filter(text -> !text.isEmpty());
    if (policy.isPresent() && RepliesPolicy.parse(policy.get()).isEmpty()) {
      throw ProblemException.invalid("Replies policy is not included in the list");
    }
    return new MemberList.Settings(
        parameters.text("title").map(String::strip).orElse(otherwise.title()),
        policy.flatMap(RepliesPolicy::parse).orElse(otherwise.replies()),
        parameters.flag("exclusive").orElse(otherwise.exclusive()));
  }

  private Reply members(Request request) {
    AccountId me = request.caller().required().account();
    long id = number(request.pathParameter("id"));
    boolean all = request.parameters().text("limit", "").equals("0");
    Paging paging =
        all
            ? Paging.of(request, MemberList.MAX_MEMBERS, MemberList.MAX_MEMBERS)
            : Paging.of(request, LIMIT, MAX_LIMIT);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              if (lists.one(tx, me, id).isEmpty()) {
                throw ProblemException.notFound();
              }
              List<Record2<Long, Long>> rows = ListQueries.members(tx.sql(), id, paging);
              List<Long> members = rows.stream().map(Record2::value2).toList();
              Reply reply = Reply.json(accounts.list(tx.sql(), members));
              List<Long> cursors = rows.stream().map(Record2::value1).toList();
              return all ? reply : paging.linkUntilLast(reply, kit.urls(), cursors);
            });
  }

  private Reply timeline(Request request) {
    AccountId me = request.caller().required().account();
    long id = number(request.pathParameter("list_id"));
    Paging paging = Paging.of(request, STATUSES, MAX_STATUSES);
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              var ids = lists.page(tx, me, id, paging).orElseThrow(ProblemException::notFound);
              Map<Long, RawJson> page = statuses.page(tx.sql(), Viewer.of(me), ids);
              return paging.link(
                  Reply.jsonBytes(RawJson.array(List.copyOf(page.values()))),
                  kit.urls(),
                  List.copyOf(page.keySet()));
            });
  }
}
