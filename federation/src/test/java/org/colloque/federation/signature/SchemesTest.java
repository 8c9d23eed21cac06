package org.colloque.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.colloque.federation.handle.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which way of signing is used for whom, and that both are read (quirks 4, 76 to 78). */
class SchemesTest {
  private final Schemes schemes = new Schemes();

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void whatWeSignIsTrusted(Scheme scheme) {
    RequestSigner signer = Signing.signer(Signing.NOW);
    Map<String, String> post = signer.post(Signing.INBOX, Signing.BODY, scheme);
    assertThat(Signing.verify(Signing.request("POST", "/inbox", post, Signing.BODY)))
        .isInstanceOf(Verification.Trusted.class);
    URI page = URI.create("https://home.example/users/a?page=2");
    assertThat(
            Signing.verify(
                Signing.request("GET", "/users/a?page=2", signer.get(page, scheme), new byte[0])))
        .isInstanceOf(Verification.Trusted.class);
  }

  @Test
  void aMessageSignatureLooksAsMastodonWantsIt() {
    Map<String, String> post =
        Signing.signer(Signing.NOW).post(Signing.INBOX, Signing.BODY, Scheme.RFC_9421);
    assertThat(post)
        .containsOnlyKeys("Host", "Date", "Content-Digest", "Signature-Input", "Signature");
    assertThat(post.get("Signature-Input"))
        .isEqualTo(
            "sig1=(\"@method\" \"@target-uri\" \"@authority\" \"content-digest\");created=%d"
                    .formatted(Signing.NOW.getEpochSecond())
                + ";keyid=\""
                + Signing.KEY_ID
                + "\";alg=\"rsa-v1_5-sha256\"");
  }

  @Test
  void whoSignedWithItIsAnsweredWithIt() {
    Origin far = origin("https://far.example");
    assertThat(schemes.first(far)).isEqualTo(Scheme.CAVAGE);
    RequestSigner signer = Signing.signer(Signing.NOW);
    for (Scheme scheme : Scheme.values()) {
      Map<String, String> post = signer.post(Signing.INBOX, Signing.BODY, scheme);
      new Verifier(Signing.SELF, Signing.CLOCK, schemes)
          .verify(
              Signing.request("POST", "/inbox", post, Signing.BODY),
              new Signing.Keys(Signing.key(Signing.PAIR)));
      assertThat(schemes.first(far)).isEqualTo(scheme);
    }
  }

  @Test
  void whatWasNotTrustedTeachesNothing() {
    Map<String, String> forged =
        Signing.signer(Signing.NOW).post(Signing.INBOX, Signing.BODY, Scheme.RFC_9421);
    Verification verification =
        new Verifier(Signing.SELF, Signing.CLOCK, schemes)
            .verify(
                Signing.request("POST", "/inbox", forged, Signing.BODY),
                new Signing.Keys(Signing.key(Signing.OTHER)));
    assertThat(verification).isInstanceOf(Verification.Failed.class);
    assertThat(schemes.first(origin("https://far.example"))).isEqualTo(Scheme.CAVAGE);
  }

  @Test
  void forgetsWhoeverWasNotMetForLongest() {
    Origin first = origin("https://host0.example");
    for (int i = 0; i < Schemes.KNOWN; i++) {
      schemes.learn(origin("https://host" + i + ".example"), Scheme.RFC_9421);
    }
    assertThat(schemes.first(first)).isEqualTo(Scheme.RFC_9421);
    schemes.learn(first, Scheme.RFC_9421);
    schemes.learn(origin("https://more.example"), Scheme.RFC_9421);
    assertThat(schemes.first(first)).isEqualTo(Scheme.RFC_9421);
    assertThat(schemes.first(origin("https://host1.example"))).isEqualTo(Scheme.CAVAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "CAVAGE, 202, false",
    "CAVAGE, 400, true",
    "CAVAGE, 401, true",
    "CAVAGE, 403, false",
    "CAVAGE, 404, false",
    "CAVAGE, 410, false",
    "CAVAGE, 429, false",
    "CAVAGE, 500, false",
    "CAVAGE, 503, false",
    "RFC_9421, 202, false",
    "RFC_9421, 400, true",
    "RFC_9421, 401, true",
    "RFC_9421, 403, false",
    "RFC_9421, 404, false",
    "RFC_9421, 410, false",
    "RFC_9421, 429, false",
    "RFC_9421, 500, true",
    "RFC_9421, 503, true"
  })
  void knocksASecondTimeOnlyWhereItMayHelp(Scheme scheme, int status, boolean again) {
    assertThat(scheme.mayBeUnread(status)).isEqualTo(again);
  }

  private static Origin origin(String url) {
    return Origin.of(url).orElseThrow();
  }
}
