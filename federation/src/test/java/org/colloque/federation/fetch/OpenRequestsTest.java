package org.colloque.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** So many at once, and nothing remembered of hosts that are left alone. */
class OpenRequestsTest {

  private final OpenRequests open = new OpenRequests(3, 2);

  @Test
  void boundsOneHostAndAll() throws InterruptedException {
    assertThat(enter("a")).isTrue();
    assertThat(enter("a")).isTrue();
    assertThat(enter("a")).as("a third to one host").isFalse();
    assertThat(enter("b")).isTrue();
    assertThat(enter("c")).as("a fourth in all").isFalse();
    open.leave("a");
    assertThat(enter("c")).isTrue();
  }

  @Test
  void forgetsHosts() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      assertThat(enter("host" + i)).isTrue();
      open.leave("host" + i);
    }
    assertThat(open.hosts()).isZero();
  }

  @Test
  void forgetsWhoWaitedInVain() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertThat(enter("full" + i)).isTrue();
    }
    assertThat(enter("other")).isFalse();
    assertThat(open.hosts()).isEqualTo(3);
  }

  private boolean enter(String host) throws InterruptedException {
    return open.enter(host, new Deadline(Duration.ZERO));
  }
}
