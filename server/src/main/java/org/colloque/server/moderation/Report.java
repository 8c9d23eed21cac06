package org.colloque.server.moderation;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * What is put before the moderators.
 *
 * @param account who reports: a member, or the actor that speaks for another server
 * @param uri id of the Flag that came from elsewhere
 * @param category one of {@code spam}, {@code legal}, {@code violation}, {@code other}
 * @param forwarded the server of the target is told
 */
public record Report(
    AccountId account,
    AccountId target,
    @Nullable String uri,
    String category,
    String comment,
    List<Long> statuses,
    List<Long> rules,
    boolean forwarded) {

  public Report {
    statuses = List.copyOf(statuses);
    rules = List.copyOf(rules);
  }
}
