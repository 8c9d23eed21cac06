package org.colloque.federation.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.json.Base58;
import org.colloque.federation.json.Json;
import org.colloque.federation.json.Values;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Object integrity proofs (FEP-8b32, {@code eddsa-jcs-2022}): a signature that travels inside a
 * document, so that whoever hands it on need not be believed. Only documents that name their actor,
 * with a key of this actor's origin.
 */
public final class Proofs {
  /** Proofs of one document that are looked at; each may cost a fetch. */
  static final int LOOKED_AT = 2;

  private static final String CONTEXT = "@context";
  private static final String VALUE = "proofValue";
  private static final String TYPE = "DataIntegrityProof";
  private static final String SUITE = "eddsa-jcs-2022";
  private static final String PURPOSE = "assertionMethod";

  private final Clock clock;

  public Proofs(Clock clock) {
    this.clock = clock;
  }

  /**
   * The document as said by its {@code actor}, when a proof in it shows that; else empty. May block
   * in {@code keys}, like {@link Verifier#verify}.
   */
  public Optional<Verified<byte[]>> author(byte[] body, KeySource keys) {
    if (!(Json.read(body) instanceof Json.Reading.Document document)) {
      return Optional.empty();
    }
    ObjectNode root = document.root();
    String actor = Values.id(root, "actor");
    JsonNode proofs = root.remove("proof");
    if (actor == null || proofs == null) {
      return Optional.empty();
    }
    Iterator<JsonNode> each = proofs.isArray() ? proofs.elements() : Set.of(proofs).iterator();
    for (int looked = 0; looked < LOOKED_AT && each.hasNext(); looked++) {
      if (each.next() instanceof ObjectNode proof) {
        Optional<VerificationKey> key = key(root, proof, actor, keys);
        if (key.isPresent()) {
          return Optional.of(new Verified<>(body, key.get().id(), actor));
        }
      }
    }
    return Optional.empty();
  }

  /** The actor's key that made this proof of this document. */
  private Optional<VerificationKey> key(
      ObjectNode document, ObjectNode proof, String actor, KeySource keys) {
    String method = proof.path("verificationMethod").asText();
    byte[] signature = Base58.ofMultibase(proof.path(VALUE).asText()).orElse(new byte[0]);
    if (!isReadable(proof) || !Origin.same(method, actor)) {
      return Optional.empty();
    }
    Optional<byte[]> signed = signed(document, proof);
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    Predicate<VerificationKey> made =
        key -> Algorithm.ED25519.verifies(key, signed.get(), signature);
    return known(keys.cached(method), actor)
        .filter(made)
        .or(() -> known(keys.fetched(method), actor).filter(made));
  }

  private static Optional<VerificationKey> known(KeyAnswer answer, String actor) {
    return answer instanceof KeyAnswer.Known known && known.key().owner().equals(actor)
        ? Optional.of(known.key())
        : Optional.empty();
  }

  private boolean isReadable(ObjectNode proof) {
    return proof.path("type").asText().equals(TYPE)
        && proof.path("cryptosuite").asText().equals(SUITE)
        && proof.path("proofPurpose").asText().equals(PURPOSE)
        && isAlive(proof.path("expires"));
  }

  private boolean isAlive(JsonNode expires) {
    if (expires.isMissingNode()) {
      return true;
    }
    try {
      Instant end = OffsetDateTime.parse(expires.asText()).toInstant();
      return clock.instant().isBefore(end);
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  /**
   * The hash of the proof without its value, then that of the document without its proof (Data
   * Integrity EdDSA Cryptosuites, 3.3.4). A proof has the context of its document, told or not
   * (FEP-8b32); with another one it would prove another document.
   */
  static Optional<byte[]> signed(ObjectNode document, ObjectNode proof) {
    JsonNode context = document.get(CONTEXT);
    ObjectNode options = proof.deepCopy();
    options.remove(VALUE);
    if (context != null
        && !options.path(CONTEXT).isMissingNode()
        && !options.path(CONTEXT).equals(context)) {
      return Optional.empty();
    }
    if (context != null) {
      options.set(CONTEXT, context);
    }
    try {
      ByteArrayOutputStream hashes = new ByteArrayOutputStream();
      hashes.writeBytes(hash(options));
      hashes.writeBytes(hash(document));
      return Optional.of(hashes.toByteArray());
    } catch (IOException | RuntimeException notCanonical) {
      // a number or a text that JCS does not know
      return Optional.empty();
    }
  }

  private static byte[] hash(ObjectNode tree) throws IOException {
    return Digests.sha256(new JsonCanonicalizer(Json.bytes(tree)).getEncodedUTF8());
  }
}
