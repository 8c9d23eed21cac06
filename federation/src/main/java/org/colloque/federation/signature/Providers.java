package org.colloque.federation.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who computes. Amazon Corretto Crypto Provider where its native library loads: it signs with
 * RSA-2048 three times as fast as the JDK, and signing is the dearest step of a delivery. Else the
 * JDK. The provider is on the class path at run time only, hence the reflection.
 */
final class Providers {

  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final Optional<Provider> FAST = corretto();

  private Providers() {}

  /** Name of the provider that signs, for the log and for tests. */
  static String name() {
    return FAST.map(Provider::getName).orElse("JDK");
  }

  static Signature signature(String algorithm) throws GeneralSecurityException {
    return FAST.isPresent() && FAST.get().getService("Signature", algorithm) != null
        ? Signature.getInstance(algorithm, FAST.get())
        : Signature.getInstance(algorithm);
  }

  static KeyPairGenerator keyPairGenerator(String algorithm) throws GeneralSecurityException {
    return FAST.isPresent() && FAST.get().getService("KeyPairGenerator", algorithm) != null
        ? KeyPairGenerator.getInstance(algorithm, FAST.get())
        : KeyPairGenerator.getInstance(algorithm);
  }

  /** Keys of the fast provider are native already and need no conversion at each use. */
  static KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
    return FAST.isPresent() && FAST.get().getService("KeyFactory", algorithm) != null
        ? KeyFactory.getInstance(algorithm, FAST.get())
        : KeyFactory.getInstance(algorithm);
  }

  private static Optional<Provider> corretto() {
    try {
      Object instance = Class.forName(CORRETTO).getField("INSTANCE").get(null);
      if (!(instance instanceof Provider provider)) {
        return Optional.empty();
      }
      Object error = provider.getClass().getMethod("getLoadingError").invoke(provider);
      if (error != null) {
        LOG.info("the JDK signs: the native library of Corretto did not load ({})", error);
        return Optional.empty();
      }
      return Optional.of(provider);
    } catch (ReflectiveOperationException | LinkageError absent) {
      LOG.info("the JDK signs: no Corretto provider ({})", absent.toString());
      return Optional.empty();
    }
  }
}
