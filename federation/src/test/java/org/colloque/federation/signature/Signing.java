package org.colloque.federation.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.federation.handle.Origin;

/** Keys, clocks and hand-made requests for the tests of this package. */
final class Signing {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Origin SELF = Origin.of("https://home.example").orElseThrow();
  static final String ACTOR = "https://far.example/users/bob";
  static final String KEY_ID = ACTOR + "#main-key";
  static final URI INBOX = URI.create("https://home.example/inbox");
  static final byte[] BODY = "{\"type\":\"Like\"}".getBytes(StandardCharsets.UTF_8);
  static final PemKeyPair PAIR = PemKeyPair.generate();
  static final PemKeyPair OTHER = PemKeyPair.generate();

  private Signing() {}

  static VerificationKey key(PemKeyPair pair) {
    return VerificationKey.of(KEY_ID, ACTOR, pair.publicPem()).orElseThrow();
  }

  static RequestSigner signer(Instant at) {
    return new RequestSigner(
        SigningKey.of(KEY_ID, PAIR.privatePem()).orElseThrow(), Clock.fixed(at, ZoneOffset.UTC));
  }

  static SignedRequest request(
      String method, String target, Map<String, String> headers, byte[] body) {
    return new SignedRequest(method, target, headers.entrySet(), body);
  }

  static Verification verify(SignedRequest request) {
    return new Verifier(SELF, CLOCK, new Schemes()).verify(request, new Keys(key(PAIR)));
  }

  static VerificationFailure failure(Verification verification) {
    return switch (verification) {
      case Verification.Failed failed -> failed.failure();
      case Verification.Trusted trusted ->
          throw new AssertionError("should not be trusted: " + trusted.body());
    };
  }

  /** A draft-cavage signature over exactly these headers with exactly this key. */
  static Map<String, String> cavage(
      String target, Map<String, String> headers, String names, String parameters) {
    StringBuilder base = new StringBuilder();
    for (String name : names.split(" ", -1)) {
      String value =
          switch (name) {
            case "(request-target)" -> target;
            case "(created)" -> parameter(parameters, "created");
            case "(expires)" -> parameter(parameters, "expires");
            default -> headers.getOrDefault(name, "");
          };
      base.append(base.isEmpty() ? "" : "\n").append(name).append(": ").append(value);
    }
    Map<String, String> signed = new LinkedHashMap<>(headers);
    signed.put(
        "signature",
        "keyId=\"%s\",%sheaders=\"%s\",signature=\"%s\""
            .formatted(KEY_ID, parameters, names, rsa(base.toString())));
    return signed;
  }

  private static String parameter(String parameters, String name) {
    for (String part : parameters.split(",", -1)) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return "";
  }

  static String rsa(String base) {
    try {
      String pem = PAIR.privatePem().replaceAll("-----[A-Z ]+-----|\\n", "");
      PrivateKey key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
      return sign("SHA256withRSA", key, base);
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }

  static String sign(String algorithm, PrivateKey key, String base) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(base.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }

  static KeyPair generate(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }

  /** Counts how often it is asked to fetch. */
  static final class Keys implements KeySource {

    final AtomicInteger fetches = new AtomicInteger();
    private final KeyAnswer cached;
    private final KeyAnswer fetched;

    Keys(VerificationKey key) {
      this(new KeyAnswer.Known(key), new KeyAnswer.Known(key));
    }

    Keys(KeyAnswer cached, KeyAnswer fetched) {
      this.cached = cached;
      this.fetched = fetched;
    }

    @Override
    public KeyAnswer cached(String keyId) {
      return cached;
    }

    @Override
    public KeyAnswer fetched(String keyId) {
      fetches.incrementAndGet();
      return fetched;
    }
  }
}
