package org.colloque.server.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.colloque.server.rig.SettableClock;
import org.junit.jupiter.api.Test;

/** New servers below one registrable domain (security row 15). */
class NewHostsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-01T00:00:00Z"));
  private final NewHosts hosts = new NewHosts(clock);

  @Test
  void row15_tenComeInTheEleventhDoesNotUntilTheWindowIsOver() {
    for (int i = 0; i < NewHosts.MOST; i++) {
      assertThat(hosts.admits("n" + i + ".wild.example")).isTrue();
    }
    assertThat(hosts.admits("more.wild.example")).isFalse();
    assertThat(hosts.admits("deep.er.wild.example")).isFalse();
    assertThat(hosts.admits("n3.wild.example")).isTrue();
    assertThat(hosts.admits("other.example")).isTrue();
    clock.advance(NewHosts.WINDOW);
    assertThat(hosts.admits("more.wild.example")).isTrue();
  }

  @Test
  void row15_whatIsRegistrableSaysThePublicSuffixList() {
    assertThat(NewHosts.registrable("a.b.example.co.uk")).isEqualTo("example.co.uk");
    assertThat(NewHosts.registrable("example.fr")).isEqualTo("example.fr");
    assertThat(NewHosts.registrable("one.github.io")).isEqualTo("one.github.io");
    assertThat(NewHosts.registrable("deep.one.github.io")).isEqualTo("one.github.io");
    assertThat(NewHosts.registrable("a.b.unlisted-suffix")).isEqualTo("b.unlisted-suffix");
    assertThat(NewHosts.registrable("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(NewHosts.registrable("[2001:db8::1]")).isEqualTo("[2001:db8::1]");
    assertThat(NewHosts.registrable("localhost")).isEqualTo("localhost");
  }

  @Test
  void row15_noChainOfRequestsBringsMorePeopleOrPostsThanMastodonAllows() {
    assertThat(Budget.PER_ACTIVITY).isLessThanOrEqualTo(400);
    assertThat(Budget.DEPTH).isLessThanOrEqualTo(1_000);
  }
}
