package org.colloque.server.inbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.INBOX_ACTIVITIES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.http.Json;
import org.colloque.server.http.Limits;
import org.colloque.server.rig.AtOnce;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Wire;
import org.junit.jupiter.api.Test;

/**
 * What is not signed, or not well, or not freshly, or for something else, gets the status that
 * makes its sender do the right thing, and leaves nothing behind (reliability.md, C22, C23, C25,
 * C26; federation.md, quirk 8: a 4xx other than 401, 408 and 429 is the end of a delivery).
 */
class BadSignaturesTest extends InboxRoom {
  /** A key that is nobody's. */
  private static final PemKeyPair OTHER = PemKeyPair.generate();

  private HandSigned good(byte[] body) {
    return new HandSigned(bob.keyId(), bob.keys(), rig.host(), rig.kit().now(), body);
  }

  private ObjectNode something() {
    return bob.activity("Like", aliceUri());
  }

  private boolean kept(JsonNode activity) {
    return count(INBOX_ACTIVITIES, INBOX_ACTIVITIES.ACTIVITY_URI.eq(activity.path("id").asText()))
        > 0;
  }

  /** Sends something of Bob's after {@code spoil}; the status of the answer. */
  private int after(Consumer<HandSigned> spoil, List<String> wrong, String what) {
    ObjectNode activity = something();
    byte[] body = Json.write(activity);
    HandSigned request = good(body);
    spoil.accept(request);
    int status = RemotePerson.post(rig, "/inbox", request.sign(), body);
    if (kept(activity)) {
      wrong.add(what + " was kept");
    }
    return status;
  }

  private void expect(int expected, Map<String, Consumer<HandSigned>> cases) {
    assertThat(bob.send(rig, something())).isEqualTo(202);
    List<String> wrong = new ArrayList<>();
    cases.forEach((what, spoil) -> {
      int status = after(spoil, wrong, what);
      if (status != expected) {
        wrong.add(what + " was answered " + status);
      }
    });
    assertThat(wrong).isEmpty();
  }

  @Test
  void c22AnythingThatIsNotCoveredOrDoesNotFitIs401() {
    Map<String, Consumer<HandSigned>> cases = new LinkedHashMap<>();
    for (String names :
        List.of(
            "date",
            "host date digest",
            "(request-target) date digest",
            "(request-target) host digest",
            "(request-target) host date",
            "(request-target) host date content-type")) {
      cases.put("only " + names + " signed", request -> request.names = names);
    }
    for (String algorithm : List.of("hmac-sha256", "rsa-sha1", "rsa-sha512", "none", "ed25519")) {
      cases.put(algorithm, request -> request.parameters = "algorithm=\"" + algorithm + "\",");
    }
    cases.put("another target", request -> request.target = "post /users/x/inbox");
    cases.put("another method", request -> request.target = "get /inbox");
    cases.put("another host", request -> request.headers.put("host", "other.example"));
    cases.put(
        "another body's digest",
        request ->
            request.headers.put("digest", "SHA-256=" + HandSigned.digest("SHA-256", new byte[1])));
    cases.put(
        "a digest of another kind",
        request ->
            request.headers.put("digest", "SHA-512=" + HandSigned.digest("SHA-512", new byte[1])));
    cases.put("another key", request -> request.keys = OTHER);
    cases.put(
        "created of old",
        request -> {
          request.names = "(request-target) host digest (created)";
          request.parameters =
              "algorithm=\"hs2019\",created="
                  + rig.kit().now().minus(Duration.ofHours(13)).getEpochSecond()
                  + ",";
        });
    cases.put(
        "created with rsa-sha256",
        request -> {
          request.names = "(request-target) host digest (created)";
          request.parameters =
              "algorithm=\"rsa-sha256\",created=" + rig.kit().now().getEpochSecond() + ",";
        });
    cases.put(
        "expired",
        request ->
            request.parameters =
                "algorithm=\"hs2019\",expires=" + (rig.kit().now().getEpochSecond() - 1) + ",");
    expect(401, cases);
  }

  @Test
  void c22WhatCannotBeReadIs400() {
    Map<String, Consumer<HandSigned>> cases = new LinkedHashMap<>();
    cases.put("a digest that is none", request -> request.headers.put("digest", "SHA-256=***"));
    cases.put("a key that is no address", request -> request.keyId = "file:///etc/passwd");
    cases.put("a key with a user", request -> request.keyId = "http://a:b@" + far.host() + "/k");
    cases.put("two keys", request -> request.parameters = "keyId=\"http://x.example\",");
    cases.put(
        "created that is no number",
        request -> {
          request.names = "(request-target) host digest (created)";
          request.parameters = "algorithm=\"hs2019\",created=-1,";
        });
    cases.put("a header signed twice", request -> request.names = HandSigned.ALL + " date");
    expect(400, cases);
  }

  @Test
  void c22FlippedBitsUnsignedAndOtherBodies() throws IOException {
    ObjectNode activity = something();
    byte[] body = Json.write(activity);
    Map<String, String> headers = bob.sign(rig.base() + "/inbox", body, rig.kit().clock());
    String signature = String.valueOf(headers.get("Signature"));
    for (int at = signature.length() - 300; at < signature.length() - 10; at += 37) {
      char flipped = signature.charAt(at) == 'A' ? 'B' : 'A';
      Map<String, String> spoilt = new LinkedHashMap<>(headers);
      spoilt.put("Signature", signature.substring(0, at) + flipped + signature.substring(at + 1));
      assertThat(RemotePerson.post(rig, "/inbox", spoilt, body)).isEqualTo(401);
    }
    byte[] other = Json.write(something());
    assertThat(RemotePerson.post(rig, "/inbox", headers, other)).isEqualTo(401);
    assertThat(RemotePerson.post(rig, "/inbox", Map.of(), body)).isEqualTo(401);
    Map<String, String> without = new LinkedHashMap<>(headers);
    without.remove("Digest");
    assertThat(RemotePerson.post(rig, "/inbox", without, body)).isEqualTo(401);
    // whoever knows the public key must not be able to sign with it as with a secret
    HandSigned confused = good(body);
    confused.parameters = "algorithm=\"hmac-sha256\",";
    assertThat(RemotePerson.post(rig, "/inbox", confused.sign(this::hmac), body)).isEqualTo(401);
    assertThat(twoSignatures(headers, body)).isEqualTo(400);
    assertThat(kept(activity)).isFalse();
    assertThat(RemotePerson.post(rig, "/inbox", headers, body)).isEqualTo(202);
  }

  private String hmac(String base) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = bob.keys().publicPem().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private int twoSignatures(Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder request =
        new StringBuilder("POST /inbox HTTP/1.1\r\nHost: " + rig.host() + "\r\n");
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    request.append("Signature: " + headers.get("Signature") + "\r\n");
    request.append("Content-Length: " + body.length + "\r\n\r\n");
    try (Wire wire = new Wire(rig.instance().port())) {
      return wire.say(request.toString()).say(body).answer().status();
    }
  }

  @Test
  void c23FromTwelveHoursOldToOneHourAhead() {
    Map<Duration, Integer> expected = new LinkedHashMap<>();
    expected.put(Duration.ofDays(-2), 401);
    expected.put(Duration.ofHours(-13), 401);
    expected.put(Duration.ofHours(-12).minusSeconds(1), 401);
    expected.put(Duration.ofHours(-12), 202);
    expected.put(Duration.ofHours(-1), 202);
    expected.put(Duration.ofHours(1), 202);
    expected.put(Duration.ofHours(1).plusSeconds(1), 401);
    expected.put(Duration.ofHours(2), 401);
    expected.forEach((away, status) -> {
      ObjectNode activity = something();
      byte[] body = Json.write(activity);
      Clock then = Clock.fixed(rig.kit().now().plus(away), ZoneOffset.UTC);
      Map<String, String> headers = bob.sign(rig.base() + "/inbox", body, then);
      assertThat(RemotePerson.post(rig, "/inbox", headers, body)).as("%s", away).isEqualTo(status);
      assertThat(kept(activity)).as("%s", away).isEqualTo(status == 202);
    });
  }

  @Test
  void c25ARecordedRequestIsGoodForNothingElse() {
    ObjectNode follow = bob.activity("Follow", aliceUri());
    byte[] body = Json.write(follow);
    Map<String, String> headers = bob.sign(rig.base() + "/inbox", body, rig.kit().clock());
    assertThat(RemotePerson.post(rig, "/inbox", headers, body)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(far.received("Accept")).hasSize(1);
    // elsewhere
    assertThat(RemotePerson.post(rig, "/actor/inbox", headers, body)).isEqualTo(401);
    assertThat(RemotePerson.post(rig, "/users/" + alice.username() + "/inbox", headers, body))
        .isEqualTo(401);
    Browser put = rig.anonymous();
    headers.forEach(put::withHeader);
    assertThat(put.send("PUT", "/inbox", "application/activity+json", body).status())
        .isEqualTo(405);
    // exactly the same: accepted, without effect, also after it was taken back
    receive(bob.activity("Undo", follow));
    assertThat(RemotePerson.post(rig, "/inbox", headers, body)).isEqualTo(202);
    rig.runDueJobs();
    assertThat(follows(id(bob), alice.account().value())).isFalse();
    assertThat(far.received("Accept")).hasSize(1);
    // a GET is no POST, and not another GET
    Map<String, String> get = bob.signGet(rig.base() + "/inbox", rig.kit().clock());
    assertThat(RemotePerson.post(rig, "/inbox", get, body)).isEqualTo(401);
    JsonNode secret = aliceSays("for few", "private");
    Browser other = rig.anonymous().withHeader("Accept", "application/activity+json");
    bob.signGet(aliceUri(), rig.kit().clock()).forEach(other::withHeader);
    assertThat(other.get(secret.path("uri").asText()).status()).isEqualTo(404);
  }

  @Test
  void c26ANewKeyIsTakenWhenItsServerMayBeAskedAndTheOldOneIsDead() {
    assertThat(bob.send(rig, something())).isEqualTo(202);
    var old = bob.keys();
    bob.changeKey();
    assertThat(bob.send(rig, something())).as("its sender comes back").isEqualTo(401);
    rig.clock().advance(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(bob.send(rig, something())).as("its server is asked again").isEqualTo(202);
    byte[] body = Json.write(something());
    HandSigned stolen = good(body);
    stolen.keys = old;
    assertThat(RemotePerson.post(rig, "/inbox", stolen.sign(), body)).isEqualTo(401);
  }

  @Test
  void c26OneActorIsAskedForOnceInFiveMinutes() {
    assertThat(bob.send(rig, something())).isEqualTo(202);
    far.forget();
    for (int i = 0; i < 5; i++) {
      byte[] body = Json.write(something());
      HandSigned forged = good(body);
      forged.keys = OTHER;
      assertThat(RemotePerson.post(rig, "/inbox", forged.sign(), body)).isEqualTo(401);
    }
    assertThat(far.fetches(bob.uri())).as("it was asked for when it first came").isZero();
    rig.clock().advance(Duration.ofMinutes(5).plusSeconds(1));
    for (int i = 0; i < 5; i++) {
      byte[] body = Json.write(something());
      HandSigned forged = good(body);
      forged.keys = OTHER;
      assertThat(RemotePerson.post(rig, "/inbox", forged.sign(), body)).isEqualTo(401);
    }
    assertThat(far.fetches(bob.uri())).isEqualTo(1);
  }

  @Test
  void c26AKeyOfADeletedActorIsDeadAndItsDeleteIsBelievedWhenUnknown() {
    RemotePerson gone = far.person("gone" + round);
    far.answer(gone.uri(), aResponse().withStatus(410));
    assertThat(gone.send(rig, gone.activity("Delete", bob.uri()))).isEqualTo(401);
    rig.clock().advance(Duration.ofMinutes(6));
    assertThat(gone.send(rig, gone.activity("Like", aliceUri()))).isEqualTo(401);
    assertThat(gone.send(rig, gone.activity("Delete", gone.uri()))).isEqualTo(202);
  }

  @Test
  void c26AServerThatDoesNotAnswerForItsKeyIsAskedToComeBack() {
    try (Remote silent = Remote.start("silent")) {
      RemotePerson dora = silent.person("dora");
      silent.answer(dora.uri(), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
      Browser browser = rig.anonymous();
      byte[] body = Json.write(dora.activity("Like", aliceUri()));
      dora.sign(rig.base() + "/inbox", body, rig.kit().clock()).forEach(browser::withHeader);
      Browser.Answer answer = browser.send("POST", "/inbox", "application/activity+json", body);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(Integer.parseInt(answer.header("retry-after"))).isPositive();
      dora.appear();
      rig.clock().advance(Duration.ofMinutes(6));
      assertThat(dora.send(rig, dora.activity("Like", aliceUri()))).isEqualTo(202);
    }
  }

  @Test
  void c22AWeakKeyIsNoKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    RemotePerson weak = far.person("weak" + round);
    ObjectNode actor = weak.actor();
    ((ObjectNode) actor.path("publicKey")).put("publicKeyPem", pem);
    far.serve(weak.uri(), actor);
    assertThat(weak.send(rig, weak.activity("Like", aliceUri()))).isEqualTo(401);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() {
    byte[] body = new byte[(int) Limits.ACTIVITY_BYTES + 1];
    assertThat(bob.send(rig, "/inbox", body)).isEqualTo(413);
    byte[] nearly = new byte[(int) Limits.ACTIVITY_BYTES];
    assertThat(bob.send(rig, "/inbox", nearly)).as("signed, but no document").isEqualTo(400);
  }

  /** Whoever names keys on a server that answers slowly does not stop this one. */
  @Test
  void keysThatComeSlowlyTakeNoPlaceFromOthers() throws Exception {
    int some = 100;
    List<java.util.concurrent.Callable<Integer>> posts = new ArrayList<>();
    try (Remote tarpit = Remote.start("tarpit")) {
      for (int i = 0; i < some; i++) {
        RemotePerson slow = tarpit.person("slow" + i);
        tarpit.answer(slow.uri(), aResponse().withStatus(404).withFixedDelay(1_500));
        posts.add(() -> slow.send(rig, slow.activity("Like", aliceUri())));
      }
      List<Integer> answers = AtOnce.all(posts);
      assertThat(answers).containsOnly(401, 503);
      assertThat(answers.stream().filter(status -> status == 503).count())
          .as("a quarter of the places waits at most")
          .isGreaterThanOrEqualTo(some - rig.kit().config().workers().limit() / 4);
    }
  }
}
