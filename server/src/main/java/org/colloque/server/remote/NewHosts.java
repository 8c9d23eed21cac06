package org.colloque.server.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.net.InternetDomainName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How many servers nobody knew may come in below one registrable domain in a while (security row
 * 15): a wildcard in the DNS makes as many servers as somebody likes, and each makes us ask.
 */
final class NewHosts {
  /** New servers of one registrable domain, as in Mastodon. */
  static final int MOST = 10;

  /** In so long. */
  static final Duration WINDOW = Duration.ofHours(1);

  /** Registrable domains remembered. */
  private static final int REMEMBERED = 20_000;

  private final Cache<String, Set<String>> seen;

  NewHosts(Clock clock) {
    Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    seen =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(WINDOW)
            .ticker(ticker)
            .build();
  }

  /**
   * Whether this server, which is not known, may come in.
   *
   * @param host canonical, a port is not looked at
   */
  boolean admits(String host) {
    int colon = host.lastIndexOf(':');
    String bare = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    Set<String> hosts = seen.get(registrable(bare), _ -> new HashSet<>());
    synchronized (hosts) {
      return hosts.contains(bare) || hosts.size() < MOST && hosts.add(bare);
    }
  }

  /**
   * The domain that somebody registered, by the Public Suffix List; for names outside it the last
   * two labels, for addresses the address.
   */
  static String registrable(String host) {
    if (!InternetDomainName.isValid(host) || host.matches("[0-9.]+")) {
      return host;
    }
    InternetDomainName name = InternetDomainName.from(host);
    if (name.isUnderPublicSuffix()) {
      return name.topPrivateDomain().toString();
    }
    int last = host.lastIndexOf('.');
    int before = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
    return host.substring(before + 1);
  }
}
