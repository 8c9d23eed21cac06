package org.colloque.federation.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.colloque.federation.FakeHost;
import org.colloque.federation.Outside;
import org.colloque.federation.fetch.FetchLimits;
import org.junit.jupiter.api.Test;

/** What a server may answer to a delivery to harm us (checks C11, C12, C34 and C35). */
class HostileAnswersTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final long TEN_GIGABYTES = 10_000_000_000L;

  /** Buffers of both sides of a socket hold some of what nobody reads. */
  private static final long READ_AT_MOST = 32L << 20;

  private static final byte[] CHUNK = new byte[64 * 1024];

  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch hungUp = new CountDownLatch(1);

  @Test
  void aLateAnswerCountsAndNothingIsSentAgainMeanwhile() throws IOException {
    assertThat(FetchLimits.STANDARD.total()).isGreaterThan(Duration.ofSeconds(9));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    try (FakeHost host =
            new FakeHost((_, out) -> {
              asked.countDown();
              awaitOrFail(late);
              FakeHost.reply(out, 202, "text/plain", "");
            });
        Outside outside = Outside.local(Outside.STANDARD)) {
      CompletableFuture<Outcome> sent = send(outside, host);
      awaitOrFail(asked);
      assertThat(sent).isNotDone();
      late.countDown();
      assertThat(sent.join()).isEqualTo(new Outcome.Delivered(202));
      assertThat(host.received()).hasSize(1);
    }
  }

  @Test
  void anAnswerOfTenGigabytesIsNotRead() throws InterruptedException {
    String head = "HTTP/1.1 202 X\r\nContent-Length: " + TEN_GIGABYTES + "\r\n\r\n";
    try (FakeHost host = new FakeHost((_, out) -> pour(out, head, CHUNK));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(send(outside, host).join()).isEqualTo(new Outcome.Delivered(202));
      assertThat(hungUp.await(20, TimeUnit.SECONDS)).as("hung up").isTrue();
      assertThat(written).hasValueLessThan(READ_AT_MOST);
    }
  }

  @Test
  void headersWithoutEndAreNotRead() throws InterruptedException {
    byte[] line = ("X-More: " + "a".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (FakeHost host = new FakeHost((_, out) -> pour(out, "HTTP/1.1 202 X\r\n", line));
        Outside outside = Outside.local(Outside.STANDARD)) {
      assertThat(send(outside, host).join()).isInstanceOf(Outcome.Retry.class);
      assertThat(hungUp.await(20, TimeUnit.SECONDS)).as("hung up").isTrue();
      assertThat(written).hasValueLessThan(READ_AT_MOST);
    }
  }

  @Test
  void aBodyByteByByteIsHungUpOnInTime() throws InterruptedException {
    String head = "HTTP/1.1 202 X\r\nContent-Length: 1000000\r\n\r\n";
    CountDownLatch never = new CountDownLatch(1);
    try (FakeHost host =
            new FakeHost((_, out) ->
                pour(
                    out,
                    head,
                    () -> {
                      boolean _ = never.await(50, TimeUnit.MILLISECONDS);
                      return new byte[] {'.'};
                    }));
        Outside outside = Outside.local(Outside.SHORT)) {
      assertThat(send(outside, host).join()).isEqualTo(new Outcome.Delivered(202));
      assertThat(hungUp.await(20, TimeUnit.SECONDS)).as("hung up").isTrue();
    }
  }

  @Test
  void aClockThatIsAnHourOffOnTheOtherSideDoesNotMatter() {
    for (String date : new String[] {"11:00:00", "13:00:00"}) {
      try (FakeHost host =
              new FakeHost((_, out) ->
                  FakeHost.reply(
                      out,
                      429,
                      "Date: Sun, 22 Nov 2026 " + date + " GMT\r\nRetry-After: 120\r\n",
                      new byte[0]));
          Outside outside = Outside.local(Outside.STANDARD)) {
        assertThat(send(outside, host).join())
            .isEqualTo(new Outcome.Retry(Trouble.BUSY, "status 429", Duration.ofMinutes(2)));
      }
    }
  }

  private static CompletableFuture<Outcome> send(Outside outside, FakeHost host) {
    return outside
        .deliverer()
        .send(host.origin("far") + "/inbox", BODY, Outside.SIGNER)
        .toCompletableFuture();
  }

  private interface Source {
    byte[] next() throws InterruptedException;
  }

  private void pour(OutputStream out, String head, byte[] again) throws IOException {
    pour(out, head, () -> again);
  }

  /** Writes until the other side hangs up. */
  private void pour(OutputStream out, String head, Source source) throws IOException {
    try {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      while (written.get() < TEN_GIGABYTES) {
        byte[] next = source.next();
        out.write(next);
        out.flush();
        written.addAndGet(next.length);
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    } finally {
      hungUp.countDown();
    }
  }

  private static void awaitOrFail(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody counted down");
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}
