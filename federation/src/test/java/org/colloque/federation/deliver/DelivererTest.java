package org.colloque.federation.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.colloque.federation.FakeHost;
import org.colloque.federation.Outside;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.signature.KeyAnswer;
import org.colloque.federation.signature.KeySource;
import org.colloque.federation.signature.Scheme;
import org.colloque.federation.signature.Schemes;
import org.colloque.federation.signature.SignedRequest;
import org.colloque.federation.signature.Verification;
import org.colloque.federation.signature.VerificationKey;
import org.colloque.federation.signature.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One POST and what came of it (quirk 8, checks C11 and C34). */
class DelivererTest {

  private static final byte[] BODY = "{\"é\":1}".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "201, Delivered",
    "202, Delivered",
    "204, Delivered",
    "301, Retry",
    "307, Retry",
    "400, GaveUp",
    "401, Retry",
    "403, GaveUp",
    "404, GaveUp",
    "405, GaveUp",
    "408, Retry",
    "410, Gone",
    "413, GaveUp",
    "422, GaveUp",
    "429, Retry",
    "500, Retry",
    "501, GaveUp",
    "502, Retry",
    "503, Retry",
    "504, Retry",
    "520, Retry"
  })
  void sortsTheStatuses(int status, String outcome) {
    try (FakeHost host = new FakeHost((_, out) -> FakeHost.reply(out, status, "text/plain", ""));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, host).getClass().getSimpleName()).isEqualTo(outcome);
    }
  }

  @Test
  void sendsWhatAVerifierTrusts() {
    try (FakeHost host = new FakeHost((_, out) -> FakeHost.reply(out, 202, "text/plain", ""));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, host)).isEqualTo(new Outcome.Delivered(202));
      FakeHost.Received request = host.received().getFirst();
      assertThat(request.body()).isEqualTo(new String(BODY, StandardCharsets.UTF_8));
      assertThat(request.header("content-type")).isEqualTo("application/activity+json");
      List<Map.Entry<String, String>> headers = new ArrayList<>();
      request
          .headers()
          .forEach((name, lines) -> lines.forEach(line -> headers.add(Map.entry(name, line))));
      Verification verification =
          new Verifier(Origin.of(host.origin("far")).orElseThrow(), Outside.CLOCK, new Schemes())
              .verify(new SignedRequest("POST", request.target(), headers, BODY), new OurKey());
      assertThat(verification).isInstanceOf(Verification.Trusted.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120", "0, 0", "999999, 86400", "'Sun, 22 Nov 2026 12:01:00 GMT', 60",
    "'Sun, 22 Nov 2026 11:00:00 GMT', 0", "-5, -1", "soon, -1", "99999999999999, -1"
  })
  void readsRetryAfter(String header, long seconds) {
    try (FakeHost host =
            new FakeHost((_, out) ->
                FakeHost.reply(out, 429, "Retry-After: " + header + "\r\n", new byte[0]));
        Outside outside = Outside.local(Outside.STANDARD)) {
      Duration expected = seconds < 0 ? null : Duration.ofSeconds(seconds);
      assertThat(post(outside, host))
          .isEqualTo(new Outcome.Retry(Trouble.BUSY, "status 429", expected));
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "401"})
  void knocksAgainWithAMessageSignatureAndRemembersWhoTookIt(int refusal) {
    try (FakeHost host = new FakeHost(taking(true, refusal));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, host)).isEqualTo(new Outcome.Delivered(202));
      assertThat(post(outside, host)).isEqualTo(new Outcome.Delivered(202));
      assertThat(signedWithMessageSignatures(host)).containsExactly(false, true, true);
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "500", "503"})
  void fallsBackToWhatEverybodyReads(int refusal) {
    try (FakeHost host = new FakeHost(taking(false, refusal));
        Outside outside = Outside.local(Outside.STANDARD)) {
      outside.schemes().learn(Origin.of(host.origin("far")).orElseThrow(), Scheme.RFC_9421);
      assertThat(post(outside, host)).isEqualTo(new Outcome.Delivered(202));
      assertThat(post(outside, host)).isEqualTo(new Outcome.Delivered(202));
      assertThat(signedWithMessageSignatures(host)).containsExactly(true, false, false);
    }
  }

  @Test
  void knocksNoMoreThanTwice() {
    try (FakeHost host = new FakeHost((_, out) -> FakeHost.reply(out, 401, "text/plain", ""));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, host))
          .isEqualTo(new Outcome.Retry(Trouble.SIGNATURE, "status 401", null));
      assertThat(signedWithMessageSignatures(host)).containsExactly(false, true);
    }
  }

  private static FakeHost.Script taking(boolean messageSignatures, int refusal) {
    return (request, out) ->
        FakeHost.reply(
            out,
            request.headers().containsKey("signature-input") == messageSignatures ? 202 : refusal,
            "text/plain",
            "");
  }

  private static List<Boolean> signedWithMessageSignatures(FakeHost host) {
    return host.received().stream()
        .map(request -> request.headers().containsKey("signature-input"))
        .toList();
  }

  @Test
  void followsNoRedirect() {
    try (FakeHost target = new FakeHost((_, out) -> FakeHost.reply(out, 202, "text/plain", ""));
        FakeHost host =
            new FakeHost((_, out) -> FakeHost.redirect(out, 308, target.origin("x") + "/inbox"));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, host))
          .isEqualTo(new Outcome.Retry(Trouble.ANSWER, "status 308", null));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void triesAgainLaterWhenNobodyListens() {
    FakeHost closed = new FakeHost((_, _) -> {});
    closed.close();
    try (Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, closed)).isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void triesAgainLaterAfterAHalfAnswer() {
    try (FakeHost host = new FakeHost((_, out) -> raw(out, "HTTP/1.1 20"));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(post(outside, host)).isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void endsInTimeAndHoldsFewConnectionsInATarPit() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    try (FakeHost pit = new FakeHost((_, _) -> await(done));
        Outside outside = Outside.local(Outside.SHORT)) {
      List<CompletableFuture<Outcome>> sent =
          IntStream.range(0, 50)
              .mapToObj(_ ->
                  outside
                      .deliverer()
                      .send(pit.origin("far") + "/inbox", BODY, Outside.SIGNER)
                      .toCompletableFuture())
              .toList();
      assertThat(sent.stream().map(CompletableFuture::join))
          .allMatch(Outcome.Retry.class::isInstance);
      // when the first four are hung up on, the last to be sent may still have a little time left
      assertThat(pit.connections()).isLessThanOrEqualTo(2 * Deliverer.CONNECTIONS_PER_HOST);
    } finally {
      done.countDown();
    }
  }

  @Test
  void manySlowHostsAreWaitedForAtOnce() {
    CountDownLatch all = new CountDownLatch(100);
    // each host answers only when all have been asked
    List<FakeHost> hosts =
        IntStream.range(0, 100)
            .mapToObj(_ ->
                new FakeHost((_, out) -> {
                  all.countDown();
                  await(all);
                  FakeHost.reply(out, 202, "text/plain", "");
                }))
            .toList();
    try (Outside outside = Outside.local(Outside.STANDARD)) {
      List<CompletableFuture<Outcome>> sent =
          hosts.stream()
              .map(host ->
                  outside
                      .deliverer()
                      .send(host.origin("far") + "/inbox", BODY, Outside.SIGNER)
                      .toCompletableFuture())
              .toList();
      assertThat(sent.stream().map(CompletableFuture::join))
          .hasSize(100)
          .allMatch(new Outcome.Delivered(202)::equals);
    } finally {
      hosts.forEach(FakeHost::close);
    }
  }

  private static Outcome post(Outside outside, FakeHost host) {
    return outside.deliverer().post(host.origin("far") + "/inbox?a=b", BODY, Outside.SIGNER);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody counted down");
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  private static void raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static final class OurKey implements KeySource {

    @Override
    public KeyAnswer cached(String keyId) {
      return new KeyAnswer.Known(
          VerificationKey.of(keyId, "https://home.example/actor", Outside.PAIR.publicPem())
              .orElseThrow());
    }

    @Override
    public KeyAnswer fetched(String keyId) {
      return cached(keyId);
    }
  }
}
