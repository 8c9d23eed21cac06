package org.colloque.server.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Access;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.CategoryView;
import org.colloque.server.pages.view.GroupComposerView;
import org.colloque.server.pages.view.GroupHead;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.PostView;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.pages.view.TopicView;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.jspecify.annotations.Nullable;

/** A topic: its posts, each followed by its answers, and what those who keep order do with it. */
public final class TopicPages {
  /** Posts of a page. */
  static final int POSTS = 50;

  private final PageReplies replies;
  private final BoardRoom room;
  private final StatusEntities statuses;
  private final GroupComposer composer;
  private final SteerTopic steer;

  TopicPages(
      PageReplies replies,
      BoardRoom room,
      StatusEntities statuses,
      GroupComposer composer,
      SteerTopic steer) {
    this.replies = replies;
    this.room = room;
    this.statuses = statuses;
    this.composer = composer;
    this.steer = steer;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/groups/:id/topics/:topic", Access.signedInOrGuest(), this::show));
    for (SteerTopic.Act act : SteerTopic.Act.values()) {
      routes.add(
          Route.post(
              "/groups/:id/topics/:topic/" + act.name().toLowerCase(Locale.ROOT),
              Access.signedInOrGuest(),
              request -> steer(request, act)));
    }
    return routes;
  }

  private Reply show(Request request) {
    TopicView view =
        room.in(
            request,
            (tx, member) -> {
              BoardQueries.Topic topic = BoardRoom.topic(tx, member, request);
              List<TopicTree.Line> lines =
                  TopicTree.lines(BoardQueries.posts(tx.sql(), member, topic));
              var head = room.head(member, replies.messages(request));
              return view(tx, member, head, topic, lines, page(request, topic, lines));
            });
    return replies.ok(request, view, replies.saved(request));
  }

  /** The page asked for, or the one with the first post that the member has not seen; from 0. */
  private static int page(Request request, BoardQueries.Topic topic, List<TopicTree.Line> lines) {
    int last = Math.max(0, (lines.size() - 1) / POSTS);
    if (request.parameters().has("unread")) {
      long first = Long.MAX_VALUE;
      int at = 0;
      for (int i = 0; i < lines.size(); i++) {
        long id = lines.get(i).id();
        if (id > topic.lastRead() && id < first) {
          first = id;
          at = i;
        }
      }
      return at / POSTS;
    }
    return Math.clamp(request.parameters().integer("page").orElse(1) - 1, 0, last);
  }

  private TopicView view(
      Tx tx,
      MemberOf member,
      GroupHead head,
      BoardQueries.Topic topic,
      List<TopicTree.Line> lines,
      int page) {
    List<TopicTree.Line> shown =
        lines.subList(
            Math.min(lines.size(), page * POSTS), Math.min(lines.size(), (page + 1) * POSTS));
    CategoryView category = BoardRoom.category(BoardRoom.categories(tx, member), topic.category());
    List<PostView> posts = posts(tx, member, topic, shown);
    shown.stream()
        .mapToLong(TopicTree.Line::id)
        .max()
        .ifPresent(seen -> Reads.mark(tx.sql(), member, topic.id(), seen));
    return new TopicView(
        head,
        Long.toString(topic.id()),
        topic.title(),
        category,
        topic.pinned(),
        topic.locked(),
        topic.replies(),
        posts,
        composer(tx, member, topic),
        page + 1,
        (lines.size() + POSTS - 1) / POSTS,
        new TopicView.Rights(BoardRoom.writes(member), BoardRoom.moderates(member)),
        ReactToPost.USUAL);
  }

  private @Nullable GroupComposerView composer(Tx tx, MemberOf member, BoardQueries.Topic topic) {
    if (!BoardRoom.writes(member) || topic.locked() && !BoardRoom.moderates(member)) {
      return null;
    }
    String path = Paths.topic(member.group().id().toString(), Long.toString(topic.id()));
    var sent = new GroupComposer.Sent(composer.begun(tx.sql(), member, topic.id()), List.of());
    return composer.view(tx.sql(), member, sent, path + "/replies", false, Optional.empty());
  }

  private List<PostView> posts(
      Tx tx, MemberOf member, BoardQueries.Topic topic, List<TopicTree.Line> lines) {
    List<Long> ids = lines.stream().map(TopicTree.Line::id).toList();
    Map<Long, RawJson> found = statuses.byIds(tx.sql(), Viewer.of(member.account()), ids);
    List<Long> order = List.copyOf(found.keySet());
    Map<String, StatusView> views = new java.util.HashMap<>();
    StatusViews.of(
            tx.sql(),
            order.stream().map(found::get).map(java.util.Objects::requireNonNull).toList())
        .forEach(view -> views.put(view.id(), view));
    PollTurnout.add(tx, room, views);
    var reactions = ReactToPost.of(tx.sql(), member, ids);
    List<PostView> posts = new ArrayList<>();
    for (TopicTree.Line line : lines) {
      String id = Long.toString(line.id());
      @Nullable StatusView status = views.get(id);
      boolean own = status != null && status.flags().own();
      posts.add(
          new PostView(
              id,
              status == null || line.id() != topic.id() ? status : untitled(status, topic.title()),
              line.depth(),
              line.id() > topic.lastRead() && !own,
              status != null && !own && BoardRoom.moderates(member),
              reactions.getOrDefault(line.id(), List.of()).stream()
                  .map(each -> new PostView.Reaction(each.emoji(), each.count(), each.own()))
                  .toList()));
    }
    return posts;
  }

  /** The page shows the title by itself. */
  private static StatusView untitled(StatusView first, String title) {
    return first.withContent(new SafeHtml(Titles.withoutTitle(first.content().html(), title)));
  }

  private Reply steer(Request request, SteerTopic.Act act) {
    return room.leading(
        request,
        (tx, member) -> {
          BoardQueries.Topic topic = BoardRoom.topic(tx, member, request);
          steer.steer(tx, member, topic, act);
          return Paths.topic(member.group().id().toString(), Long.toString(topic.id()));
        });
  }
}
