package org.colloque.server.text;

import java.util.Optional;
import org.colloque.server.text.TextToken.Mention;

/** Says whom a mention means. Callers look all accounts up beforehand, in one query. */
@FunctionalInterface
public interface MentionResolver {
  /** The account meant, or empty if there is none: the mention then stays plain text. */
  Optional<Target> resolve(Mention mention);

  /**
   * The account that a mention means.
   *
   * @param url the address of the profile page, equal to the {@code url} of the Mention entity
   * @param username without the domain
   * @param acct {@code user} for a local account, {@code user@domain} for a remote one
   */
  record Target(String url, String username, String acct) {}

  /** Knows nobody. */
  MentionResolver NOBODY = mention -> Optional.empty();
}
