package org.colloque.federation.signature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.ActivityReader;
import org.colloque.federation.json.Json;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Payload;
import org.jspecify.annotations.Nullable;

/**
 * May the signer say this? Between the signature and the meaning of an activity (security row 7:
 * authenticate, authorise, parse, process). Every id that the signer claims to own must be on its
 * origin, every actor named must be the signer (check C21, CVE-2024-23832).
 */
public final class Authorship {

  private final Origin self;

  /**
   * @param self our public origin: nobody outside may speak for it (security row 34)
   */
  public Authorship(Origin self) {
    this.self = self;
  }

  /** What came of it. */
  public sealed interface Authored {

    /** Said by its actor. Objects that are only named have still to be fetched. */
    record Trusted(Verified<Activity> activity) implements Authored {}

    /** Not believed. {@code status} is to be answered, 400, 401 or 413. */
    record Refused(int status, String reason) implements Authored {}
  }

  /**
   * Reads the body and checks it against its signer.
   *
   * @param followers id of the signer's followers collection; null when we do not know it, then
   *     nothing is read as followers-only
   */
  public Authored read(Verified<byte[]> body, @Nullable String followers) {
    return switch (Json.read(body.value())) {
      case Json.Reading.TooLarge _ -> new Authored.Refused(413, "the document is too large");
      case Json.Reading.Malformed malformed -> new Authored.Refused(400, malformed.reason());
      case Json.Reading.Document document -> {
        Activity activity = ActivityReader.read(document.root(), followers);
        Optional<String> fault = fault(activity, body.signer());
        yield fault.isPresent()
            ? new Authored.Refused(401, fault.get())
            : new Authored.Trusted(new Verified<>(activity, body.keyId(), body.signer()));
      }
    };
  }

  /**
   * Checks what a server shows at {@code uri} as if its actor had signed it: only the server of the
   * actor can show it there (security row 32).
   *
   * @param document fetched from {@code uri}, its id compared by the fetcher
   */
  public Authored shown(ObjectNode document, String uri, @Nullable String followers) {
    Activity activity = ActivityReader.read(document, followers);
    String actor = activity.actor();
    if (actor == null || !uri.equals(activity.id())) {
      return new Authored.Refused(400, "no activity of this id");
    }
    Optional<String> fault = fault(activity, actor);
    return fault.isPresent()
        ? new Authored.Refused(401, fault.get())
        : new Authored.Trusted(new Verified<>(activity, "", actor));
  }

  /**
   * What another did than who signed: handed on, as ActivityPub asks in section 7.1.2. It is not
   * believed, but tells what to ask of the actor's own server. Empty when even there it could not
   * be as it says.
   */
  public Optional<Activity> handedOn(Verified<byte[]> body) {
    if (!(Json.read(body.value()) instanceof Json.Reading.Document document)) {
      return Optional.empty();
    }
    Activity activity = ActivityReader.read(document.root(), null);
    String actor = activity.actor();
    if (actor == null || activity.id() == null || actor.equals(body.signer())) {
      return Optional.empty();
    }
    return fault(activity, actor).isEmpty() ? Optional.of(activity) : Optional.empty();
  }

  private Optional<String> fault(Activity activity, String signer) {
    String id = activity.id();
    if (!signer.equals(activity.actor())) {
      return Optional.of("the actor is not the signer");
    }
    if (Origin.of(signer).filter(self::equals).isPresent()) {
      return Optional.of("the actor is one of ours");
    }
    if (id != null && !Origin.same(id, signer)) {
      return Optional.of("the id is not on the origin of the actor");
    }
    return switch (activity) {
      case Activity.Create create -> faultOfPayload(create.object(), signer);
      case Activity.Update update -> faultOfPayload(update.object(), signer);
      case Activity.Delete delete -> faultOfId(delete.object().id(), signer);
      case Activity.Undo undo -> faultOfUndone(undo.object(), signer);
      case Activity.Accept accept -> faultOfAnswered(accept.object(), signer);
      case Activity.Reject reject -> faultOfAnswered(reject.object(), signer);
      case Activity.Add add -> faultOfId(add.target(), signer);
      case Activity.Remove remove -> faultOfId(remove.target(), signer);
      case Activity.Move move -> faultOfMove(move, signer);
      case Activity.QuoteRequest request -> faultOfQuote(request, signer);
      case Activity.Follow _,
          Activity.Announce _,
          Activity.Relayed _,
          Activity.Like _,
          Activity.Flag _,
          Activity.Block _,
          Activity.Unknown _ ->
          Optional.empty();
    };
  }

  /** The old account says it, or the new one. */
  private static Optional<String> faultOfMove(Activity.Move move, String signer) {
    return signer.equals(move.object()) || signer.equals(move.target())
        ? Optional.empty()
        : Optional.of("another actor moves");
  }

  private static Optional<String> faultOfQuote(Activity.QuoteRequest request, String signer) {
    Note note = request.note();
    Optional<String> fault = faultOfId(request.instrument(), signer);
    return fault.isPresent() || note == null ? fault : faultOfPayload(note, signer);
  }

  private static Optional<String> faultOfPayload(Payload payload, String signer) {
    Optional<String> fault = faultOfId(payload.id(), signer);
    if (fault.isPresent()) {
      return fault;
    }
    return switch (payload) {
      case Note note when !note.attributedTo().equals(signer) ->
          Optional.of("the object is attributed to another actor");
      case Actor actor when !actor.id().equals(signer) ->
          Optional.of("the object is another actor");
      case Payload.Ballot ballot when !ballot.attributedTo().equals(signer) ->
          Optional.of("the votes are attributed to another actor");
      case Note _, Actor _, Payload.Ballot _, Payload.Link _, Payload.Other _ -> Optional.empty();
    };
  }

  private static Optional<String> faultOfId(String id, String signer) {
    return Origin.same(id, signer)
        ? Optional.empty()
        : Optional.of("the object is not on the origin of the actor");
  }

  /** One takes back only what one did. */
  private static Optional<String> faultOfUndone(ActivityReference undone, String signer) {
    String id = undone.id();
    boolean anothers = undone.actor() != null && !signer.equals(undone.actor());
    return anothers || (id != null && !Origin.same(id, signer))
        ? Optional.of("the activity undone is another actor's")
        : Optional.empty();
  }

  /** Only the one who was asked answers. */
  private static Optional<String> faultOfAnswered(ActivityReference asked, String signer) {
    boolean anothers =
        asked.kind() == ActivityReference.Kind.FOLLOW
            && asked.object() != null
            && !signer.equals(asked.object());
    return anothers ? Optional.of("another actor was asked") : Optional.empty();
  }
}
