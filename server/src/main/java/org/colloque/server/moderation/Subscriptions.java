package org.colloque.server.moderation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.jspecify.annotations.Nullable;

/**
 * Lists of rules that others keep and that the owner follows. What a list says is kept beside our
 * own rules, which count first; what it says no longer is gone here too.
 */
public final class Subscriptions {
  /** Lists that one instance follows. */
  public static final int MOST = 20;

  /** A list is fetched so often. */
  static final Duration EVERY = Duration.ofDays(1);

  private final Kit kit;
  private final DomainRules rules;
  private final AuditLog audit;

  public Subscriptions(Kit kit, DomainRules rules) {
    this.kit = kit;
    this.rules = rules;
    this.audit = new AuditLog(kit);
  }

  /** What a list is about. */
  public enum Kind {
    BLOCK,
    ALLOW
  }

  /**
   * Follows a list; it is fetched soon.
   *
   * @param priority of two lists that name a server, the one with the smaller number counts
   * @param automatic whether new entries count at once
   * @return empty when this is no address of a list, or there are too many
   */
  public Optional<Long> add(
      Tx tx, AccountId by, String url, Kind kind, int priority, boolean automatic) {
    boolean web = Origin.of(url).isPresent() && !kit.urls().isOurs(url);
    if (!web || SubscriptionQueries.count(tx.sql()) >= MOST) {
      return Optional.empty();
    }
    long id = kit.ids().next();
    if (!SubscriptionQueries.add(tx.sql(), id, url, kind, priority, automatic, kit.now())) {
      return Optional.empty();
    }
    audit.write(tx, by, "list.followed", Map.of("url", url, "kind", kind.name()));
    return Optional.of(id);
  }

  /** Follows a list no longer: its rules end. */
  public boolean remove(Tx tx, AccountId by, long id) {
    Optional<SubscriptionQueries.Subscription> known = SubscriptionQueries.byId(tx.sql(), id);
    known.ifPresent(one -> {
      rules.change(tx, () -> SubscriptionQueries.delete(tx.sql(), id));
      audit.write(tx, by, "list.left", Map.of("url", one.url()));
    });
    return known.isPresent();
  }

  /** The owner's word about entries that wait: an empty domain stands for all of them. */
  public void decide(Tx tx, AccountId by, long id, String domain, boolean accepted) {
    rules.change(tx, () -> SubscriptionQueries.decide(tx.sql(), id, domain, accepted));
    audit.write(
        tx,
        by,
        accepted ? "list.accepted" : "list.refused",
        Map.of("list", Long.toString(id), "domain", domain));
  }

  /**
   * Takes over what a list says now. Of an automatic one everything counts at once but what would
   * end follows: that waits for the owner.
   */
  void takeOver(Tx tx, SubscriptionQueries.Subscription list, RuleList read) {
    rules.change(
        tx,
        () -> {
          Set<String> followed = SubscriptionQueries.followedDomains(tx.sql());
          Map<String, SubscriptionQueries.Entry> before =
              SubscriptionQueries.entries(tx.sql(), list.id());
          SubscriptionQueries.dropOthers(
              tx.sql(), list.id(), read.rules().stream().map(DomainRule::domain).toList());
          for (DomainRule rule : read.rules()) {
            SubscriptionQueries.@Nullable Entry known = before.get(rule.domain());
            if (known == null || !known.rule().verdict().equals(rule.verdict())) {
              SubscriptionQueries.put(
                  tx.sql(), list.id(), rule, state(list, rule, known, followed));
            }
          }
        });
  }

  private static String state(
      SubscriptionQueries.Subscription list,
      DomainRule rule,
      SubscriptionQueries.@Nullable Entry known,
      Set<String> followed) {
    if (known != null && known.state().equals("refused")) {
      return "refused";
    }
    boolean endsFollows =
        list.kind() == Kind.BLOCK
            && rule.severity() == Severity.SUSPEND
            && followed.contains(rule.domain());
    return list.automatic() && !endsFollows ? "accepted" : "draft";
  }

  /** What accepting all that waits would do. */
  public Effect preview(Tx tx, SubscriptionQueries.Subscription list) {
    List<SubscriptionQueries.Entry> drafts = SubscriptionQueries.drafts(tx.sql(), list.id());
    return rules.preview(
        tx,
        policy ->
            list.kind() == Kind.BLOCK
                ? new ServerChange.Import(
                        drafts.stream().map(SubscriptionQueries.Entry::rule).toList(), List.of())
                    .on(policy)
                : drafts.stream()
                    .map(draft -> (ServerChange) new ServerChange.Allow(draft.rule().domain()))
                    .reduce(policy, (now, change) -> change.on(now), (one, _) -> one));
  }
}
