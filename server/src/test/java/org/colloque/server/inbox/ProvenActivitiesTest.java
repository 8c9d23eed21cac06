package org.colloque.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.STATUSES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import org.colloque.federation.json.Base58;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** What another server hands on, with a proof of its actor in it (FEP-8b32; security row 32). */
class ProvenActivitiesTest extends InboxRoom {
  private static final int SPKI_HEADER = 12;

  private final KeyPair pair = pair();

  @Test
  void isItsActorsWhoeverHandsItOn() throws Exception {
    vouch();
    aliceFollowsBob();
    try (Remote near = Remote.start("near")) {
      ObjectNode note = bob.note("<p>proven</p>");
      ObjectNode create = proven(bob.create(note));
      assertThat(near.person("carol").send(rig, create)).isEqualTo(202);
      rig.runDueJobs();
      assertThat(stored(note).orElseThrow().getAccountId()).isEqualTo(id(bob));
    }
  }

  @Test
  void changedByWhoHandsItOnItIsNobodys() throws Exception {
    vouch();
    aliceFollowsBob();
    try (Remote near = Remote.start("near")) {
      RemotePerson carol = near.person("carol");
      ObjectNode create = proven(bob.create(bob.note("<p>as it was</p>")));
      create.withObject("/object").put("content", "<p>as carol wants it</p>");
      carol.send(rig, create);
      rig.runDueJobs();
      assertThat(count(STATUSES, STATUSES.CONTENT_HTML.contains("as carol wants it"))).isZero();
    }
  }

  @Test
  void aProofDoesNotMakeSomebodyElsesThingsOnesOwn() throws Exception {
    vouch();
    try (Remote near = Remote.start("near")) {
      RemotePerson carol = near.person("carol");
      ObjectNode note = carol.note("<p>of carol</p>");
      ObjectNode create = bob.create(note);
      assertThat(carol.send(rig, proven(create))).isEqualTo(401);
      ObjectNode ours = bob.activity("Delete", aliceSays("mine", "public").path("uri").asText());
      assertThat(carol.send(rig, proven(ours))).isEqualTo(401);
    }
  }

  private String method() {
    return bob.uri() + "#ed25519-key";
  }

  /** The actor's document names the key. */
  private void vouch() {
    byte[] spki = pair.getPublic().getEncoded();
    byte[] multikey = new byte[2 + spki.length - SPKI_HEADER];
    multikey[0] = (byte) 0xed;
    multikey[1] = 1;
    System.arraycopy(spki, SPKI_HEADER, multikey, 2, spki.length - SPKI_HEADER);
    ObjectNode actor = bob.actor();
    actor
        .putArray("assertionMethod")
        .addObject()
        .put("id", method())
        .put("type", "Multikey")
        .put("controller", bob.uri())
        .put("publicKeyMultibase", Base58.multibase(multikey));
    bob.remote().serve(bob.uri(), actor);
  }

  private ObjectNode proven(ObjectNode activity) throws Exception {
    ObjectNode proof =
        Json.object()
            .put("type", "DataIntegrityProof")
            .put("cryptosuite", "eddsa-jcs-2022")
            .put("proofPurpose", "assertionMethod")
            .put("verificationMethod", method())
            .put("created", "2026-11-22T12:00:00Z");
    ObjectNode options = proof.deepCopy();
    options.set("@context", activity.path("@context"));
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    for (ObjectNode part : new ObjectNode[] {options, activity}) {
      hashes.writeBytes(
          MessageDigest.getInstance("SHA-256")
              .digest(new JsonCanonicalizer(Json.write(part)).getEncodedUTF8()));
    }
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(hashes.toByteArray());
    ObjectNode proven = activity.deepCopy();
    proven.set("proof", proof.put("proofValue", Base58.multibase(signature.sign())));
    return proven;
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
