package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.ACCOUNTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.colloque.federation.vocabulary.InteractionPolicy;
import org.colloque.federation.vocabulary.InteractionPolicy.Grant;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.Interactions.Rule;
import org.colloque.server.statuses.Interactions.Who;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Whom a member lets do what with a post, as other servers are told. What everybody may is not
 * said: it is what nothing said means. Quotes are always spoken of where they are possible.
 */
final class OurPolicy {
  private OurPolicy() {}

  static InteractionPolicy of(
      Interactions interactions, LocalPost.Envelope envelope, Record author) {
    if (!envelope.open()) {
      return InteractionPolicy.NOT_TOLD;
    }
    return new InteractionPolicy(
        unlessEverybody(interactions.like(), author),
        unlessEverybody(interactions.reply(), author),
        unlessEverybody(interactions.reblog(), author),
        grant(interactions.quote(), author));
  }

  private static @Nullable Grant unlessEverybody(Rule rule, Record author) {
    return rule.equals(Rule.EVERYBODY) ? null : grant(rule, author);
  }

  /** Nobody is said by naming the author alone, who may always. */
  private static Grant grant(Rule rule, Record author) {
    List<String> automatic = ids(rule.automatic(), author);
    return new Grant(
        automatic.isEmpty() ? List.of(author.get(ACCOUNTS.URI)) : automatic,
        ids(rule.manual(), author));
  }

  private static List<String> ids(Set<Who> people, Record author) {
    List<String> ids = new ArrayList<>();
    for (Who who : Who.values()) {
      String id =
          switch (who) {
            case PUBLIC -> Recipients.PUBLIC;
            case FOLLOWERS -> author.get(ACCOUNTS.FOLLOWERS_URL);
            case FOLLOWING -> author.get(ACCOUNTS.FOLLOWING_URL);
            case OTHERS -> null;
          };
      if (people.contains(who) && id != null) {
        ids.add(id);
      }
    }
    return ids;
  }
}
