package org.colloque.federation.signature;

/**
 * Where the verifier finds keys. Both methods may block and are called on the thread that verifies,
 * never before everything else about the request has been found in order.
 */
public interface KeySource {

  /** From our storage, without the network. */
  KeyAnswer cached(String keyId);

  /**
   * From its server, now: asked when the key is not in the storage, or did not fit. The source
   * bounds how often (check C26: once per 5 minutes and actor) by answering Unreachable or what it
   * has.
   */
  KeyAnswer fetched(String keyId);
}
