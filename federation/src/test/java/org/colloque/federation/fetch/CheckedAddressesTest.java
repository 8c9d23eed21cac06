package org.colloque.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What was checked is used again for a moment, and only so many names are remembered. */
class CheckedAddressesTest {
  private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

  private final AtomicLong nanos = new AtomicLong();
  private final CheckedAddresses checked = new CheckedAddresses(nanos::get);

  @Test
  void aNameIsRememberedForHalfAMinute() {
    checked.keep("far.example", ADDRESS);
    nanos.addAndGet(CheckedAddresses.AGE.toNanos() - 1);
    assertThat(checked.find("far.example")).contains(ADDRESS);
    assertThat(checked.find("other.example")).isEmpty();
    nanos.addAndGet(1);
    assertThat(checked.find("far.example")).isEmpty();
  }

  @Test
  void theOldestNameIsForgottenWhenThereAreTooMany() {
    for (int name = 0; name < CheckedAddresses.NAMES; name++) {
      checked.keep("n" + name, ADDRESS);
    }
    checked.keep("n0", ADDRESS); // the youngest now
    assertThat(checked.find("n1")).isPresent();
    checked.keep("one more", ADDRESS);
    assertThat(checked.find("n1")).isEmpty();
    assertThat(checked.find("n0")).isPresent();
  }
}
