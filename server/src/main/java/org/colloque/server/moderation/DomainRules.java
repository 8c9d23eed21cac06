package org.colloque.server.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.colloque.federation.handle.Hosts;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/** The rules about other servers: made, changed and lifted, and applied to what is stored. */
public final class DomainRules {
  private final Kit kit;
  private final FederationPolicy policy;
  private final ApplyPolicy apply;
  private final AuditLog audit;

  public DomainRules(Kit kit, FederationPolicy policy) {
    this.kit = kit;
    this.policy = policy;
    this.apply = new ApplyPolicy(kit);
    this.audit = new AuditLog(kit);
  }

  /** A rule as it is kept. */
  public record Kept(long id, DomainRule rule, Instant createdAt) {}

  /** A domain that is allowed. */
  public record Allowed(long id, String domain, Instant createdAt) {}

  /**
   * The one spelling of a domain that a rule can be about: no port, no address in numbers, and not
   * our own.
   */
  public Optional<String> domain(String typed) {
    return Hosts.canonical(typed.strip())
        .filter(host -> !host.startsWith("[") && !host.matches("[0-9.]+"))
        .filter(host -> !host.equals(Policy.withoutPort(kit.urls().host())));
  }

  /** Adds the rule, or changes the one about the same domain. */
  public Kept put(Tx tx, @Nullable AccountId by, DomainRule rule) {
    change(tx, () -> DomainRuleQueries.put(tx.sql(), kit.ids().next(), rule, kit.now()));
    audit.write(
        tx,
        by,
        "domain.ruled",
        Map.of(
            "domain", rule.domain(),
            "severity", rule.severity().wire(),
            "reject_media", Boolean.toString(rule.rejectMedia()),
            "reject_reports", Boolean.toString(rule.rejectReports())));
    return DomainRuleQueries.byDomain(tx.sql(), rule.domain()).orElseThrow();
  }

  /** Many rules at once, as an imported list brings them; each is written down. */
  public void putAll(Tx tx, @Nullable AccountId by, List<DomainRule> rules) {
    change(
        tx,
        () ->
            rules.forEach(
                rule -> DomainRuleQueries.put(tx.sql(), kit.ids().next(), rule, kit.now())));
    audit.write(tx, by, "domain.imported", Map.of("rules", Integer.toString(rules.size())));
  }

  /** Lifts the rule; what was hidden is shown again, follows stay ended. */
  public boolean lift(Tx tx, @Nullable AccountId by, long id) {
    Optional<Kept> kept = DomainRuleQueries.byId(tx.sql(), id);
    kept.ifPresent(one -> {
      change(tx, () -> DomainRuleQueries.delete(tx.sql(), id));
      audit.write(tx, by, "domain.lifted", Map.of("domain", one.rule().domain()));
    });
    return kept.isPresent();
  }

  /** Names a domain that is spoken with when only named ones are. */
  public Allowed allow(Tx tx, @Nullable AccountId by, String domain) {
    change(tx, () -> DomainRuleQueries.allow(tx.sql(), kit.ids().next(), domain, kit.now()));
    audit.write(tx, by, "domain.allowed", Map.of("domain", domain));
    return DomainRuleQueries.allowed(tx.sql(), domain).orElseThrow();
  }

  public boolean disallow(Tx tx, @Nullable AccountId by, long id) {
    Optional<Allowed> kept = DomainRuleQueries.allowed(tx.sql(), id);
    kept.ifPresent(one -> {
      change(tx, () -> DomainRuleQueries.disallow(tx.sql(), id));
      audit.write(tx, by, "domain.disallowed", Map.of("domain", one.domain()));
    });
    return kept.isPresent();
  }

  /**
   * Runs {@code writing}, which changes rules or the mode, and brings what is stored in line. One
   * such change at a time.
   */
  public void change(Tx tx, Runnable writing) {
    tx.lock("federation rules");
    Policy before = PolicyQueries.load(tx.sql());
    writing.run();
    Policy after = PolicyQueries.load(tx.sql());
    if (!before.equals(after)) {
      apply.apply(tx, before, after);
    }
    policy.changed(tx);
  }

  /** What a change would do, by rules as they would be. */
  public Effect preview(Tx tx, UnaryOperator<Policy> changed) {
    Policy before = PolicyQueries.load(tx.sql());
    return ApplyPolicy.preview(tx.sql(), before, changed.apply(before));
  }
}
