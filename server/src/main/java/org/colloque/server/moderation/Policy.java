package org.colloque.server.moderation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.handle.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about other servers at one moment: the one place that says with whom we speak.
 *
 * @param rules by domain; of two that fit, the longer name counts
 * @param allowed the domains that count in {@link FederationMode#ALLOW_LIST}, none below them
 */
public record Policy(FederationMode mode, Map<String, Verdict> rules, Set<String> allowed) {
  public Policy {
    rules = Map.copyOf(rules);
    allowed = Set.copyOf(allowed);
  }

  /**
   * What holds for a host.
   *
   * @param host canonical; a port is not looked at
   */
  public Verdict of(String host) {
    String bare = withoutPort(host);
    boolean spokenWith =
        switch (mode) {
          case OPEN -> true;
          case ALLOW_LIST -> allowed.contains(bare);
          case CLOSED -> false;
        };
    return spokenWith ? rule(bare).orElse(Verdict.PLAIN) : Verdict.SUSPENDED;
  }

  /** What holds for the server of an address; of what is no address, nothing is known. */
  public Verdict ofAddress(String url) {
    return Origin.of(url).map(origin -> of(origin.host())).orElse(Verdict.PLAIN);
  }

  /** Whether a rule suspends it, whatever the mode. */
  public boolean isSuspendedByRule(String host) {
    return rule(withoutPort(host)).filter(Verdict::suspended).isPresent();
  }

  private Optional<Verdict> rule(String host) {
    String name = host;
    while (true) {
      @Nullable Verdict rule = rules.get(name);
      if (rule != null) {
        return Optional.of(rule);
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(dot + 1);
    }
  }

  /** The same in another mode. */
  public Policy in(FederationMode other) {
    return new Policy(other, rules, allowed);
  }

  /** The same with other rules; null takes a rule away. */
  public Policy with(Map<String, @Nullable Verdict> changes) {
    Map<String, Verdict> changed = new HashMap<>(rules);
    changes.forEach((domain, verdict) -> {
      if (verdict == null) {
        changed.remove(domain);
      } else {
        changed.put(domain, verdict);
      }
    });
    return new Policy(mode, changed, allowed);
  }

  /** The same with other domains allowed. */
  public Policy allowing(Set<String> domains) {
    return new Policy(mode, rules, domains);
  }

  static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
  }
}
