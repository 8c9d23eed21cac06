package org.colloque.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.federation.signature.Signing.BODY;
import static org.colloque.federation.signature.Signing.INBOX;
import static org.colloque.federation.signature.Signing.NOW;
import static org.colloque.federation.signature.Signing.failure;
import static org.colloque.federation.signature.Signing.request;
import static org.colloque.federation.signature.Signing.signer;
import static org.colloque.federation.signature.Signing.verify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks C22, C23 and C25 for draft-cavage signatures. */
class VerifierTest {

  private static final byte[] NOTHING = {};

  @Test
  void trustsWhatWeSign() {
    Verification verification = verify(request("POST", "/inbox", post(), BODY));

    assertThat(verification)
        .isInstanceOfSatisfying(
            Verification.Trusted.class,
            trusted -> {
              assertThat(trusted.body().signer()).isEqualTo(Signing.ACTOR);
              assertThat(trusted.body().keyId()).isEqualTo(Signing.KEY_ID);
              assertThat(trusted.body().value()).isEqualTo(BODY);
            });
  }

  @Test
  void trustsSignedGetWithAndWithoutTheQuery() {
    Map<String, String> with =
        signer(NOW).get(URI.create("https://home.example/users/a?page=2"), Scheme.CAVAGE);
    Map<String, String> without =
        signer(NOW).get(URI.create("https://home.example/users/a"), Scheme.CAVAGE);

    assertThat(verify(request("GET", "/users/a?page=2", with, NOTHING)))
        .isInstanceOf(Verification.Trusted.class);
    assertThat(verify(request("GET", "/users/a?page=2", without, NOTHING)))
        .isInstanceOf(Verification.Trusted.class);
    assertThat(verify(request("GET", "/users/a?page=3", with, NOTHING)))
        .isInstanceOf(Verification.Failed.class);
  }

  @Test
  void refusesAnyFlippedBitOfTheSignature() {
    Map<String, String> headers = post();
    String signature = String.valueOf(headers.get("Signature"));
    int first = signature.indexOf("signature=\"") + "signature=\"".length();
    for (int i = first; i < first + 40; i++) {
      char flipped = signature.charAt(i) == 'A' ? 'B' : 'A';
      headers.put("Signature", signature.substring(0, i) + flipped + signature.substring(i + 1));
      assertThat(failure(verify(request("POST", "/inbox", headers, BODY))))
          .isEqualTo(new VerificationFailure.BadSignature());
    }
  }

  @Test
  void refusesReplayToAnotherPathHostMethodOrBody() {
    assertRefused(401, request("POST", "/users/a/inbox", post(), BODY));
    assertRefused(401, request("PUT", "/inbox", post(), BODY));
    assertRefused(401, request("POST", "/inbox", post(), "{}".getBytes(StandardCharsets.UTF_8)));
    Map<String, String> elsewhere =
        signer(NOW).post(URI.create("https://other.example/inbox"), BODY, Scheme.CAVAGE);
    assertRefused(401, request("POST", "/inbox", elsewhere, BODY));
    elsewhere.put("Host", "home.example");
    assertRefused(401, request("POST", "/inbox", elsewhere, BODY));
  }

  @Test
  void refusesReplayOfGetAsPost() {
    Map<String, String> headers = signer(NOW).get(INBOX, Scheme.CAVAGE);
    assertRefused(401, request("POST", "/inbox", headers, NOTHING));
    assertRefused(401, request("GET", "/outbox", headers, NOTHING));
  }

  @ParameterizedTest
  @CsvSource({
    "-48, false",
    "-13, false",
    "-12, true",
    "-1, true",
    "0, true",
    "1, true",
    "2, false"
  })
  void acceptsFromTwelveHoursOldToOneHourAhead(int hours, boolean accepted) {
    Map<String, String> headers =
        signer(NOW.plus(Duration.ofHours(hours))).post(INBOX, BODY, Scheme.CAVAGE);
    assertThat(verify(request("POST", "/inbox", headers, BODY)) instanceof Verification.Trusted)
        .isEqualTo(accepted);
  }

  @Test
  void refusesOneSecondBeyondTheEdges() {
    for (Duration edge :
        new Duration[] {
          Freshness.MAX_AGE.negated().minusSeconds(1), Freshness.MAX_AHEAD.plusSeconds(1)
        }) {
      Map<String, String> headers = signer(NOW.plus(edge)).post(INBOX, BODY, Scheme.CAVAGE);
      assertRefused(401, request("POST", "/inbox", headers, BODY));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host date digest",
        "(request-target) date digest",
        "(request-target) host digest",
        "(request-target) host date",
        "date"
      })
  void refusesPostThatDoesNotCoverEnough(String names) {
    Map<String, String> headers = Signing.cavage("post /inbox", lower(), names, "");
    assertRefused(401, request("POST", "/inbox", headers, BODY));
  }

  @Test
  void acceptsWhateverElseIsCovered() {
    Map<String, String> headers = lower();
    headers.put("accept", "application/activity+json");
    headers.put("content-type", "application/activity+json");
    String names = "accept host date digest content-type (request-target)";
    Map<String, String> signed =
        Signing.cavage("post /inbox", headers, names, "algorithm=\"rsa-sha256\",");
    assertThat(verify(request("POST", "/inbox", signed, BODY)))
        .isInstanceOf(Verification.Trusted.class);
  }

  @Test
  void readsCreatedAndExpiresOnlyWithHs2019() {
    long now = NOW.getEpochSecond();
    String names = "(request-target) host digest (created) (expires)";
    String times = "created=%d,expires=%d,".formatted(now, now + 60);
    assertThat(verifyCreated(names, "algorithm=\"hs2019\"," + times))
        .isInstanceOf(Verification.Trusted.class);
    assertThat(verifyCreated(names, times)).isInstanceOf(Verification.Trusted.class);
    assertThat(failure(verifyCreated(names, "algorithm=\"rsa-sha256\"," + times)).status())
        .isEqualTo(401);
    String past = "created=%d,expires=%d,".formatted(now - 120, now - 60);
    assertThat(failure(verifyCreated(names, past)).status()).isEqualTo(401);
    String old = "created=%d,".formatted(now - 13 * 3600);
    assertThat(failure(verifyCreated("(request-target) host digest (created)", old)).status())
        .isEqualTo(401);
    String garbage = "created=-1,";
    assertThat(failure(verifyCreated("(request-target) host digest (created)", garbage)).status())
        .isEqualTo(400);
  }

  @Test
  void refusesOtherAlgorithms() {
    for (String name : new String[] {"hmac-sha256", "rsa-sha1", "none", "rsa-sha512"}) {
      Map<String, String> headers =
          Signing.cavage(
              "post /inbox",
              lower(),
              "(request-target) host date digest",
              "algorithm=\"" + name + "\",");
      assertRefused(401, request("POST", "/inbox", headers, BODY));
    }
  }

  @Test
  void refusesEmptyHeadersAndNoSignature() {
    assertThat(failure(verify(request("POST", "/inbox", lower(), BODY))))
        .isEqualTo(new VerificationFailure.Missing());
    Map<String, String> headers = lower();
    headers.put(
        "signature", "keyId=\"%s\",headers=\"\",signature=\"AA==\"".formatted(Signing.KEY_ID));
    assertRefused(401, request("POST", "/inbox", headers, BODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "keyId=\"https://far.example/k\",keyId=\"https://far.example/l\",signature=\"AA==\"",
        "keyId=\"https://far.example/k\",signature=\"***\"",
        "keyId=\"file:///etc/passwd\",signature=\"AA==\"",
        "keyId=\"https://far.example/k\",headers=\"(request-target) host date digest\"",
        "keyId=\"unclosed"
      })
  void answers400ToWhatCannotBeRead(String signature) {
    Map<String, String> headers = lower();
    headers.put("signature", signature);
    if (!signature.contains("headers")) {
      headers.put(
          "signature",
          signature
              + (signature.isEmpty() ? "" : ",headers=\"(request-target) host date digest\""));
    }
    assertRefused(400, request("POST", "/inbox", headers, BODY));
  }

  @Test
  void wantsSha256OfTheDigest() {
    Map<String, String> headers = lower();
    headers.put("digest", "SHA-512=AAAA");
    assertRefused(401, request("POST", "/inbox", signed(headers), BODY));
    headers.put("digest", "SHA-256=***");
    assertRefused(400, request("POST", "/inbox", signed(headers), BODY));
    headers.put("digest", Digests.header(BODY).replace("SHA-256", "sha-256"));
    assertThat(verify(request("POST", "/inbox", signed(headers), BODY)))
        .isInstanceOf(Verification.Trusted.class);
    headers.put("digest", Digests.header(BODY) + ",SHA-256=AAAA");
    assertRefused(401, request("POST", "/inbox", signed(headers), BODY));
  }

  private static Map<String, String> signed(Map<String, String> headers) {
    return Signing.cavage("post /inbox", headers, "(request-target) host date digest", "");
  }

  private static Verification verifyCreated(String names, String parameters) {
    return verify(
        request("POST", "/inbox", Signing.cavage("post /inbox", lower(), names, parameters), BODY));
  }

  private static Map<String, String> post() {
    return signer(NOW).post(INBOX, BODY, Scheme.CAVAGE);
  }

  private static Map<String, String> lower() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", "home.example");
    headers.put("date", Freshness.httpDate(NOW));
    headers.put("digest", Digests.header(BODY));
    return headers;
  }

  private static void assertRefused(int status, SignedRequest request) {
    assertThat(failure(verify(request)).status()).isEqualTo(status);
  }
}
