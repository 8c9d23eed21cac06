package org.colloque.server.filters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Handler;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** Filters in the client API (Mastodon 4.6, methods/filters, version 2). */
public final class FiltersApi {
  static final Access READ = Access.user("read", "read:filters");
  static final Access WRITE = Access.user("write", "write:filters");

  private static final String ROOT = "/api/v2/filters";

  private final Kit kit;
  private final ChangeFilters change;

  public FiltersApi(Kit kit, ChangeFilters change) {
    this.kit = kit;
    this.change = change;
  }

  /** Who asks, and with what. */
  record Call(AccountId me, Request request) {
    long number(String name) {
      return Decimal.parse(request.pathParameter(name)).orElseThrow(ProblemException::notFound);
    }

    Parameters parameters() {
      return request.parameters();
    }
  }

  /** A handler whose work is one transaction of the caller's. */
  static Handler with(Kit kit, BiFunction<Tx, Call, Object> action) {
    return request -> {
      Call call = new Call(request.caller().required().account(), request);
      return kit.db().as(Viewer.of(call.me()), tx -> Reply.json(action.apply(tx, call)));
    };
  }

  public List<Route> routes() {
    String keywords = ROOT + "/:filter_id/keywords";
    String posts = ROOT + "/:filter_id/statuses";
    return List.of(
        Route.get(ROOT, READ, with(kit, this::all)),
        Route.post(ROOT, WRITE, with(kit, this::create)),
        Route.get(ROOT + "/:id", READ, with(kit, (tx, call) -> whole(tx, call, "id"))),
        Route.put(ROOT + "/:id", WRITE, with(kit, this::change)),
        Route.patch(ROOT + "/:id", WRITE, with(kit, this::change)),
        Route.delete(ROOT + "/:id", WRITE, with(kit, this::delete)),
        Route.get(keywords, READ, with(kit, (tx, call) -> whole(tx, call, "filter_id").keywords())),
        Route.post(keywords, WRITE, with(kit, this::addKeyword)),
        Route.get(ROOT + "/keywords/:id", READ, with(kit, this::keyword)),
        Route.put(ROOT + "/keywords/:id", WRITE, with(kit, this::changeKeyword)),
        Route.patch(ROOT + "/keywords/:id", WRITE, with(kit, this::changeKeyword)),
        Route.delete(ROOT + "/keywords/:id", WRITE, with(kit, this::deleteKeyword)),
        Route.get(posts, READ, with(kit, (tx, call) -> whole(tx, call, "filter_id").statuses())),
        Route.post(posts, WRITE, with(kit, this::addPost)),
        Route.get(ROOT + "/statuses/:id", READ, with(kit, this::post)),
        Route.delete(ROOT + "/statuses/:id", WRITE, with(kit, this::deletePost)));
  }

  private Object all(Tx tx, Call call) {
    return FilterQueries.of(tx.sql(), call.me()).stream().map(FilterEntity::whole).toList();
  }

  private FilterEntity.Whole whole(Tx tx, Call call, String parameter) {
    return FilterEntity.whole(own(tx, call, parameter));
  }

  private static Filter own(Tx tx, Call call, String parameter) {
    return FilterQueries.one(tx.sql(), call.me(), call.number(parameter))
        .orElseThrow(ProblemException::notFound);
  }

  private Object create(Tx tx, Call call) {
    Parameters parameters = call.parameters();
    return FilterEntity.whole(
        change.create(
            tx,
            call.me(),
            FilterForms.settings(parameters, FilterForms.NEW, kit.now()),
            FilterForms.words(parameters, Optional.empty())));
  }

  private Object change(Tx tx, Call call) {
    Parameters parameters = call.parameters();
    Filter filter = own(tx, call, "id");
    return FilterEntity.whole(
        change.change(
            tx,
            call.me(),
            filter.id(),
            FilterForms.settings(parameters, ChangeFilters.Settings.of(filter), kit.now()),
            FilterForms.words(parameters, Optional.of(filter))));
  }

  private Object delete(Tx tx, Call call) {
    change.delete(tx, call.me(), call.number("id"));
    return Map.of();
  }

  private Object addKeyword(Tx tx, Call call) {
    ChangeFilters.Word word = FilterForms.word(call.parameters(), Optional.empty());
    Filter filter = change.words(tx, call.me(), call.number("filter_id"), List.of(word));
    return FilterEntity.keyword(filter.keywords().getLast());
  }

  private Object keyword(Tx tx, Call call) {
    return FilterEntity.keyword(known(withKeyword(tx, call), call.number("id")));
  }

  private static Filter withKeyword(Tx tx, Call call) {
    return FilterQueries.withKeyword(tx.sql(), call.me(), call.number("id"))
        .orElseThrow(ProblemException::notFound);
  }

  static Filter.Keyword known(Filter filter, long id) {
    return filter.keywords().stream()
        .filter(keyword -> keyword.id() == id)
        .findFirst()
        .orElseThrow(ProblemException::notFound);
  }

  private Object changeKeyword(Tx tx, Call call) {
    Filter filter = withKeyword(tx, call);
    Filter.Keyword before = known(filter, call.number("id"));
    ChangeFilters.Word word = FilterForms.word(call.parameters(), Optional.of(before));
    return FilterEntity.keyword(
        known(change.words(tx, call.me(), filter.id(), List.of(word)), before.id()));
  }

  private Object deleteKeyword(Tx tx, Call call) {
    Filter filter = withKeyword(tx, call);
    ChangeFilters.Word gone = new ChangeFilters.Word(call.number("id"), "", false, true);
    Filter _ = change.words(tx, call.me(), filter.id(), List.of(gone));
    return Map.of();
  }

  private Object addPost(Tx tx, Call call) {
    Filter filter = own(tx, call, "filter_id");
    long status =
        Decimal.parse(call.parameters().required("status_id"))
            .orElseThrow(ProblemException::notFound);
    return FilterEntity.post(change.addPost(tx, call.me(), filter.id(), status));
  }

  private Object post(Tx tx, Call call) {
    long id = call.number("id");
    return FilterQueries.withPost(tx.sql(), call.me(), id).stream()
        .flatMap(filter -> filter.posts().stream())
        .filter(post -> post.id() == id)
        .findFirst()
        .map(FilterEntity::post)
        .orElseThrow(ProblemException::notFound);
  }

  private Object deletePost(Tx tx, Call call) {
    Object before = post(tx, call);
    change.removePost(tx, call.me(), call.number("id"));
    return before;
  }
}
