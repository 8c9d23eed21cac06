package org.colloque.server.moderation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Db;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.SubscriptionQueries.Subscription;
import org.colloque.server.moderation.Subscriptions.Kind;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.FederationChangeView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.ListView;
import org.colloque.server.pages.view.ListsView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;

/** The lists that the owner follows, and what waits for the owner's word. */
public final class ListsPages {
  /** Entries on the page; when they are decided the next ones come. */
  private static final int SHOWN = 200;

  private final Kit kit;
  private final PageReplies replies;
  private final Subscriptions subscriptions;

  public ListsPages(Kit kit, PageReplies replies, Subscriptions subscriptions) {
    this.kit = kit;
    this.replies = replies;
    this.subscriptions = subscriptions;
  }

  public List<Route> routes() {
    Access owner = Access.staff();
    return List.of(
        Route.get(Paths.ADMIN_LISTS, owner, this::lists),
        Route.post(Paths.ADMIN_LISTS, owner, this::follow),
        Route.get(Paths.list(":id", ""), owner, this::one),
        Route.post(Paths.list(":id", "/accept"), owner, request -> decide(request, true)),
        Route.post(Paths.list(":id", "/refuse"), owner, request -> decide(request, false)),
        Route.post(Paths.list(":id", "/leave"), owner, this::leave));
  }

  private Reply lists(Request request) {
    return replies.ok(
        request, view(request, Form.EMPTY.with("priority", "10")), replies.saved(request));
  }

  private ListsView view(Request request, Form form) {
    Messages messages = replies.messages(request);
    return kit.db()
        .as(
            request.caller().viewer(),
            tx ->
                new ListsView(
                    SubscriptionQueries.all(tx.sql()).stream()
                        .map(list -> shown(tx, list, messages))
                        .toList(),
                    form));
  }

  private static ListsView.Followed shown(Tx tx, Subscription list, Messages messages) {
    String error = list.error();
    return new ListsView.Followed(
        Long.toString(list.id()),
        list.url(),
        list.kind() == Kind.BLOCK,
        list.priority(),
        SubscriptionQueries.count(tx.sql(), list.id(), "accepted"),
        SubscriptionQueries.count(tx.sql(), list.id(), "draft"),
        list.fetchedAt(),
        error == null ? "" : words(error, messages));
  }

  /** The errors that are kept are for the log; here they are said to people. */
  private static String words(String error, Messages messages) {
    if (error.startsWith(FetchLists.STATUS)) {
      return messages.get("lists.error.status", error.substring(FetchLists.STATUS.length()));
    }
    return switch (error) {
      case FetchLists.NO_LIST -> messages.get("lists.error.nolist");
      case FetchLists.TOO_LARGE -> messages.get("lists.error.toolarge");
      case String _ -> error;
    };
  }

  private Reply follow(Request request) {
    Parameters parameters = request.parameters();
    String url = parameters.text("url", "").strip();
    Kind kind = parameters.text("kind", "").equals("allow") ? Kind.ALLOW : Kind.BLOCK;
    int priority = Math.clamp(parameters.integer("priority").orElse(10), 0, 1_000);
    Optional<Long> added =
        work(
            request,
            tx ->
                subscriptions.add(
                    tx, actor(request), url, kind, priority, parameters.flag("automatic", false)));
    if (added.isPresent()) {
      return Reply.redirect(Paths.saved(Paths.ADMIN_LISTS));
    }
    Messages messages = replies.messages(request);
    Form form =
        Form.of(
                Map.of(
                    "url",
                    url,
                    "kind",
                    parameters.text("kind", ""),
                    "priority",
                    parameters.text("priority", "")))
            .error("url", messages.get("lists.url.wrong"));
    return replies.refused(request, view(request, form));
  }

  private Reply one(Request request) {
    Messages messages = replies.messages(request);
    ListView view =
        work(
            request,
            tx -> {
              Subscription list = known(tx, request);
              Effect effect = subscriptions.preview(tx, list);
              return new ListView(
                  Long.toString(list.id()),
                  list.url(),
                  FederationPages.effects(messages, effect),
                  effect.followed(),
                  SubscriptionQueries.drafts(tx.sql(), list.id()).stream()
                      .limit(SHOWN)
                      .map(draft ->
                          new FederationChangeView.Line(
                              draft.rule().domain(), draft.rule().severity().wire(), false))
                      .toList());
            });
    return replies.ok(request, view);
  }

  private Reply decide(Request request, boolean accepted) {
    String domain = request.parameters().text("domain", "");
    long id =
        work(
            request,
            tx -> {
              Subscription list = known(tx, request);
              subscriptions.decide(tx, actor(request), list.id(), domain, accepted);
              return list.id();
            });
    return Reply.redirect(Paths.list(Long.toString(id), ""));
  }

  private Reply leave(Request request) {
    work(request, tx -> subscriptions.remove(tx, actor(request), known(tx, request).id()));
    return Reply.redirect(Paths.saved(Paths.ADMIN_LISTS));
  }

  private static Subscription known(Tx tx, Request request) {
    return Decimal.parse(request.pathParameter("id"))
        .flatMap(id -> SubscriptionQueries.byId(tx.sql(), id))
        .orElseThrow(ProblemException::notFound);
  }

  private <T> T work(Request request, Function<Tx, T> work) {
    return Db.inWork(() -> kit.db().as(request.caller().viewer(), work));
  }

  private static AccountId actor(Request request) {
    return request.caller().required().account();
  }
}
