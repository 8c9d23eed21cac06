package org.colloque.server.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.json.ActivityWriter;
import org.colloque.federation.json.CollectionWriter;
import org.colloque.federation.json.Context;
import org.colloque.federation.json.NoteWriter;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.LocalActor;
import org.colloque.server.outbox.LocalActors;
import org.colloque.server.outbox.LocalPost;
import org.colloque.server.outbox.LocalPosts;
import org.colloque.server.outbox.QuoteRows;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.statuses.StatusId;
import org.jspecify.annotations.Nullable;

/**
 * Posts and the activities that made them. What is not for everybody is shown only to a signed
 * request of somebody who may read it; to all others it is not there.
 */
final class PostsApi {
  /** Answers on a page. */
  static final int ANSWERS = 50;

  /** Posts of a thread that are shown; the first ones. */
  static final int THREAD = 500;

  private final Kit kit;
  private final LocalPosts posts;
  private final Admission admission;
  private final LocalActors actors;

  PostsApi(Kit kit, LocalPosts posts, Admission admission) {
    this.kit = kit;
    this.actors = new LocalActors(kit.urls());
    this.posts = posts;
    this.admission = admission;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/users/:name/statuses/:id", Access.server(), this::object),
        Route.get("/users/:name/statuses/:id/activity", Access.server(), this::activity),
        Route.get("/users/:name/statuses/:id/replies", Access.server(), this::replies),
        Route.get("/users/:name/statuses/:id/likes", Access.server(), this::likes),
        Route.get("/users/:name/statuses/:id/shares", Access.server(), this::shares),
        Route.get("/users/:name/quote_authorizations/:id", Access.server(), this::stamp),
        Route.get("/contexts/:id", Access.anyone(), this::thread));
  }

  /** That a member agrees to be quoted, for whoever shows the quote; not once they do not. */
  private Reply stamp(Request request) {
    admission.check(request);
    String name = request.pathParameter("name");
    return StatusId.parse(request.pathParameter("id"))
        .flatMap(quoting ->
            kit.db()
                .as(Viewer.stranger(), tx -> QuoteRows.stamp(tx.sql(), name, quoting))
                .map(stamp ->
                    admission.answer(
                        request,
                        ActivityWriter.quoteAuthorization(
                            kit.urls().quoteStamp(name, quoting.value()),
                            stamp.author(),
                            stamp.quote(),
                            stamp.quoted()))))
        .orElseThrow(ProblemException::notFound);
  }

  /** Answers that everybody may read, to whoever may read the post. */
  private Reply replies(Request request) {
    LocalPost.Written post = written(request);
    String id = post.envelope().replies();
    boolean page = request.parameters().flag("page", false);
    long minId = request.parameters().id("min_id").orElse(0L);
    List<CollectionQueries.Entry> answers =
        kit.db()
            .as(
                Viewer.stranger(),
                tx ->
                    ThreadQueries.answers(
                        tx.sql(), post.envelope().id(), page ? minId : 0, ANSWERS));
    List<String> items = answers.stream().map(CollectionQueries.Entry::uri).toList();
    String next =
        answers.size() < ANSWERS ? null : id + "?page=true&min_id=" + answers.getLast().cursor();
    return answer(
        request,
        post.envelope(),
        page
            ? CollectionWriter.answersPage(id + "?page=true&min_id=" + minId, id, next, items)
            : CollectionWriter.answers(id, next, items));
  }

  private Reply likes(Request request) {
    LocalPost.Written post = written(request);
    return counted(request, post, post.envelope().likes(), post.note().responses().likesTotal());
  }

  private Reply shares(Request request) {
    LocalPost.Written post = written(request);
    return counted(request, post, post.envelope().shares(), post.note().responses().sharesTotal());
  }

  private Reply counted(Request request, LocalPost post, String id, @Nullable Long total) {
    return answer(
        request, post.envelope(), CollectionWriter.counted(id, total == null ? 0 : total));
  }

  private LocalPost.Written written(Request request) {
    return switch (find(request)) {
      case LocalPost.Written written -> written;
      case LocalPost.Shared _, LocalPost.Deleted _ -> throw ProblemException.notFound();
    };
  }

  /** A thread that begins here with a post for everybody, as far as everybody may read it. */
  private Reply thread(Request request) {
    admission.check(request);
    long id = Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    ThreadQueries.Posts thread =
        kit.db()
            .as(Viewer.stranger(), tx -> ThreadQueries.thread(tx.sql(), id, THREAD))
            .orElseThrow(ProblemException::notFound);
    byte[] document =
        CollectionWriter.thread(kit.urls().context(id), thread.owner(), thread.posts());
    return admission.answer(request, document);
  }

  private Reply object(Request request) {
    boolean document = Answers.wantsDocument(request);
    LocalPost post = find(request, document);
    if (!document) {
      return toPage(request);
    }
    return switch (post) {
      case LocalPost.Written written ->
          answer(request, post.envelope(), NoteWriter.document(written.note()));
      case LocalPost.Deleted deleted -> gone(deleted);
      case LocalPost.Shared _ -> throw ProblemException.notFound();
    };
  }

  private Reply activity(Request request) {
    LocalPost post = find(request);
    LocalPost.Envelope envelope = post.envelope();
    return switch (post) {
      case LocalPost.Written written ->
          answer(
              request,
              envelope,
              ActivityWriter.create(envelope.activity(), written.note(), envelope.published()));
      case LocalPost.Shared shared ->
          answer(
              request,
              envelope,
              ActivityWriter.announce(
                  envelope.activity(),
                  envelope.actor(),
                  shared.original(),
                  envelope.recipients(),
                  envelope.published(),
                  shared.approval()));
      case LocalPost.Deleted deleted -> gone(deleted);
    };
  }

  private Reply toPage(Request request) {
    StatusId id = StatusId.parse(request.pathParameter("id")).orElseThrow();
    return Reply.redirect(kit.urls().statusPage(request.pathParameter("name"), id.value()))
        .with("vary", "Accept");
  }

  /** Whatever the client says it accepts: what is answered is a document. */
  private LocalPost find(Request request) {
    return find(request, true);
  }

  private LocalPost find(Request request, boolean document) {
    Optional<KnownActor> admitted = document ? admission.check(request) : Optional.empty();
    Optional<StatusId> id = StatusId.parse(request.pathParameter("id"));
    return id.flatMap(known -> kit.db().as(Viewer.stranger(), tx -> posts.one(tx.sql(), known)))
        .filter(post ->
            post.envelope().authorStands()
                && post.envelope()
                    .actor()
                    .equalsIgnoreCase(kit.urls().actor(request.pathParameter("name"))))
        .filter(post ->
            post.envelope().open() && admitted.isEmpty()
                || mayRead(admitted.or(() -> admission.reader(request)), post))
        .orElseThrow(() ->
            authorIsGone(request) ? ProblemException.of(410, "Gone") : ProblemException.notFound());
  }

  private boolean authorIsGone(Request request) {
    String name = request.pathParameter("name");
    return kit.db()
        .as(
            Viewer.stranger(),
            tx -> actors.byUsername(tx.sql(), name).filter(LocalActor::gone).isPresent());
  }

  private boolean mayRead(Optional<KnownActor> asking, LocalPost post) {
    return asking
        .filter(reader ->
            kit.db()
                .as(
                    Viewer.stranger(),
                    tx -> ReaderQueries.mayRead(tx.sql(), post.envelope(), reader.id())))
        .isPresent();
  }

  private Reply answer(Request request, LocalPost.Envelope envelope, byte[] body) {
    return envelope.open() ? admission.answer(request, body) : Answers.personal(body);
  }

  private static Reply gone(LocalPost.Deleted deleted) {
    ObjectNode tombstone =
        Json.object()
            .put("@context", Context.ACTIVITY_STREAMS)
            .put("id", deleted.envelope().uri())
            .put("type", "Tombstone");
    return Reply.bytes(410, Answers.ACTIVITY, Json.write(tombstone))
        .with("cache-control", Answers.NOT_KEPT)
        .with("vary", Answers.BY_SIGNATURE);
  }
}
