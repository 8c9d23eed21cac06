package org.colloque.federation.signature;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/** Keys as PEM text, read in the forms that peers use, written as SPKI and PKCS#8. */
public final class Pem {

  /** Longer texts are refused unread. */
  public static final int MAX_LENGTH = 16_384;

  private static final int LINE = 64;

  private Pem() {}

  /** RSA or Ed25519, from SPKI ({@code PUBLIC KEY}) or PKCS#1 ({@code RSA PUBLIC KEY}, Misskey). */
  public static Optional<PublicKey> publicKey(String pem) {
    if (!(parsed(pem) instanceof SubjectPublicKeyInfo info)) {
      return Optional.empty();
    }
    try {
      String algorithm = algorithm(info.getAlgorithm().getAlgorithm());
      return algorithm.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Providers.keyFactory(algorithm)
                  .generatePublic(new X509EncodedKeySpec(info.getEncoded())));
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** RSA or Ed25519, from PKCS#8 or PKCS#1, not encrypted. */
  public static Optional<PrivateKey> privateKey(String pem) {
    Object parsed = parsed(pem);
    PrivateKeyInfo info =
        parsed instanceof PEMKeyPair pair
            ? pair.getPrivateKeyInfo()
            : parsed instanceof PrivateKeyInfo alone ? alone : null;
    if (info == null) {
      return Optional.empty();
    }
    try {
      String algorithm = algorithm(info.getPrivateKeyAlgorithm().getAlgorithm());
      return algorithm.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Providers.keyFactory(algorithm)
                  .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
    } catch (GeneralSecurityException | IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** {@code PUBLIC KEY}. */
  public static String write(PublicKey key) {
    return write("PUBLIC KEY", key.getEncoded());
  }

  /** {@code PRIVATE KEY}, in the clear. */
  public static String write(PrivateKey key) {
    return write("PRIVATE KEY", key.getEncoded());
  }

  private static String write(String label, byte[] encoded) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static @Nullable Object parsed(String pem) {
    if (pem.length() > MAX_LENGTH) {
      return null;
    }
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return parser.readObject();
    } catch (IOException | RuntimeException _) {
      // the parser throws both on hostile text
      return null;
    }
  }

  private static String algorithm(ASN1ObjectIdentifier identifier) {
    if (identifier.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    return identifier.equals(EdECObjectIdentifiers.id_Ed25519) ? "Ed25519" : "";
  }
}
