package org.colloque.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.federation.signature.Signing.ACTOR;
import static org.colloque.federation.signature.Signing.BODY;
import static org.colloque.federation.signature.Signing.CLOCK;
import static org.colloque.federation.signature.Signing.INBOX;
import static org.colloque.federation.signature.Signing.KEY_ID;
import static org.colloque.federation.signature.Signing.NOW;
import static org.colloque.federation.signature.Signing.OTHER;
import static org.colloque.federation.signature.Signing.PAIR;
import static org.colloque.federation.signature.Signing.SELF;
import static org.colloque.federation.signature.Signing.failure;
import static org.colloque.federation.signature.Signing.key;

import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are taken, when one is fetched again, and what is answered without one. */
class KeysTest {

  @Test
  void fetchesOnceWhenTheCachedKeyDoesNotFit() {
    Signing.Keys keys =
        new Signing.Keys(new KeyAnswer.Known(key(OTHER)), new KeyAnswer.Known(key(PAIR)));
    assertThat(new Verifier(SELF, CLOCK, new Schemes()).verify(post(), keys))
        .isInstanceOf(Verification.Trusted.class);
    assertThat(keys.fetches).hasValue(1);
  }

  @Test
  void doesNotFetchWhenTheCachedKeyFits() {
    Signing.Keys keys = new Signing.Keys(key(PAIR));
    new Verifier(SELF, CLOCK, new Schemes()).verify(post(), keys);
    assertThat(keys.fetches).hasValue(0);
  }

  @Test
  void asksForNoKeyBeforeTheRestIsInOrder() {
    Signing.Keys keys = new Signing.Keys(new KeyAnswer.Missing(), new KeyAnswer.Missing());
    SignedRequest otherBody =
        Signing.request(
            "POST", "/inbox", Signing.signer(NOW).post(INBOX, BODY, Scheme.CAVAGE), new byte[] {1});
    assertThat(failure(new Verifier(SELF, CLOCK, new Schemes()).verify(otherBody, keys)))
        .isEqualTo(new VerificationFailure.DigestMismatch());
    assertThat(keys.fetches).hasValue(0);
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(new KeyAnswer.Known(key(OTHER)), 401),
        Arguments.of(new KeyAnswer.Missing(), 401),
        Arguments.of(new KeyAnswer.Gone(), 401),
        Arguments.of(new KeyAnswer.Unreachable(), 503),
        Arguments.of(new KeyAnswer.Blocked(), 403));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersAsMastodonDoes(KeyAnswer answer, int status) {
    Signing.Keys keys = new Signing.Keys(new KeyAnswer.Missing(), answer);
    assertThat(failure(new Verifier(SELF, CLOCK, new Schemes()).verify(post(), keys)).status())
        .isEqualTo(status);
  }

  @Test
  void neverFetchesForABlockedServer() {
    Signing.Keys keys = new Signing.Keys(new KeyAnswer.Blocked(), new KeyAnswer.Known(key(PAIR)));
    assertThat(failure(new Verifier(SELF, CLOCK, new Schemes()).verify(post(), keys)).status())
        .isEqualTo(403);
    assertThat(keys.fetches).hasValue(0);
  }

  @Test
  void comparesTheKeyIdExactly() {
    VerificationKey similar =
        VerificationKey.of(ACTOR + "#main-key2", ACTOR, PAIR.publicPem()).orElseThrow();
    assertThat(new Verifier(SELF, CLOCK, new Schemes()).verify(post(), new Signing.Keys(similar)))
        .isInstanceOf(Verification.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/users/bob#main-key",
        "http://far.example/users/bob#main-key",
        "https://far.example:8443/users/bob#main-key",
        "https://sub.far.example/users/bob#main-key",
        "not an address"
      })
  void refusesAKeyOnAnotherOriginThanItsOwner(String keyId) {
    assertThat(VerificationKey.of(keyId, ACTOR, PAIR.publicPem())).isEmpty();
  }

  @Test
  void refusesRsaBelow2048Bits() {
    String weak = Pem.write(Signing.generate("RSA", 1024).getPublic());
    String edge = Pem.write(Signing.generate("RSA", 2048).getPublic());
    String almost = Pem.write(Signing.generate("RSA", 2046).getPublic());
    assertThat(VerificationKey.of(KEY_ID, ACTOR, weak)).isEmpty();
    assertThat(VerificationKey.of(KEY_ID, ACTOR, almost)).isEmpty();
    assertThat(VerificationKey.of(KEY_ID, ACTOR, edge)).isPresent();
    String elliptic = Pem.write(Signing.generate("EC", 256).getPublic());
    assertThat(VerificationKey.of(KEY_ID, ACTOR, elliptic)).isEmpty();
  }

  @Test
  void readsSpkiAndPkcs1() throws Exception {
    KeyPair pair = Signing.generate("RSA", 2048);
    byte[] pkcs1 =
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
            .parsePublicKey()
            .getEncoded();
    String pem =
        "-----BEGIN RSA PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pkcs1)
            + "\n-----END RSA PUBLIC KEY-----\n";
    assertThat(Pem.publicKey(pem))
        .hasValueSatisfying(key ->
            assertThat(((RSAPublicKey) key).getModulus())
                .isEqualTo(((RSAPublicKey) pair.getPublic()).getModulus()));
    assertThat(Pem.publicKey(Pem.write(pair.getPublic()))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
        "-----BEGIN RSA PUBLIC KEY-----\nMAA=\n-----END RSA PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"
      })
  void readsNoKeyFromGarbage(String pem) {
    assertThat(Pem.publicKey(pem)).isEmpty();
    assertThat(Pem.privateKey(pem)).isEmpty();
  }

  @Test
  void showsNoPrivateKey() {
    assertThat(PAIR.toString()).doesNotContain("BEGIN");
    assertThat(SigningKey.of(KEY_ID, PAIR.privatePem()).orElseThrow().toString())
        .isEqualTo("SigningKey[" + KEY_ID + "]");
  }

  private static SignedRequest post() {
    Map<String, String> headers = Signing.signer(NOW).post(INBOX, BODY, Scheme.CAVAGE);
    return Signing.request("POST", "/inbox", headers, BODY);
  }
}
