package org.colloque.server.tags;

import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;

/** A member shows a hashtag on their profile, and the servers of the followers learn of it. */
public final class FeatureTag {
  /** Hashtags that one member may show, as in Mastodon. */
  public static final int MAX_FEATURED = 10;

  private final Kit kit;
  private final Outbox outbox;

  public FeatureTag(Kit kit, Outbox outbox) {
    this.kit = kit;
    this.outbox = outbox;
  }

  /**
   * Once more does nothing.
   *
   * @throws ProblemException 422 when the member shows too many already
   */
  public void feature(Tx tx, AccountId account, String written) {
    tx.lock("featured tags " + account);
    if (!FeaturedTagQueries.add(kit, tx.sql(), account, written)) {
      return;
    }
    if (FeaturedTagQueries.count(tx.sql(), account) > MAX_FEATURED) {
      throw ProblemException.invalid("You cannot feature more than " + MAX_FEATURED + " hashtags");
    }
    outbox.tagFeatured(tx, account, written, true);
  }

  /** Returns whether it was shown. */
  public boolean unfeature(Tx tx, AccountId account, String name) {
    boolean shown = FeaturedTagQueries.remove(tx.sql(), account, name);
    if (shown) {
      outbox.tagFeatured(tx, account, name, false);
    }
    return shown;
  }
}
