package org.colloque.server.inbox;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.json.ActivityReader;
import org.colloque.federation.json.Json;
import org.colloque.federation.signature.Authorship;
import org.colloque.federation.signature.KeyAnswer;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.Proofs;
import org.colloque.federation.signature.SignedRequest;
import org.colloque.federation.signature.Verification;
import org.colloque.federation.signature.VerificationFailure;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.signature.Verifier;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Limits;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Secrets;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inboxes. The signature is checked, then whether the signer may say it; then one row is
 * written, and only when it is on disk the answer is 202. The same activity again is 202 without
 * effect. Codes as peers read them (federation.md, quirk 8).
 */
public final class InboxApi {
  private static final int RETRY_SECONDS = 300;
  private static final Logger LOG = LoggerFactory.getLogger(InboxApi.class);

  private final Kit kit;
  private final Verifier verifier;
  private final Authorship authorship;
  private final Proofs proofs;
  private final SynchronizeFollowers followers;
  private final KeySource keys;
  private final KeepUnread unreadActivities;
  private final KeepIncoming incoming;

  public InboxApi(
      Kit kit,
      Verifier verifier,
      Authorship authorship,
      KeySource keys,
      KeepUnread unreadActivities,
      SynchronizeFollowers followers) {
    this.kit = kit;
    this.verifier = verifier;
    this.authorship = authorship;
    this.proofs = new Proofs(kit.clock());
    this.followers = followers;
    this.keys = keys;
    this.unreadActivities = unreadActivities;
    this.incoming = new KeepIncoming(kit);
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/inbox", Access.server(), this::receive).limited(Limits.ACTIVITY),
        Route.post("/actor/inbox", Access.server(), this::receive).limited(Limits.ACTIVITY),
        Route.post("/users/:name/inbox", Access.server(), this::receive).limited(Limits.ACTIVITY));
  }

  private Reply receive(Request request) {
    SignedRequest signed =
        new SignedRequest(
            request.method().name(),
            request.target(),
            request.headers().joined().entrySet(),
            request.body());
    return switch (verifier.verify(signed, new UnlessDeleted(request.body()))) {
      case Verification.Failed failed -> refuse(request, failed.failure());
      case Verification.Trusted trusted -> {
        Reply reply = authorise(trusted.body());
        request
            .header("collection-synchronization")
            .ifPresent(header -> followers.compare(trusted.body().signer(), header));
        yield reply;
      }
    };
  }

  /** What another hands on is its actor's when a proof in it says so. */
  private Reply authorise(Verified<byte[]> body) {
    return switch (authorship.read(body, null)) {
      case Authorship.Authored.Refused refused ->
          proofs
              .author(body.value(), keys)
              .filter(author -> !author.signer().equals(body.signer()))
              .map(this::authorise)
              .or(() -> handedOn(body))
              .orElseThrow(() -> problem(refused.status(), refused.reason()));
      case Authorship.Authored.Trusted trusted -> keep(body, trusted.activity().value());
    };
  }

  private Reply keep(Verified<byte[]> body, Activity activity) {
    String id = activity.id();
    String unread = KeepUnread.reason(activity);
    if (unread != null || id == null) {
      // nothing that we could do anything with; an error would be repeated for days
      String type = activity.raw().path("type").asText();
      unreadActivities.keep(body.signer(), type, unread == null ? "no id" : unread, body.value());
      return accepted();
    }
    if (!Addresses.fits(id)) {
      throw problem(400, "the id is too long");
    }
    return keep(body, id);
  }

  /** What another did and we may ask their server about, because it concerns something here. */
  private Optional<Reply> handedOn(Verified<byte[]> body) {
    return authorship
        .handedOn(body)
        .filter(
            activity -> kit.db().as(Viewer.stranger(), tx -> OnHandedOn.concernsUs(tx, activity)))
        // kept under another id than the actor's: who hands on must not stop what comes itself
        .map(activity ->
            keep(
                body,
                "handed-on:"
                    + HexFormat.of().formatHex(Secrets.hash(body.signer() + " " + activity.id()))));
  }

  private Reply keep(Verified<byte[]> body, String id) {
    if (!incoming.keep(new InboxQueries.Incoming(id, body))) {
      throw problem(429, "too much of one actor waits here")
          .withHeader("retry-after", Integer.toString(RETRY_SECONDS));
    }
    return accepted();
  }

  private Reply refuse(Request request, VerificationFailure failure) {
    if (failure instanceof VerificationFailure.KeyGone && deletesItself(request.body())) {
      // whoever is gone is forgotten already, or was never known (quirks 10 and 88)
      return accepted();
    }
    LOG.debug("refused an activity from {}: {}", request.address(), failure.message());
    ProblemException problem = problem(failure.status(), failure.message());
    throw failure.status() == 503
        ? problem.withHeader("retry-after", Integer.toString(RETRY_SECONDS))
        : problem;
  }

  /** Does not ask for the key of an actor that deletes itself and that nobody here knows. */
  private final class UnlessDeleted implements KeySource {
    private final byte[] body;

    UnlessDeleted(byte[] body) {
      this.body = body;
    }

    @Override
    public KeyAnswer cached(String keyId) {
      return keys.cached(keyId);
    }

    @Override
    public KeyAnswer fetched(String keyId) {
      String actor = actorThatDeletesItself(body);
      boolean unknown =
          !actor.isEmpty()
              && kit.db()
                  .as(
                      Viewer.stranger(),
                      tx ->
                          ActorQueries.byUri(tx.sql(), actor)
                              .filter(known -> !known.deleted())
                              .isEmpty());
      return unknown ? new KeyAnswer.Gone() : keys.fetched(keyId);
    }
  }

  private static boolean deletesItself(byte[] body) {
    return !actorThatDeletesItself(body).isEmpty();
  }

  /** The actor of a Delete of itself, as it claims; empty for everything else. */
  private static String actorThatDeletesItself(byte[] body) {
    if (Json.read(body) instanceof Json.Reading.Document document
        && ActivityReader.read(document.root(), null) instanceof Activity.Delete delete
        && delete.ofActor()) {
      return delete.actor();
    }
    return "";
  }

  private static Reply accepted() {
    return Reply.empty(202).with("cache-control", "no-store");
  }

  private static ProblemException problem(int status, String message) {
    return ProblemException.of(status, message);
  }
}
