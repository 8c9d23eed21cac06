package org.colloque.server.remote;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.colloque.federation.handle.Origin;
import org.colloque.federation.vocabulary.InteractionPolicy;
import org.colloque.federation.vocabulary.Recipients;
import org.colloque.server.statuses.Interactions;
import org.colloque.server.statuses.Interactions.Rule;
import org.colloque.server.statuses.Interactions.Who;
import org.jspecify.annotations.Nullable;

/** The one translation of whom people elsewhere let do what with a post. */
final class TheirPolicy {
  /** Where most servers have the people whom somebody follows. */
  private static final String FOLLOWING = "/following";

  private TheirPolicy() {}

  /** Nothing said means everybody, and of quotes nobody (GoToSocial; FEP-044f). */
  static Interactions of(InteractionPolicy policy, KnownActor author) {
    return new Interactions(
        rule(policy.like(), Rule.EVERYBODY, author),
        rule(policy.reply(), Rule.EVERYBODY, author),
        rule(policy.announce(), Rule.EVERYBODY, author),
        rule(policy.quote(), Rule.NOBODY, author));
  }

  private static Rule rule(
      InteractionPolicy.@Nullable Grant grant, Rule otherwise, KnownActor author) {
    if (grant == null || grant.automatic().isEmpty() && grant.manual().isEmpty()) {
      return otherwise;
    }
    return new Rule(people(grant.automatic(), author), people(grant.manual(), author));
  }

  private static Set<Who> people(Collection<String> ids, KnownActor author) {
    Set<Who> people = EnumSet.noneOf(Who.class);
    for (String id : ids) {
      // that the author may need not be said
      if (!id.equals(author.uri())) {
        people.add(who(id, author));
      }
    }
    return people;
  }

  private static Who who(String id, KnownActor author) {
    if (Recipients.isPublic(id)) {
      return Who.PUBLIC;
    }
    if (id.equals(author.followers())) {
      return Who.FOLLOWERS;
    }
    return id.endsWith(FOLLOWING) && Origin.same(id, author.uri()) ? Who.FOLLOWING : Who.OTHERS;
  }
}
