package org.colloque.server.moderation;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.HostQueries.Host;
import org.colloque.server.moderation.HostQueries.Marked;
import org.jooq.DSLContext;

/**
 * Brings what is stored in line with the rules, in the transaction that changes them: the accounts
 * of other servers carry what holds for their server, so that no reading query has to ask.
 */
public final class ApplyPolicy {
  /** The topic on which it is told that accounts are hidden or shown again. */
  public static final String APPLIED = "standing_changed";

  /** People named in a preview. */
  private static final int NAMED = 50;

  /** Hosts named in one statement. */
  private static final int AT_ONCE = 1_000;

  private final Kit kit;

  public ApplyPolicy(Kit kit) {
    this.kit = kit;
  }

  /** What going from {@code before} to {@code after} would do; nothing is changed. */
  public static Effect preview(DSLContext sql, Policy before, Policy after) {
    int hidden = 0;
    int shown = 0;
    int limited = 0;
    List<Host> cut = new ArrayList<>();
    for (Marked marked : HostQueries.hosts(sql)) {
      Verdict was = marked.host().under(before);
      Verdict is = marked.host().under(after);
      if (is.suspended() && !was.suspended()) {
        hidden += marked.accounts();
      } else if (was.suspended() && !is.suspended()) {
        shown += marked.accounts();
      } else if (!was.equals(is)) {
        limited += marked.accounts();
      }
      if (isCut(marked.host(), before, after)) {
        cut.add(marked.host());
      }
    }
    int following = 0;
    int followers = 0;
    List<String> followed = new ArrayList<>();
    for (List<Host> some : parts(cut)) {
      following += HostQueries.follows(sql, some, false);
      followers += HostQueries.follows(sql, some, true);
      followed.addAll(HostQueries.followed(sql, some, NAMED - followed.size()));
    }
    List<String> unsent = notSpokenWith(sql, after);
    return new Effect(
        hidden,
        shown,
        limited,
        following,
        followers,
        HostQueries.deliveries(sql, unsent),
        followed);
  }

  /** Does it. Takes as long as there are accounts: not for a request that somebody waits for. */
  void apply(Tx tx, Policy before, Policy after) {
    DSLContext sql = tx.sql();
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    List<Host> cut = new ArrayList<>();
    for (Marked marked : HostQueries.hosts(sql)) {
      Verdict verdict = marked.host().under(after);
      if (!marked.fits(verdict)) {
        HostQueries.mark(sql, marked.host(), verdict, now);
      }
      if (isCut(marked.host(), before, after)) {
        cut.add(marked.host());
      }
    }
    parts(cut).forEach(some -> HostQueries.cut(sql, some, now));
    List<String> unsent = notSpokenWith(sql, after);
    if (!unsent.isEmpty()) {
      HostQueries.dropDeliveries(sql, unsent);
    }
    kit.signals().send(tx, APPLIED, "");
  }

  /** An account that has just come, or changed its handle. */
  public void applyTo(Tx tx, AccountId account, Verdict verdict) {
    HostQueries.mark(
        tx.sql(), ACCOUNTS.ID.eq(account.value()), verdict, kit.now().atOffset(ZoneOffset.UTC));
  }

  /**
   * A rule ends the follows; another mode does not, so that an instance that was closed for a while
   * finds its people again.
   */
  private static boolean isCut(Host host, Policy before, Policy after) {
    return host.isSuspendedByRule(after) && !host.isSuspendedByRule(before);
  }

  private static List<String> notSpokenWith(DSLContext sql, Policy policy) {
    return HostQueries.waitedFor(sql).stream().filter(host -> policy.of(host).suspended()).toList();
  }

  private static List<List<Host>> parts(List<Host> hosts) {
    List<List<Host>> parts = new ArrayList<>();
    for (int from = 0; from < hosts.size(); from += AT_ONCE) {
      parts.add(hosts.subList(from, Math.min(hosts.size(), from + AT_ONCE)));
    }
    return parts;
  }
}
