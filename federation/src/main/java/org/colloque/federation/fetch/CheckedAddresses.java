package org.colloque.federation.fetch;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Addresses that have been checked a moment ago: many deliveries go to one server at once. */
final class CheckedAddresses {

  /** A name is resolved anew after so long. */
  static final Duration AGE = Duration.ofSeconds(30);

  /** Names remembered; hostile ones must not fill the memory (security row 14). */
  static final int NAMES = 4_096;

  private final LongSupplier nanos;

  CheckedAddresses() {
    this(System::nanoTime);
  }

  /** With another clock than {@link System#nanoTime}. */
  CheckedAddresses(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Checked(InetAddress address, long nanos) {}

  private final Map<String, Checked> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Checked> eldest) {
          return size() > NAMES;
        }
      };

  synchronized Optional<InetAddress> find(String host) {
    return Optional.ofNullable(names.get(host))
        .filter(checked -> nanos.getAsLong() - checked.nanos() < AGE.toNanos())
        .map(Checked::address);
  }

  synchronized void keep(String host, InetAddress address) {
    // anew, so that the oldest is always the first
    names.remove(host);
    names.put(host, new Checked(address, nanos.getAsLong()));
  }
}
