package org.colloque.server.inbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.colloque.federation.signature.PemKeyPair;

/**
 * A POST with a draft-cavage signature made by hand: a good one at first, of which a test spoils
 * this or that.
 */
final class HandSigned {
  static final String ALL = "(request-target) host date digest";

  final Map<String, String> headers = new LinkedHashMap<>();
  String target = "post /inbox";
  String names = ALL;
  String parameters = "algorithm=\"rsa-sha256\",";
  String keyId;
  PemKeyPair keys;

  HandSigned(String keyId, PemKeyPair keys, String host, Instant now, byte[] body) {
    this.keyId = keyId;
    this.keys = keys;
    headers.put("host", host);
    headers.put("date", date(now));
    headers.put("digest", "SHA-256=" + digest("SHA-256", body));
  }

  static String date(Instant moment) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(moment);
  }

  static String digest(String algorithm, byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The header fields as they stand now, signed; without Host, which the client writes itself. */
  Map<String, String> sign() {
    return sign(this::rsa);
  }

  /** The same with another way to sign. */
  Map<String, String> sign(Signer signer) {
    StringBuilder base = new StringBuilder();
    for (String name : names.split(" ", -1)) {
      String value =
          switch (name) {
            case "(request-target)" -> target;
            case "(created)" -> parameter("created");
            case "(expires)" -> parameter("expires");
            case String header -> headers.getOrDefault(header, "");
          };
      base.append(base.isEmpty() ? "" : "\n").append(name).append(": ").append(value);
    }
    Map<String, String> signed = new LinkedHashMap<>(headers);
    signed.remove("host");
    signed.put(
        "signature",
        "keyId=\"%s\",%sheaders=\"%s\",signature=\"%s\""
            .formatted(keyId, parameters, names, signer.sign(base.toString())));
    return signed;
  }

  /** Makes the signature over its base. */
  @FunctionalInterface
  interface Signer {
    String sign(String base);
  }

  private String parameter(String name) {
    for (String part : parameters.split(",", -1)) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return "";
  }

  private String rsa(String base) {
    try {
      String pem = keys.privatePem().replaceAll("-----[A-Z ]+-----|\\s", "");
      PrivateKey key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(base.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
