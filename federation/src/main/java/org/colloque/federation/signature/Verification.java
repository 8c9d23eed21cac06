package org.colloque.federation.signature;

/** What came of checking a signature. */
public sealed interface Verification {

  /** The body, by its signer; empty for a GET. */
  record Trusted(Verified<byte[]> body) implements Verification {}

  /** Not accepted. */
  record Failed(VerificationFailure failure) implements Verification {}
}
