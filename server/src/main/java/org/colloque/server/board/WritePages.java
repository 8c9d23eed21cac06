package org.colloque.server.board;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.colloque.migrations.tables.records.StatusesRecord;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Access;
import org.colloque.server.http.Limits;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.CategoryView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.GroupWriteView;
import org.colloque.server.pages.view.GroupWriteView.Kind;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.statuses.AttachMedia;
import org.colloque.server.statuses.Draft;
import org.colloque.server.statuses.PostStatus;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.statuses.StatusVerbs;
import org.colloque.server.statuses.StatusViews;
import org.jspecify.annotations.Nullable;

/** Writes on a board: a topic, an answer, an edit, a draft. */
public final class WritePages {
  /** What the fields of the form may take beside the files. */
  private static final long FORM_BYTES = 256 * 1024;

  private final Kit kit;
  private final PageReplies replies;
  private final BoardRoom room;
  private final GroupComposer composer;
  private final StatusVerbs verbs;
  private final StatusEntities statuses;

  WritePages(
      Kit kit,
      PageReplies replies,
      BoardRoom room,
      GroupComposer composer,
      StatusVerbs verbs,
      StatusEntities statuses) {
    this.kit = kit;
    this.replies = replies;
    this.room = room;
    this.composer = composer;
    this.verbs = verbs;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    Limits files =
        Limits.uploads(
            AttachMedia.MAX_ATTACHMENTS * kit.config().media().maxUploadBytes() + FORM_BYTES);
    Access in = Access.signedInOrGuest();
    return List.of(
        Route.get("/groups/:id/new", in, this::showNew),
        Route.get("/groups/:id/topics", in, this::board),
        Route.post("/groups/:id/topics", in, this::begin).limited(files),
        Route.post("/groups/:id/topics/:topic/replies", in, this::reply).limited(files),
        Route.get("/groups/:id/posts/:post/reply", in, this::showReply),
        Route.get("/groups/:id/posts/:post/edit", in, this::showEdit),
        Route.post("/groups/:id/posts/:post/edit", in, this::edit).limited(files));
  }

  /** Where a refused form leaves the browser. */
  private Reply board(Request request) {
    return room.leading(
        request, (_, member) -> Paths.group(member.group().id().toString(), "/new"));
  }

  private Reply showNew(Request request) {
    return replies.ok(
        request,
        room.in(
            request,
            (tx, member) -> {
              member.writes();
              Form form =
                  composer
                      .begun(tx.sql(), member, 0)
                      .with("category", request.parameters().text("category", ""));
              return page(tx, request, member, Kind.TOPIC, new GroupComposer.Sent(form, List.of()));
            }));
  }

  private Reply begin(Request request) {
    GroupComposer.Sent sent = read(request, true);
    if (request.parameters().has("keep")) {
      return keep(request, sent.form(), 0);
    }
    if (!sent.form().valid()) {
      return refused(request, Kind.TOPIC, sent);
    }
    var group = room.in(request, (_, member) -> member.writes().group());
    Form form = sent.form();
    long category = request.parameters().id("category").orElseThrow(ProblemException::notFound);
    var beginning =
        new Place.Beginning(
            category, Titles.clean(form.value("title")), form.value("status").strip());
    StatusId topic =
        verbs
            .post()
            .begin(
                context(request),
                Draft.inGroup(
                    form.value("status"),
                    null,
                    sent.media(),
                    GroupPollForm.of(form, group.details().zone())),
                group.id().value(),
                beginning);
    return Reply.redirect(Paths.topic(group.id().toString(), topic.toString()));
  }

  private Reply keep(Request request, Form form, long topic) {
    return room.leading(
        request,
        (tx, member) -> {
          composer.keep(tx, member.writes(), topic, form);
          String group = member.group().id().toString();
          return topic == 0
              ? Paths.saved(Paths.group(group, "/new"))
              : Paths.saved(Paths.topic(group, Long.toString(topic)));
        });
  }

  private Reply reply(Request request) {
    long topic = room.in(request, (tx, member) -> BoardRoom.topic(tx, member, request).id());
    GroupComposer.Sent sent = read(request, false).answering(topic);
    if (request.parameters().has("keep")) {
      return keep(request, sent.form(), topic);
    }
    if (!sent.form().valid()) {
      return refused(request, Kind.REPLY, sent);
    }
    long parent = Decimal.parse(sent.form().value("in_reply_to_id")).orElse(topic);
    ZoneId zone = room.in(request, (_, member) -> member.group().details().zone());
    Draft draft =
        Draft.inGroup(
            sent.form().value("status"),
            new StatusId(parent),
            sent.media(),
            GroupPollForm.of(sent.form(), zone));
    // the post that is answered says in which group it is
    StatusId id = verbs.post().post(context(request), draft);
    return Reply.redirect(Paths.groupPost(request.pathParameter("id"), id.toString(), ""));
  }

  private Reply showReply(Request request) {
    return replies.ok(
        request,
        room.in(
            request,
            (tx, member) -> {
              member.writes();
              StatusesRecord post = BoardRoom.post(tx, member, request);
              Form form = Form.EMPTY.with("in_reply_to_id", Long.toString(post.getId()));
              return page(tx, request, member, Kind.REPLY, new GroupComposer.Sent(form, List.of()));
            }));
  }

  private Reply showEdit(Request request) {
    return replies.ok(
        request,
        room.in(
            request,
            (tx, member) -> {
              member.writes();
              StatusesRecord post = own(tx, member, request);
              boolean titled = BoardQueries.topic(tx.sql(), member, post.getId()).isPresent();
              Titles.Split split = Titles.split(post.getText());
              Form form =
                  Form.EMPTY
                      .with("title", split.title())
                      .with("status", titled ? split.body() : post.getText());
              return edit(
                  tx,
                  request,
                  member,
                  post,
                  new GroupComposer.Sent(form, composer.files(tx, post)));
            }));
  }

  private Reply edit(Request request) {
    boolean titled =
        room.in(
            request,
            (tx, member) ->
                BoardQueries.topic(tx.sql(), member.writes(), own(tx, member, request).getId())
                    .isPresent());
    GroupComposer.Sent sent = read(request, titled);
    if (!sent.form().valid()) {
      return replies.refused(
          request,
          room.in(
              request, (tx, member) -> edit(tx, request, member, own(tx, member, request), sent)));
    }
    Form form = sent.form();
    String text =
        titled
            ? Titles.join(Titles.clean(form.value("title")), form.value("status").strip())
            : form.value("status");
    StatusId id = new StatusId(BoardRoom.number(request, "post"));
    verbs
        .edit()
        .editText(request.caller().insider(), id, Draft.inGroup(text, null, sent.media(), null));
    return Reply.redirect(Paths.groupPost(request.pathParameter("id"), id.toString(), ""));
  }

  private static StatusesRecord own(Tx tx, MemberOf member, Request request) {
    StatusesRecord post = BoardRoom.post(tx, member, request);
    if (post.getAccountId() != member.account().value()) {
      throw ProblemException.notFound();
    }
    return post;
  }

  private GroupComposer.Sent read(Request request, boolean titled) {
    // before a file is stored for it
    MemberOf member = room.in(request, (_, entered) -> entered.writes());
    return composer.read(request, member, replies.messages(request), titled);
  }

  private Reply refused(Request request, Kind kind, GroupComposer.Sent sent) {
    return replies.refused(
        request, room.in(request, (tx, member) -> page(tx, request, member, kind, sent)));
  }

  /** The form of a topic or an answer. */
  private GroupWriteView page(
      Tx tx, Request request, MemberOf member, Kind kind, GroupComposer.Sent sent) {
    String group = member.group().id().toString();
    Optional<Long> asked = Decimal.parse(sent.form().value("in_reply_to_id"));
    Optional<BoardQueries.Topic> around =
        asked.flatMap(post -> BoardQueries.around(tx.sql(), member, post));
    String topic = around.map(each -> Long.toString(each.id())).orElse("");
    String back = kind == Kind.TOPIC ? Paths.group(group, "") : Paths.topic(group, topic);
    String action =
        kind == Kind.TOPIC ? Paths.group(group, "/topics") : Paths.topic(group, topic) + "/replies";
    @Nullable StatusView answered =
        // a form can name any post there is: only one of this group is shown
        (around.isPresent() ? asked : Optional.<Long>empty())
            .flatMap(
                post -> statuses.one(tx.sql(), Viewer.of(member.account()), new StatusId(post)))
            .map(json -> StatusViews.of(tx.sql(), List.of(json)).getFirst())
            .orElse(null);
    Optional<String> answers =
        Optional.ofNullable(answered).map(status -> status.author().displayName());
    return new GroupWriteView(
        room.head(member, replies.messages(request)),
        kind,
        BoardRoom.categories(tx, member).stream().filter(WritePages::open).toList(),
        composer.view(tx.sql(), member, sent, action, kind == Kind.TOPIC, answers),
        answered,
        back);
  }

  private GroupWriteView edit(
      Tx tx, Request request, MemberOf member, StatusesRecord post, GroupComposer.Sent sent) {
    String group = member.group().id().toString();
    String id = Long.toString(post.getId());
    boolean titled = BoardQueries.topic(tx.sql(), member, post.getId()).isPresent();
    return new GroupWriteView(
        room.head(member, replies.messages(request)),
        Kind.EDIT,
        List.of(),
        composer.view(
            tx.sql(), member, sent, Paths.groupPost(group, id, "/edit"), titled, Optional.empty()),
        null,
        Paths.groupPost(group, id, ""));
  }

  private static boolean open(CategoryView category) {
    return !category.closed() && !category.anonymous();
  }

  private static PostStatus.Context context(Request request) {
    Optional<String> key =
        request
            .parameters()
            .text("idempotency")
            .filter(text -> !text.isEmpty() && text.length() <= PostStatus.MAX_KEY_CHARACTERS);
    return new PostStatus.Context(request.caller().insider(), null, key);
  }
}
