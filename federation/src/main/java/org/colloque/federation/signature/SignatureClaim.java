package org.colloque.federation.signature;

import java.util.List;

/** A signature that covers what it must and is fresh; whether it is true is still open. */
final class SignatureClaim {

  private final String keyId;
  private final Algorithm algorithm;
  private final byte[] signature;
  private final List<byte[]> bases;

  /**
   * @param bases the bytes that may have been signed: some peers leave the query out
   */
  SignatureClaim(String keyId, Algorithm algorithm, byte[] signature, List<byte[]> bases) {
    this.keyId = keyId;
    this.algorithm = algorithm;
    this.signature = signature;
    this.bases = bases;
  }

  String keyId() {
    return keyId;
  }

  boolean madeBy(VerificationKey key) {
    return key.id().equals(keyId)
        && bases.stream().anyMatch(base -> algorithm.verifies(key, base, signature));
  }
}
