package org.colloque.federation.signature;

/**
 * Why a signature was not accepted, with the status to answer. Peers treat 4xx other than 401, 408
 * and 429 as final and drop the delivery, so the difference matters (quirk 8).
 */
public sealed interface VerificationFailure {

  /** HTTP status to answer. */
  int status();

  /** For the answer and the log: holds nothing of the request but names of headers. */
  String message();

  /** No signature at all. */
  record Missing() implements VerificationFailure {
    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "the request is not signed";
    }
  }

  /** The signature or digest cannot be read. */
  record Malformed(String message) implements VerificationFailure {
    @Override
    public int status() {
      return 400;
    }
  }

  /**
   * The signature does not cover what it must, is too old or too new, or fits no algorithm of ours.
   */
  record Insufficient(String message) implements VerificationFailure {
    @Override
    public int status() {
      return 401;
    }
  }

  /** The body is not the one that was signed. */
  record DigestMismatch() implements VerificationFailure {
    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "the digest is not that of the body";
    }
  }

  /** The key does not fit the signature, also after it was fetched again. */
  record BadSignature() implements VerificationFailure {
    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "the signature does not fit the key";
    }
  }

  /** There is no such key, or it is too weak. */
  record UnknownKey() implements VerificationFailure {
    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "the key is unknown";
    }
  }

  /** The owner of the key is gone (410); a Delete by it may be believed (quirk 88). */
  record KeyGone() implements VerificationFailure {
    @Override
    public int status() {
      return 401;
    }

    @Override
    public String message() {
      return "the owner of the key is gone";
    }
  }

  /** The server of the key does not answer: the sender should try again. */
  record KeyUnreachable() implements VerificationFailure {
    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "the key could not be fetched";
    }
  }

  /** We do not talk with this server. */
  record Blocked() implements VerificationFailure {
    @Override
    public int status() {
      return 403;
    }

    @Override
    public String message() {
      return "this server does not federate with yours";
    }
  }
}
