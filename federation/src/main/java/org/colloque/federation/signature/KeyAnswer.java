package org.colloque.federation.signature;

/** What a {@link KeySource} knows of a key. */
public sealed interface KeyAnswer {

  /** Here it is. */
  record Known(VerificationKey key) implements KeyAnswer {}

  /** No such key, or its actor does not vouch for it. */
  record Missing() implements KeyAnswer {}

  /** The actor is gone (410). */
  record Gone() implements KeyAnswer {}

  /** Its server does not answer, or we asked it too recently. */
  record Unreachable() implements KeyAnswer {}

  /** Its server is blocked here. */
  record Blocked() implements KeyAnswer {}
}
