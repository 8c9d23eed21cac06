package org.colloque.server.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.json.ActivityWriter;
import org.colloque.federation.json.Context;
import org.colloque.federation.json.NoteWriter;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.LocalPost;
import org.colloque.server.outbox.LocalPosts;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.statuses.StatusId;

/**
 * Posts and the activities that made them. What is not for everybody is shown only to a signed
 * request of somebody who may read it; to all others it is not there.
 */
final class PostsApi {
  private final Kit kit;
  private final LocalPosts posts;
  private final Admission admission;

  PostsApi(Kit kit, LocalPosts posts, Admission admission) {
    this.kit = kit;
    this.posts = posts;
    this.admission = admission;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/users/:name/statuses/:id", Access.server(), this::object),
        Route.get("/users/:name/statuses/:id/activity", Access.server(), this::activity));
  }

  private Reply object(Request request) {
    LocalPost post = find(request);
    if (!Answers.wantsDocument(request)) {
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
                  envelope.published()));
      case LocalPost.Deleted deleted -> gone(deleted);
    };
  }

  private Reply toPage(Request request) {
    StatusId id = StatusId.parse(request.pathParameter("id")).orElseThrow();
    return Reply.redirect(kit.urls().statusPage(request.pathParameter("name"), id.value()))
        .with("vary", "Accept");
  }

  private LocalPost find(Request request) {
    Optional<KnownActor> admitted =
        Answers.wantsDocument(request) ? admission.check(request) : Optional.empty();
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
        .orElseThrow(ProblemException::notFound);
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
