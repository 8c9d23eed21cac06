package org.colloque.federation.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.Actor;
import org.jspecify.annotations.Nullable;

/** Public keys of an actor, of a stub of one, or of a key served on its own (quirks 54, 87). */
public final class KeyReader {

  private KeyReader() {}

  /**
   * The keys that this actor document vouches for: {@code publicKey} whose owner is the actor, and
   * Ed25519 Multikeys of {@code assertionMethod} (FEP-521a) whose controller is; the id of each on
   * the actor's origin.
   */
  public static List<Actor.PublicKey> read(JsonNode actor) {
    String id = Values.idOf(actor);
    List<Actor.PublicKey> keys = new ArrayList<>();
    if (id == null) {
      return keys;
    }
    for (JsonNode value : Values.list(actor, "publicKey")) {
      add(keys, value, id, "owner", Values.word(value, "publicKeyPem", Limits.PEM));
    }
    for (JsonNode value : Values.list(actor, "assertionMethod")) {
      String multibase = Values.word(value, "publicKeyMultibase", Limits.WORD);
      String pem = multibase == null ? null : Multikey.ed25519Pem(multibase).orElse(null);
      add(keys, value, id, "controller", pem);
    }
    return keys;
  }

  /** Whose key a key document says it is; that actor must be fetched and asked (quirk 54). */
  public static Optional<String> owner(JsonNode key) {
    String owner = Values.id(key, "owner");
    owner = owner == null ? Values.id(key, "controller") : owner;
    if (owner == null) {
      for (JsonNode nested : Values.list(key, "publicKey")) {
        owner = owner == null ? Values.id(nested, "owner") : owner;
      }
    }
    return Optional.ofNullable(owner);
  }

  private static void add(
      List<Actor.PublicKey> keys,
      JsonNode value,
      String actor,
      String ownerName,
      @Nullable String pem) {
    String keyId = Values.idOf(value);
    boolean owned = actor.equals(Values.id(value, ownerName));
    if (owned && keyId != null && pem != null && keys.size() < Limits.KEYS) {
      if (Origin.same(keyId, actor)) {
        keys.add(new Actor.PublicKey(keyId, actor, pem));
      }
    }
  }
}
