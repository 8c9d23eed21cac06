package org.colloque.server.board;

import static org.colloque.migrations.Tables.STATUS_EDITS;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.PostHistoryView;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.statuses.DeleteStatus;
import org.colloque.server.statuses.StatusId;

/** One post of a group: where it stands, what it said before, and the buttons below it. */
public final class PostPages {
  private final PageReplies replies;
  private final BoardRoom room;
  private final DeleteStatus delete;
  private final SteerTopic steer;

  PostPages(PageReplies replies, BoardRoom room, DeleteStatus delete, SteerTopic steer) {
    this.replies = replies;
    this.room = room;
    this.delete = delete;
    this.steer = steer;
  }

  public List<Route> routes() {
    Access in = Access.signedInOrGuest();
    return List.of(
        Route.get("/groups/:id/posts/:post", in, this::find),
        Route.get("/groups/:id/posts/:post/history", in, this::history),
        Route.post("/groups/:id/posts/:post/react", in, this::react),
        Route.post("/groups/:id/posts/:post/close", in, this::close),
        Route.post("/groups/:id/posts/:post/delete", in, this::delete),
        Route.post("/groups/:id/posts/:post/remove", in, this::remove));
  }

  /** Leads to the page of the topic on which the post stands. */
  private Reply find(Request request) {
    return room.leading(
        request, (tx, member) -> place(tx, member, BoardRoom.post(tx, member, request).getId()));
  }

  private static String place(Tx tx, MemberOf member, long post) {
    BoardQueries.Topic topic =
        BoardQueries.around(tx.sql(), member, post).orElseThrow(ProblemException::notFound);
    List<TopicTree.Line> lines = TopicTree.lines(BoardQueries.posts(tx.sql(), member, topic));
    int at = lines.stream().map(TopicTree.Line::id).toList().indexOf(post);
    int page = Math.max(0, at) / TopicPages.POSTS;
    return Paths.topic(member.group().id().toString(), Long.toString(topic.id()))
        + (page > 0 ? "?page=" + (page + 1) : "")
        + "#s"
        + post;
  }

  private Reply history(Request request) {
    return replies.ok(
        request,
        room.in(
            request,
            (tx, member) -> {
              StatusesRecord post = BoardRoom.post(tx, member, request);
              AccountView author =
                  Optional.ofNullable(
                          room.people(tx, List.of(post.getAccountId())).get(post.getAccountId()))
                      .orElseThrow(ProblemException::notFound);
              return new PostHistoryView(
                  room.head(member, replies.messages(request)),
                  author,
                  versions(tx, post),
                  Paths.groupPost(member.group().id().toString(), Long.toString(post.getId()), ""));
            }));
  }

  private static List<PostHistoryView.Version> versions(Tx tx, StatusesRecord post) {
    List<PostHistoryView.Version> versions = new ArrayList<>();
    OffsetDateTime changed = post.getEditedAt() == null ? post.getCreatedAt() : post.getEditedAt();
    versions.add(
        new PostHistoryView.Version(changed.toInstant(), new SafeHtml(post.getContentHtml())));
    tx.sql()
        .selectFrom(STATUS_EDITS)
        .where(STATUS_EDITS.STATUS_ID.eq(post.getId()))
        .orderBy(STATUS_EDITS.ID.desc())
        .forEach(edit ->
            versions.add(
                new PostHistoryView.Version(
                    edit.getCreatedAt().toInstant(), new SafeHtml(edit.getContentHtml()))));
    return versions;
  }

  private Reply react(Request request) {
    return room.leading(
        request,
        (tx, member) -> {
          StatusesRecord post = BoardRoom.post(tx, member, request);
          String emoji = request.parameters().text("emoji", "").strip();
          ReactToPost.toggle(tx, member, post, emoji);
          return place(tx, member, post.getId());
        });
  }

  private Reply close(Request request) {
    return room.leading(
        request,
        (tx, member) -> {
          StatusesRecord post = BoardRoom.post(tx, member, request);
          steer.closePoll(tx, member, post);
          return place(tx, member, post.getId());
        });
  }

  private Reply delete(Request request) {
    return room.leading(
        request,
        (tx, member) -> {
          StatusesRecord post = BoardRoom.post(tx, member, request);
          delete.delete(tx, member.account(), new StatusId(post.getId()));
          return after(tx, member, post);
        });
  }

  private Reply remove(Request request) {
    return room.leading(
        request,
        (tx, member) -> {
          StatusesRecord post = BoardRoom.post(tx, member, request);
          steer.remove(tx, member, post);
          return after(tx, member, post);
        });
  }

  /** To what is left of the topic. */
  private static String after(Tx tx, MemberOf member, StatusesRecord post) {
    String group = member.group().id().toString();
    return BoardQueries.around(tx.sql(), member, post.getId())
        .map(topic -> Paths.topic(group, Long.toString(topic.id())))
        .orElse(Paths.group(group, ""));
  }
}
