package org.colloque.server.remote;

import java.time.Duration;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Sightings;
import org.colloque.server.kit.Kit;
import org.colloque.server.statuses.StatusId;

/** What becomes of a look: an errand, not too often for the same thing. */
public final class Curiosity implements Sightings {
  /** A profile is visited no more often. */
  static final Duration BETWEEN_VISITS = Duration.ofHours(1);

  /** A thread is completed no more often, as in Mastodon. */
  static final Duration BETWEEN_COMPLETIONS = Duration.ofMinutes(15);

  /** The links of a profile are looked at no more often, unless it changes. */
  static final Duration BETWEEN_PROOFS = Duration.ofDays(1);

  private final Errands errands;
  private final VisitProfile visit;
  private final CompleteThread complete;
  private final VerifyLinks verify;

  Curiosity(Errands errands, VisitProfile visit, CompleteThread complete, VerifyLinks verify) {
    this.errands = errands;
    this.visit = visit;
    this.complete = complete;
    this.verify = verify;
  }

  /** With everything that it needs to find out. */
  public static Curiosity of(
      Kit kit,
      Errands errands,
      Outside outside,
      InstanceActor self,
      FindAccount accounts,
      FindStatus statuses) {
    ReadCollection collections = new ReadCollection(outside, self);
    return new Curiosity(
        errands,
        new VisitProfile(
            kit, accounts, statuses, collections, new AskServer(kit, outside.fetcher())),
        new CompleteThread(kit, statuses, collections),
        new VerifyLinks(kit, outside));
  }

  @Override
  public void profile(AccountId account) {
    errands.add("profile " + account, BETWEEN_VISITS, () -> visit.visit(account));
    errands.add("links " + account, BETWEEN_PROOFS, () -> verify.verify(account));
  }

  @Override
  public void thread(StatusId status) {
    errands.add("thread " + status, BETWEEN_COMPLETIONS, () -> complete.complete(status));
  }

  @Override
  public void changed(AccountId account) {
    // each change is looked at: nothing to rest for
    errands.add("changed links " + account, Duration.ZERO, () -> verify.verify(account));
  }
}
