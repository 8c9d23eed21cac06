package org.colloque.server.discovery;

import java.util.Optional;
import org.colloque.federation.discovery.Jrd;
import org.colloque.federation.handle.Handle;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.QuickHandler;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.LocalActor;
import org.colloque.server.outbox.LocalActors;
import org.colloque.server.remote.InstanceActor;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Whose a handle or an address of ours is (RFC 7033). */
final class WebFingerHandler implements QuickHandler {
  private final Kit kit;
  private final LocalActors actors;
  private final ReplyCache cache;

  WebFingerHandler(Kit kit, LocalActors actors) {
    this.kit = kit;
    this.actors = actors;
    this.cache = new ReplyCache(kit);
  }

  @Override
  public @Nullable Reply quick(Request request) {
    Reply known = cache.get(request.query());
    return known == null ? null : Answers.unlessKnown(request, known);
  }

  @Override
  public Reply handle(Request request) {
    String resource =
        request
            .parameters()
            .text("resource")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> ProblemException.missingParameter("resource"));
    LocalActor local =
        kit.db()
            .as(Viewer.stranger(), tx -> find(tx.sql(), resource))
            .orElseThrow(ProblemException::notFound);
    if (local.gone()) {
      throw ProblemException.of(410, "Gone");
    }
    byte[] body =
        Jrd.of(
                local.handle(),
                local.actor().id(),
                local.actor().profile().url(),
                kit.urls().absolute("/authorize_interaction?uri={uri}"))
            .bytes();
    Reply reply = Answers.shared(Jrd.CONTENT_TYPE + "; charset=utf-8", body);
    return Answers.unlessKnown(request, cache.keep(request.query(), reply));
  }

  private Optional<LocalActor> find(DSLContext sql, String resource) {
    if (isInstance(resource)) {
      return actors.byUri(sql, kit.urls().instanceActor());
    }
    if (kit.urls().isOurs(resource)) {
      return username(resource).flatMap(name -> actors.byUsername(sql, name));
    }
    return Handle.parse(resource)
        .filter(handle -> handle.host().equals(kit.urls().host()))
        .flatMap(handle -> actors.byUsername(sql, handle.username()));
  }

  /** By its handle, by the host's (as Mastodon has it), or by the bare address (FEP-d556). */
  private boolean isInstance(String resource) {
    String host = kit.urls().host();
    return resource.equals("acct:" + InstanceActor.USERNAME + "@" + host)
        || resource.equals(InstanceActor.USERNAME + "@" + host)
        || resource.equals("acct:" + host + "@" + host)
        || resource.equals(kit.urls().instanceActor())
        || resource.equals(kit.urls().base())
        || resource.equals(kit.urls().base() + "/");
  }

  private Optional<String> username(String address) {
    String page = kit.urls().base() + "/@";
    return address.startsWith(page)
        ? Optional.of(address.substring(page.length()))
        : kit.urls().usernameOf(address);
  }
}
