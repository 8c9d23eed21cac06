package org.colloque.federation.signature;

import java.security.GeneralSecurityException;
import java.security.Signature;

/** What a request says it was signed with. */
enum Algorithm {
  /** {@code rsa-sha256}, {@code rsa-v1_5-sha256}. */
  RSA_SHA256,
  /** {@code ed25519}. */
  ED25519,
  /** {@code hs2019}, or nothing said: the key decides. */
  BY_KEY;

  static final String RSA = "SHA256withRSA";
  private static final String EDWARDS = "Ed25519";

  /** Whether this key made this signature over these bytes. */
  boolean verifies(VerificationKey key, byte[] bytes, byte[] signed) {
    boolean fits =
        switch (this) {
          case RSA_SHA256 -> key.isRsa();
          case ED25519 -> !key.isRsa();
          case BY_KEY -> true;
        };
    if (!fits) {
      return false;
    }
    try {
      Signature signature = Providers.signature(key.isRsa() ? RSA : EDWARDS);
      signature.initVerify(key.key());
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      // a signature of the wrong length, for example
      return false;
    }
  }
}
