package org.colloque.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloque.federation.json.Base58;
import org.colloque.federation.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proofs that travel in documents (FEP-8b32). {@code w3c.json} is the vector of Data Integrity
 * EdDSA Cryptosuites, section B.2; {@code fedify.json} was signed by Fedify 2.3.6.
 */
class ProofsTest {
  private static final Proofs PROOFS = new Proofs(Signing.CLOCK);
  private static final String KEY_ID = Signing.ACTOR + "#ed25519-key";

  @Test
  void theVectorOfTheSpecificationVerifies() {
    ObjectNode document = (ObjectNode) fixture("w3c").path("document");
    ObjectNode proof = (ObjectNode) document.remove("proof");
    byte[] signature = Base58.ofMultibase(proof.path("proofValue").asText()).orElseThrow();
    byte[] signed = Proofs.signed(document, proof).orElseThrow();
    assertThat(HexFormat.of().formatHex(signed))
        .isEqualTo(
            "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
                + "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19");
    assertThat(Algorithm.ED25519.verifies(key("w3c"), signed, signature)).isTrue();
    assertThat(Base58.multibase(signature)).isEqualTo(proof.path("proofValue").asText());
  }

  @Test
  void whatFedifySignedIsItsActors() {
    assertThat(author(_ -> {})).map(Verified::signer).contains(Signing.ACTOR);
    assertThat(author(_ -> {})).map(Verified::keyId).contains(KEY_ID);
  }

  @Test
  void oneOfTwoProofsIsEnoughAndTheThirdIsNotLookedAt() {
    assertThat(author(document -> document.set("proof", proofs(document, 1)))).isPresent();
    assertThat(author(document -> document.set("proof", proofs(document, Proofs.LOOKED_AT))))
        .isEmpty();
  }

  /** After so many that prove nothing. */
  private static ArrayNode proofs(ObjectNode document, int others) {
    ArrayNode proofs = Json.object().putArray("all");
    for (int i = 0; i < others; i++) {
      proofs.addObject().put("type", "DataIntegrityProof");
    }
    return proofs.add(document.path("proof").deepCopy());
  }

  @Test
  void whateverIsChangedItIsNoLongerProven() {
    assertThat(author(document -> document.put("more", 1))).isEmpty();
    assertThat(author(document -> document.withObject("/object").put("content", "<p>no</p>")))
        .isEmpty();
    assertThat(author(document -> document.put("to", "https://far.example/users/eve"))).isEmpty();
    assertThat(
            author(document -> document.put("@context", "https://www.w3.org/ns/activitystreams")))
        .isEmpty();
    assertThat(author(document -> document.put("actor", "https://far.example/users/eve")))
        .isEmpty();
    assertThat(author(document -> document.remove("actor"))).isEmpty();
    assertThat(author(document -> document.remove("proof"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=Ed25519Signature2020",
        "cryptosuite=eddsa-rdfc-2022",
        "proofPurpose=authentication",
        "created=2026-11-22T22:14:56Z",
        "expires=2026-11-22T11:59:59Z",
        "expires=soon",
        "expires=2027-01-01T00:00:00Z",
        "verificationMethod=https://far.example/users/bob#other-key",
        "verificationMethod=https://evil.example/users/bob#ed25519-key",
        "verificationMethod=did:key:z6MkjHWSJSCfSqq4HPyygGnraL8dBkrxggUBMvZMELq3dVp9",
        "proofValue=z",
        "proofValue=ucyiKGGWArPZbSiPmebVPEAoGoawYXvrVACPvN7A",
        "proofValue=zcyiKGGWArPZbSiPmebVPEAoGoawYXvrVACPvN7AgcF3iTHScseESWBhrhaimtLS6jrseALz3iy9ixaHEssmS3Hr",
        "@context=https://www.w3.org/ns/activitystreams"
      })
  void aProofSaysJustWhatItSays(String change) {
    String name = change.substring(0, change.indexOf('='));
    String value = change.substring(change.indexOf('=') + 1);
    assertThat(author(document -> document.withObject("/proof").put(name, value))).isEmpty();
  }

  @Test
  void aKeyOfSomebodyElseOrOfAnotherKindProvesNothing() {
    ObjectNode document = (ObjectNode) fixture("fedify").path("document");
    byte[] body = Json.bytes(document);
    VerificationKey rsa =
        VerificationKey.of(KEY_ID, Signing.ACTOR, Signing.PAIR.publicPem()).orElseThrow();
    assertThat(PROOFS.author(body, new Signing.Keys(rsa))).isEmpty();
    VerificationKey anothers =
        VerificationKey.of(KEY_ID, "https://far.example/users/eve", pem("fedify")).orElseThrow();
    assertThat(PROOFS.author(body, new Signing.Keys(anothers))).isEmpty();
    Signing.Keys gone = new Signing.Keys(new KeyAnswer.Missing(), new KeyAnswer.Gone());
    assertThat(PROOFS.author(body, gone)).isEmpty();
    assertThat(gone.fetches).hasValue(1);
  }

  @Test
  void aKeyThatWasChangedIsFetchedAgain() {
    ObjectNode document = (ObjectNode) fixture("fedify").path("document");
    VerificationKey old = VerificationKey.of(KEY_ID, Signing.ACTOR, pem("w3c")).orElseThrow();
    Signing.Keys keys =
        new Signing.Keys(new KeyAnswer.Known(old), new KeyAnswer.Known(key("fedify")));
    assertThat(PROOFS.author(Json.bytes(document), keys)).isPresent();
  }

  @Test
  void base58KeepsLeadingZerosAndRefusesWhatIsTooLong() {
    byte[] bytes = {0, 0, 1, 2, (byte) 0xff};
    assertThat(Base58.ofMultibase(Base58.multibase(bytes))).contains(bytes);
    assertThat(Base58.ofMultibase("z" + "2".repeat(Base58.MAX_LENGTH - 1))).isPresent();
    assertThat(Base58.ofMultibase("z" + "2".repeat(Base58.MAX_LENGTH))).isEmpty();
    assertThat(Base58.ofMultibase("z0OIl")).isEmpty();
  }

  private static Optional<Verified<byte[]>> author(Consumer<ObjectNode> change) {
    ObjectNode document = (ObjectNode) fixture("fedify").path("document");
    change.accept(document);
    return PROOFS.author(Json.bytes(document), new Signing.Keys(key("fedify")));
  }

  private static VerificationKey key(String fixture) {
    return VerificationKey.of(KEY_ID, Signing.ACTOR, pem(fixture)).orElseThrow();
  }

  /** The key as SPKI (RFC 8410, section 4). */
  private static String pem(String fixture) {
    byte[] multikey = Base58.ofMultibase(fixture(fixture).path("multikey").asText()).orElseThrow();
    byte[] spki =
        Arrays.copyOf(
            HexFormat.of().parseHex("302a300506032b6570032100"), 12 + multikey.length - 2);
    System.arraycopy(multikey, 2, spki, 12, multikey.length - 2);
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(spki)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static ObjectNode fixture(String name) {
    try (InputStream in = ProofsTest.class.getResourceAsStream("/proofs/" + name + ".json")) {
      return ((Json.Reading.Document) Json.read(Objects.requireNonNull(in).readAllBytes())).root();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
