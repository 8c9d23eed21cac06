package org.colloque.federation.signature;

/**
 * A value together with the actor whose key signed it. Only this package can make one, so whoever
 * takes a {@code Verified} cannot be handed something unsigned.
 *
 * @param <A> what was signed: the bytes of the body, or the activity read from them
 */
public final class Verified<A> {

  private final A value;
  private final String keyId;
  private final String signer;

  Verified(A value, String keyId, String signer) {
    this.value = value;
    this.keyId = keyId;
    this.signer = signer;
  }

  /**
   * Takes back from our own storage what was verified before it was stored. Only for the worker
   * that reads the inbox's rows: these three must come from one row that a {@code Verified} was
   * written to.
   */
  public static Verified<byte[]> remembered(byte[] body, String keyId, String signer) {
    return new Verified<>(body.clone(), keyId, signer);
  }

  /** What was signed. */
  public A value() {
    return value;
  }

  /** Id of the key that signed. */
  public String keyId() {
    return keyId;
  }

  /** Id of the actor who owns the key. */
  public String signer() {
    return signer;
  }

  @Override
  public String toString() {
    return "Verified[signer=" + signer + ", keyId=" + keyId + "]";
  }
}
