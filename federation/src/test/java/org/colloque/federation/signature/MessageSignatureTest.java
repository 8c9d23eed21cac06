package org.colloque.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.federation.signature.Signing.BODY;
import static org.colloque.federation.signature.Signing.KEY_ID;
import static org.colloque.federation.signature.Signing.NOW;
import static org.colloque.federation.signature.Signing.failure;

import java.security.KeyPair;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9421 as Fedify and Mastodon send it (quirks 4 to 6). */
class MessageSignatureTest {

  private static final String FEDIFY =
      "\"@method\" \"@target-uri\" \"@authority\" \"host\" \"date\" \"content-digest\"";
  private static final String RSA = ";alg=\"rsa-v1_5-sha256\"";
  private static final long CREATED = NOW.getEpochSecond();

  @Test
  void trustsWhatFedifySends() {
    assertThat(verify(rsa(FEDIFY, parameters(RSA)))).isInstanceOf(Verification.Trusted.class);
    assertThat(verify(rsa(FEDIFY, parameters("")))).isInstanceOf(Verification.Trusted.class);
    String expiring = parameters(";expires=" + (CREATED + 300));
    assertThat(verify(rsa("\"@method\" \"@target-uri\" \"content-digest\"", expiring)))
        .isInstanceOf(Verification.Trusted.class);
  }

  @Test
  void trustsEd25519() {
    KeyPair pair = Signing.generate("Ed25519", 0);
    String parameters = parameters(";alg=\"ed25519\"");
    String signature = Signing.sign("Ed25519", pair.getPrivate(), base(FEDIFY, parameters));
    VerificationKey key =
        VerificationKey.of(KEY_ID, Signing.ACTOR, Pem.write(pair.getPublic())).orElseThrow();
    SignedRequest request =
        Signing.request("POST", "/inbox?a=1", headers(FEDIFY, parameters, signature), BODY);
    assertThat(
            new Verifier(Signing.SELF, Signing.CLOCK, new Schemes())
                .verify(request, new Signing.Keys(key)))
        .isInstanceOf(Verification.Trusted.class);
    assertThat(failure(verify(headers(FEDIFY, parameters, signature))))
        .as("an Ed25519 signature and an RSA key")
        .isEqualTo(new VerificationFailure.BadSignature());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"@method\" \"content-digest\"",
        "\"@target-uri\" \"content-digest\"",
        "\"@authority\" \"content-digest\"",
        "\"@path\" \"@method\" \"content-digest\"",
        "\"@method\" \"@target-uri\"",
        "\"@method\" \"@target-uri\" \"content-digest\";req",
        "\"@method\" \"@target-uri\" \"content-digest\" \"@query-param\"",
        "\"@method\" \"@method\" \"@target-uri\" \"content-digest\"",
        ""
      })
  void refusesOtherComponents(String components) {
    assertThat(failure(verify(rsa(components, parameters(RSA)))).status()).isEqualTo(401);
  }

  @Test
  void refusesWithoutOrBeyondItsTime() {
    String untimed = ";keyid=\"" + KEY_ID + "\"";
    assertThat(failure(verify(rsa(FEDIFY, untimed))).status()).isEqualTo(401);
    for (long created : new long[] {CREATED - 12 * 3600 - 1, CREATED + 3600 + 1}) {
      String parameters = ";created=" + created + ";keyid=\"" + KEY_ID + "\"";
      assertThat(failure(verify(rsa(FEDIFY, parameters))).status()).isEqualTo(401);
    }
    String expired = parameters(";expires=" + (CREATED - 1));
    assertThat(failure(verify(rsa(FEDIFY, expired))).status()).isEqualTo(401);
  }

  @Test
  void refusesAnotherTargetBodyOrAlgorithm() {
    Map<String, String> good = rsa(FEDIFY, parameters(RSA));
    Verifier verifier = new Verifier(Signing.SELF, Signing.CLOCK, new Schemes());
    Signing.Keys keys = new Signing.Keys(Signing.key(Signing.PAIR));
    assertThat(verifier.verify(Signing.request("POST", "/other", good, BODY), keys))
        .isEqualTo(new Verification.Failed(new VerificationFailure.BadSignature()));
    assertThat(verifier.verify(Signing.request("POST", "/inbox?a=1", good, new byte[] {1}), keys))
        .isEqualTo(new Verification.Failed(new VerificationFailure.DigestMismatch()));
    assertThat(failure(verify(rsa(FEDIFY, parameters(";alg=\"hmac-sha256\"")))).status())
        .isEqualTo(401);
  }

  @Test
  void answers400ToWhatCannotBeRead() {
    Map<String, String> headers = rsa(FEDIFY, parameters(RSA));
    headers.put("content-digest", "sha-256=garbage");
    assertThat(failure(verify(headers)).status()).isEqualTo(400);
    headers = rsa(FEDIFY, parameters(RSA));
    headers.put("signature", "sig2=:AAAA:");
    assertThat(failure(verify(headers)).status()).isEqualTo(400);
    headers.put("signature-input", "sig1=" + ";".repeat(5_000));
    assertThat(failure(verify(headers)).status()).isEqualTo(400);
  }

  private static Verification verify(Map<String, String> headers) {
    return Signing.verify(Signing.request("POST", "/inbox?a=1", headers, BODY));
  }

  private static String parameters(String more) {
    return ";created=" + CREATED + ";keyid=\"" + KEY_ID + "\"" + more;
  }

  private static Map<String, String> rsa(String components, String parameters) {
    return headers(components, parameters, Signing.rsa(base(components, parameters)));
  }

  private static Map<String, String> headers(
      String components, String parameters, String signature) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", "home.example");
    headers.put("date", Freshness.httpDate(NOW));
    headers.put("content-digest", contentDigest());
    headers.put("signature-input", "sig1=(" + components + ")" + parameters);
    headers.put("signature", "sig1=:" + signature + ":");
    return headers;
  }

  private static String base(String components, String parameters) {
    StringBuilder base = new StringBuilder();
    for (String component : components.split(" ", -1)) {
      String value =
          switch (component) {
            case "\"@method\"" -> "POST";
            case "\"@target-uri\"" -> "https://home.example/inbox?a=1";
            case "\"@authority\"", "\"host\"" -> "home.example";
            case "\"date\"" -> Freshness.httpDate(NOW);
            default -> contentDigest();
          };
      base.append(component).append(": ").append(value).append('\n');
    }
    return base + "\"@signature-params\": (" + components + ")" + parameters;
  }

  private static String contentDigest() {
    return "sha-256=:" + Base64.getEncoder().encodeToString(Digests.sha256(BODY)) + ":";
  }
}
