package org.colloque.server.delivery;

import static org.colloque.migrations.Tables.FEDERATED_STATUSES;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.DeliveriesView;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.WaitingView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.StatusId;
import org.jooq.DSLContext;

/** What became of what we tell others, in words, and what can be done about it. */
public final class DeliveriesPages {
  private static final int SERVERS = 40;
  private static final int POSTS = 20;

  private final Kit kit;
  private final PageReplies replies;
  private final SteerDeliveries steer;

  public DeliveriesPages(Kit kit, PageReplies replies, SteerDeliveries steer) {
    this.kit = kit;
    this.replies = replies;
    this.steer = steer;
  }

  public List<Route> routes() {
    Access who = Access.moderators();
    return List.of(
        Route.get(Paths.ADMIN_DELIVERIES, who, this::list),
        Route.get(Paths.ADMIN_WAITING, who, this::waiting),
        Route.post(Paths.ADMIN_DELIVERIES + "/try", who, this::tryNow),
        Route.post(Paths.ADMIN_DELIVERIES + "/drop", who, this::drop));
  }

  private Reply list(Request request) {
    boolean failing = request.parameters().flag("failing", false);
    String after = request.parameters().text("after", "");
    Messages messages = replies.messages(request);
    DeliveriesView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  List<DeliveryReport.Server> servers =
                      DeliveryReport.servers(
                          tx.sql(),
                          failing ? DeliveryReport.Which.FAILING : DeliveryReport.Which.ALL,
                          after,
                          SERVERS,
                          kit.now());
                  return new DeliveriesView(
                      servers.stream().map(one -> shown(messages, one)).toList(),
                      after.isEmpty() ? posts(tx.sql()) : List.of(),
                      failing,
                      pager(servers, failing));
                });
    return replies.ok(request, view, replies.saved(request));
  }

  private static PagerView pager(List<DeliveryReport.Server> servers, boolean failing) {
    return servers.size() < SERVERS
        ? PagerView.NONE
        : new PagerView(
            null,
            Paths.ADMIN_DELIVERIES
                + "?failing="
                + failing
                + "&after="
                + URLEncoder.encode(servers.getLast().host(), StandardCharsets.UTF_8));
  }

  private static DeliveriesView.Server shown(Messages messages, DeliveryReport.Server server) {
    String error = server.error();
    return new DeliveriesView.Server(
        server.host(),
        DeliveryWords.state(messages, server.state()),
        DeliveryWords.why(messages, server.trouble()),
        error == null ? "" : error,
        server.sent(),
        server.givenUp(),
        server.waiting(),
        server.nextTry(),
        server.failingSince());
  }

  /** What strangers may read of them is enough to know them by: their addresses. */
  private static List<DeliveriesView.Post> posts(DSLContext sql) {
    List<DeliveryReport.Post> posts = DeliveryReport.posts(sql, null, POSTS);
    Map<Long, String> addresses =
        sql.select(FEDERATED_STATUSES.ID, FEDERATED_STATUSES.URL)
            .from(FEDERATED_STATUSES)
            .where(
                FEDERATED_STATUSES.ID.in(
                    posts.stream().map(post -> post.status().value()).toList()))
            .and(FEDERATED_STATUSES.URL.isNotNull())
            .fetchMap(FEDERATED_STATUSES.ID, FEDERATED_STATUSES.URL);
    return posts.stream()
        .map(post ->
            new DeliveriesView.Post(
                post.status().toString(),
                addresses.getOrDefault(post.status().value(), ""),
                post.sent(),
                post.givenUp(),
                post.waiting(),
                post.told()))
        .toList();
  }

  private Reply waiting(Request request) {
    Messages messages = replies.messages(request);
    StatusId post = request.parameters().id("post").map(StatusId::new).orElse(null);
    String host = request.parameters().text("host", "");
    WaitingView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    new WaitingView(
                        post == null ? host : post.toString(),
                        rows(tx, post, host).stream()
                            .map(one ->
                                new WaitingView.Row(
                                    one.host(),
                                    DeliveryWords.what(messages, one.type()),
                                    one.attempts(),
                                    one.since(),
                                    one.nextTry(),
                                    DeliveryWords.why(messages, one.trouble())))
                            .toList()));
    return replies.ok(request, view);
  }

  private static List<DeliveryReport.Waiting> rows(
      Tx tx, @org.jspecify.annotations.Nullable StatusId post, String host) {
    return post == null
        ? DeliveryReport.waiting(tx.sql(), host, DeliveryReport.PAGE)
        : DeliveryReport.waiting(tx.sql(), post, DeliveryReport.PAGE);
  }

  private Reply tryNow(Request request) {
    String host = host(request);
    AccountId by = request.caller().required().account();
    kit.db().doAs(request.caller().viewer(), tx -> steer.tryNow(tx, by, host));
    return Reply.redirect(Paths.saved(Paths.ADMIN_DELIVERIES));
  }

  private Reply drop(Request request) {
    String host = host(request);
    AccountId by = request.caller().required().account();
    int _ = kit.db().as(request.caller().viewer(), tx -> steer.drop(tx, by, host));
    return Reply.redirect(Paths.saved(Paths.ADMIN_DELIVERIES));
  }

  private static String host(Request request) {
    return request
        .parameters()
        .text("host")
        .filter(host -> !host.isBlank())
        .orElseThrow(ProblemException::notFound);
  }
}
