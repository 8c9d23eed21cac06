package org.colloque.server.discovery;

import java.util.Locale;
import java.util.Optional;
import org.colloque.federation.json.ActorWriter;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.QuickHandler;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.LocalActor;
import org.colloque.server.outbox.LocalActors;
import org.jspecify.annotations.Nullable;

/**
 * Actor documents of people, and of the instance itself; browsers are sent to the page. With
 * authorized fetch whoever does not sign gets the key alone, so that a server that must check our
 * signature before it can sign its own question does not wait for us while we wait for it. The
 * instance itself is always shown: it is who signs our questions.
 */
final class ActorHandler implements QuickHandler {
  private final Kit kit;
  private final LocalActors actors;
  private final ReplyCache cache;
  private final Admission admission;
  private final boolean ofInstance;

  /**
   * @param ofInstance whether it answers for the instance, not for people
   */
  ActorHandler(Kit kit, LocalActors actors, Admission admission, boolean ofInstance) {
    this.kit = kit;
    this.actors = actors;
    this.admission = admission;
    this.ofInstance = ofInstance;
    this.cache = new ReplyCache(kit);
  }

  @Override
  public @Nullable Reply quick(Request request) {
    if (!Answers.wantsDocument(request) || mustSign()) {
      return null;
    }
    Reply known = cache.get(key(request));
    return known == null ? null : Answers.unlessKnown(request, known);
  }

  @Override
  public Reply handle(Request request) {
    LocalActor local =
        kit.db()
            .as(Viewer.stranger(), tx -> find(tx.sql(), request))
            .orElseThrow(ProblemException::notFound);
    if (local.gone()) {
      throw ProblemException.of(410, "Gone");
    }
    if (!Answers.wantsDocument(request)) {
      String page = local.actor().profile().url();
      return Reply.redirect(page == null ? kit.urls().base() + "/" : page).with("vary", "Accept");
    }
    if (mustSign()) {
      byte[] seen =
          admission.reader(request).isPresent()
              ? ActorWriter.document(local.actor(), local.handle().toString())
              : ActorWriter.keyAlone(local.actor());
      return Answers.personal(seen);
    }
    byte[] document = ActorWriter.document(local.actor(), local.handle().toString());
    Reply reply = Answers.shared(Answers.ACTIVITY, document);
    return Answers.unlessKnown(request, cache.keep(key(request), reply));
  }

  private boolean mustSign() {
    return !ofInstance && admission.isRequired();
  }

  private Optional<LocalActor> find(org.jooq.DSLContext sql, Request request) {
    return ofInstance
        ? actors.byUri(sql, kit.urls().instanceActor())
        : actors.byUsername(sql, request.pathParameter("name"));
  }

  private String key(Request request) {
    return ofInstance ? "" : request.pathParameter("name").toLowerCase(Locale.ROOT);
  }
}
