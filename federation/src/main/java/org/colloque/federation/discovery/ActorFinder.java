package org.colloque.federation.discovery;

import java.util.Optional;
import org.colloque.federation.fetch.FetchResult;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.handle.Handle;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.ActorReader;
import org.colloque.federation.json.KeyReader;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.vocabulary.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Finds actors with at most two requests each (check C36). Handle and actor must name each other:
 * WebFinger's {@code self} is the actor's id, the actor's username is the handle's. Blocks.
 */
public final class ActorFinder {

  private final Fetcher fetcher;
  private final WebFinger webFinger;

  public ActorFinder(Fetcher fetcher, WebFinger webFinger) {
    this.fetcher = fetcher;
    this.webFinger = webFinger;
  }

  /** An actor and the handle that WebFinger confirms. */
  public record FoundActor(Actor actor, Handle handle) {}

  /** An actor and that of its keys that was asked for. */
  public record KeyOwner(Actor actor, Actor.PublicKey key) {}

  /** By handle. */
  public FetchResult<FoundActor> byHandle(Handle handle, @Nullable RequestSigner signer) {
    return webFinger
        .find(handle)
        .then(account ->
            actor(account.value().actor(), signer).then(found -> matched(found, account.value())));
  }

  /** By id, or by the address of a profile that answers with the actor. */
  public FetchResult<FoundActor> byId(String id, @Nullable RequestSigner signer) {
    return actor(id, signer)
        .then(found -> {
          Actor actor = found.value();
          Optional<Handle> expected =
              Origin.of(actor.id())
                  .flatMap(
                      origin -> Handle.parse(actor.preferredUsername() + "@" + origin.authority()));
          return expected.isEmpty()
              ? new FetchResult.Refused<>("an actor without a handle")
              : webFinger.find(expected.get()).then(account -> matched(found, account.value()));
        });
  }

  /** The actor document alone, its handle unconfirmed: for a refresh, or when it is known. */
  public FetchResult<Actor> actor(String id, @Nullable RequestSigner signer) {
    return fetcher
        .object(id, signer)
        .then(found -> {
          Optional<Actor> actor = ActorReader.read(found.value());
          return actor.isPresent()
              ? new FetchResult.Found<>(actor.get(), found.url())
              : new FetchResult.Refused<>("not an actor");
        });
  }

  /**
   * By key id. The key may stand in the actor, or be a document of its own or a stub, whose owner
   * is then asked (quirk 54). The owner must be on the origin of the key id and name the key (quirk
   * 87).
   */
  public FetchResult<KeyOwner> byKey(String keyId, @Nullable RequestSigner signer) {
    return fetcher
        .object(keyId, signer)
        .then(found -> {
          Optional<Actor> actor = ActorReader.read(found.value());
          if (actor.isPresent()) {
            return keyOf(actor.get(), keyId, found.url());
          }
          Optional<String> owner =
              KeyReader.owner(found.value()).filter(id -> Origin.same(id, keyId));
          return owner.isEmpty()
              ? new FetchResult.Refused<>("a key without an owner of its origin")
              : actor(owner.get(), signer).then(named -> keyOf(named.value(), keyId, named.url()));
        });
  }

  private static FetchResult<KeyOwner> keyOf(Actor actor, String keyId, String url) {
    Optional<Actor.PublicKey> key =
        actor.keys().stream().filter(each -> each.id().equals(keyId)).findFirst();
    return key.isPresent() && Origin.same(keyId, actor.id())
        ? new FetchResult.Found<>(new KeyOwner(actor, key.get()), url)
        : new FetchResult.Refused<>("the actor does not have this key");
  }

  private static FetchResult<FoundActor> matched(
      FetchResult.Found<Actor> found, WebFinger.Account account) {
    Actor actor = found.value();
    boolean same =
        actor.id().equals(account.actor())
            && actor.preferredUsername().equalsIgnoreCase(account.handle().username());
    return same
        ? new FetchResult.Found<>(new FoundActor(actor, account.handle()), found.url())
        : new FetchResult.Refused<>("handle and actor do not name each other");
  }
}
