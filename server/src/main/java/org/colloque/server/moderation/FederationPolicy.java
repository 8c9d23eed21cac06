package org.colloque.server.moderation;

import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Cached;
import org.colloque.server.kit.Kit;

/**
 * With whom we speak: kept at hand and the same in every process. Whoever hears, tells, fetches or
 * shows something of another server asks here first (reliability.md, check C52).
 */
public final class FederationPolicy {
  /** The topic on which changed rules are told. */
  static final String CHANGED = "federation_rules";

  /** The topic on which changed settings are told, of which the mode is one. */
  private static final String SETTINGS = "instance_settings";

  private final Kit kit;
  private final Cached<Policy> policy;

  public FederationPolicy(Kit kit) {
    this.kit = kit;
    policy = new Cached<>(() -> kit.db().as(Viewer.stranger(), tx -> PolicyQueries.load(tx.sql())));
    kit.signals().on(CHANGED, _ -> policy.forget());
    kit.signals().on(SETTINGS, _ -> policy.forget());
    kit.signals().onMissed(policy::forget);
  }

  public Policy current() {
    return policy.get();
  }

  /** Whether there are other servers at all: otherwise no inbox is mounted (security row 6). */
  public boolean federates() {
    return current().mode() != FederationMode.CLOSED;
  }

  /** Whether we hear, tell, fetch and show this host. */
  public boolean speaksWith(String host) {
    return !current().of(host).suspended();
  }

  /** The same for the server of an address. */
  public boolean speaksWithServerOf(String url) {
    return !current().ofAddress(url).suspended();
  }

  /** What holds for an account: by the host of its handle, and by that of its address. */
  public Verdict ofAccount(String domain, String uri) {
    Policy now = current();
    return now.of(domain).and(now.ofAddress(uri));
  }

  /** Tells every process that rules have changed. */
  void changed(Tx tx) {
    kit.signals().send(tx, CHANGED, "");
    tx.afterCommit(policy::forget);
  }
}
