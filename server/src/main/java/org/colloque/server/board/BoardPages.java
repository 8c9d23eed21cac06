package org.colloque.server.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.api.Paging;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.BoardView;
import org.colloque.server.pages.view.CategoryView;
import org.colloque.server.pages.view.GroupSearchView;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusViews;
import org.jspecify.annotations.Nullable;

/** The topics of a group, and the search among its posts. */
public final class BoardPages {
  /** Topics of a page. */
  static final int TOPICS = 30;

  private static final int FOUND = 20;

  private final PageReplies replies;
  private final BoardRoom room;
  private final StatusEntities statuses;

  BoardPages(PageReplies replies, BoardRoom room, StatusEntities statuses) {
    this.replies = replies;
    this.room = room;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/groups/:id", Access.signedInOrGuest(), this::show));
    routes.add(Route.get("/groups/:id/search", Access.signedInOrGuest(), this::search));
    for (CategoryView.Choice choice : CategoryView.Choice.values()) {
      routes.add(
          Route.post(
              "/groups/:id/categories/:category/" + choice.wire(),
              Access.signedInOrGuest(),
              request -> choose(request, choice)));
    }
    return routes;
  }

  private Reply show(Request request) {
    return replies.ok(request, room.in(request, (tx, member) -> board(tx, member, request)));
  }

  private BoardView board(Tx tx, MemberOf member, Request request) {
    List<CategoryView> categories = BoardRoom.categories(tx, member);
    Optional<Long> asked = request.parameters().id("category");
    @Nullable CategoryView chosen =
        asked.map(id -> BoardRoom.category(categories, id)).orElse(null);
    Optional<Long> before = request.parameters().id("max_id");
    List<BoardQueries.Topic> latest = BoardQueries.latest(tx.sql(), member, asked, before);
    List<BoardQueries.Topic> all =
        before.isPresent()
            ? latest
            : Stream.concat(BoardQueries.pinned(tx.sql(), member, asked).stream(), latest.stream())
                .toList();
    String path =
        Paths.group(member.group().id().toString(), "")
            + asked.map(id -> "?category=" + id).orElse("");
    String older =
        latest.size() < TOPICS
            ? null
            : path + (asked.isPresent() ? "&" : "?") + "max_id=" + latest.getLast().last();
    return new BoardView(
        room.head(member, replies.messages(request)),
        categories,
        chosen,
        topics(tx, member, all, categories),
        new PagerView(before.isPresent() ? path : null, older),
        BoardRoom.writes(member));
  }

  private List<BoardView.Topic> topics(
      Tx tx, MemberOf member, List<BoardQueries.Topic> topics, List<CategoryView> categories) {
    List<Long> ids =
        topics.stream()
            .flatMap(topic -> Stream.of(topic.author(), topic.lastAuthor()))
            .filter(Objects::nonNull)
            .toList();
    Map<Long, AccountView> people = room.people(tx, ids);
    List<BoardView.Topic> views = new ArrayList<>();
    for (BoardQueries.Topic topic : topics) {
      CategoryView category = BoardRoom.category(categories, topic.category());
      boolean heard = category.choice() != CategoryView.Choice.MUTED;
      views.add(
          new BoardView.Topic(
              Paths.topic(member.group().id().toString(), Long.toString(topic.id()))
                  + (topic.unread() > 0 ? "?unread=1" : ""),
              topic.title(),
              category,
              topic.pinned(),
              topic.locked(),
              topic.replies(),
              topic.author() == null ? null : people.get(topic.author()),
              topic.lastAuthor() == null ? null : people.get(topic.lastAuthor()),
              BoardRoom.written(topic.last()),
              heard ? topic.unread() : 0));
    }
    return views;
  }

  private Reply choose(Request request, CategoryView.Choice choice) {
    return room.leading(
        request,
        (tx, member) -> {
          long category = BoardRoom.number(request, "category");
          BoardRoom.category(BoardRoom.categories(tx, member), category);
          CategoryChoices.choose(tx, member, category, choice);
          return Paths.group(member.group().id().toString(), "?category=" + category);
        });
  }

  private Reply search(Request request) {
    String asked = request.parameters().text("q", "").strip();
    return replies.ok(request, room.in(request, (tx, member) -> found(tx, member, request, asked)));
  }

  private GroupSearchView found(Tx tx, MemberOf member, Request request, String asked) {
    if (asked.length() > PostSearch.MAX_CHARACTERS) {
      throw ProblemException.invalid("The question is too long");
    }
    Paging paging = Paging.of(request, FOUND, FOUND);
    List<Long> ids =
        asked.isEmpty()
            ? List.of()
            : PostSearch.find(tx.sql(), BoardQueries.group(member), asked, paging);
    List<RawJson> found = statuses.list(tx.sql(), Viewer.of(member.account()), ids);
    boolean first = paging.maxId().isEmpty() && paging.minId().isEmpty();
    return new GroupSearchView(
        room.head(member, replies.messages(request)),
        asked,
        StatusViews.of(tx.sql(), found),
        PageCursor.of(Paths.groupSearch(member.group().id().toString(), asked), ids, FOUND, first));
  }
}
