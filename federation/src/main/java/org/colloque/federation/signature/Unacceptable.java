package org.colloque.federation.signature;

/** Leaves the reading of a signature; never leaves this package. */
final class Unacceptable extends Exception {

  private final transient VerificationFailure failure;

  Unacceptable(VerificationFailure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  static Unacceptable malformed(String message) {
    return new Unacceptable(new VerificationFailure.Malformed(message));
  }

  static Unacceptable insufficient(String message) {
    return new Unacceptable(new VerificationFailure.Insufficient(message));
  }

  VerificationFailure failure() {
    return failure;
  }
}
