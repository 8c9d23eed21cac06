package org.colloque.server.tags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.text.HashtagName;

/** A member shows a hashtag on their profile, and the servers of the followers learn of it. */
public final class FeatureTag {
  /** Hashtags that one member may show, as in Mastodon. */
  public static final int MAX_FEATURED = 10;

  private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");

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

  /**
   * Reads what somebody typed: hashtags apart by spaces or commas, with or without their sign.
   *
   * @return each once; nothing when one of them is no hashtag, or there are too many
   */
  public static Optional<List<String>> read(String typed) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String word : SEPARATORS.split(typed.strip(), -1)) {
      String name = word.startsWith("#") ? word.substring(1) : word;
      if (!name.isEmpty() && !TagsApi.isName(name)) {
        return Optional.empty();
      }
      if (!name.isEmpty()) {
        names.putIfAbsent(HashtagName.normalize(name), name);
      }
    }
    return names.size() > MAX_FEATURED
        ? Optional.empty()
        : Optional.of(List.copyOf(names.values()));
  }

  /** Shows these and no others. */
  public void choose(Tx tx, AccountId account, List<String> written) {
    List<String> names = written.stream().map(HashtagName::normalize).toList();
    for (String shown : FeaturedTagQueries.written(tx.sql(), account)) {
      if (!names.contains(HashtagName.normalize(shown))) {
        unfeature(tx, account, shown);
      }
    }
    written.forEach(name -> feature(tx, account, name));
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
