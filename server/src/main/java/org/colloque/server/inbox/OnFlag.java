package org.colloque.server.inbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.federation.vocabulary.Activity;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.moderation.Report;
import org.colloque.server.moderation.StoreReport;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.Addresses;
import org.colloque.server.remote.InstanceActor;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.RemoteStatuses;

/**
 * The moderators of another server report a member (federation.md, quirk 49): the account and some
 * posts, only posts, only one id, or, by Misskey, posts by their addresses in the text.
 */
public final class OnFlag {
  /** Addresses in the text that are looked at. */
  static final int IN_TEXT = 20;

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"']{1,2000}");

  private final Kit kit;
  private final StoreReport reports;
  private final FederationPolicy policy;

  public OnFlag(Kit kit, StoreReport reports, FederationPolicy policy) {
    this.kit = kit;
    this.reports = reports;
    this.policy = policy;
  }

  Prepared on(Activity.Flag flag, KnownActor sender) {
    return Prepared.ready(tx -> apply(tx, flag, sender));
  }

  private String apply(Tx tx, Activity.Flag flag, KnownActor sender) {
    String domain = sender.domain();
    if (domain != null && policy.ofAccount(domain, sender.uri()).noReports()) {
      return "no reports are taken from there";
    }
    Set<String> named = new LinkedHashSet<>(flag.objects());
    named.addAll(addresses(flag.content()));
    List<RemoteStatuses.Known> posts = posts(tx, named);
    Optional<AccountId> target =
        ActorQueries.byUris(tx.sql(), named).values().stream()
            .filter(OnFlag::isMember)
            .findFirst()
            .map(KnownActor::id)
            .or(() -> posts.stream().findFirst().map(RemoteStatuses.Known::author));
    if (target.isEmpty()) {
      return "names nobody here";
    }
    Report report =
        new Report(
            sender.id(),
            target.get(),
            Addresses.fits(flag.id()) ? flag.id() : null,
            "other",
            flag.content().replace("\0", ""),
            posts.stream()
                .filter(post -> post.author().equals(target.get()))
                .map(post -> post.id().value())
                .toList(),
            List.of(),
            false);
    return reports.store(tx, report).isPresent() ? "reported" : "reported already, or too often";
  }

  private static boolean isMember(KnownActor actor) {
    return actor.isLocal() && !actor.username().equals(InstanceActor.USERNAME);
  }

  private List<RemoteStatuses.Known> posts(Tx tx, Set<String> named) {
    List<RemoteStatuses.Known> posts = new ArrayList<>();
    for (String address : named) {
      if (kit.urls().isOurs(address)) {
        RemoteStatuses.byUri(tx.sql(), address)
            .or(() -> RemoteStatuses.byOurAddress(tx.sql(), address))
            .filter(post -> post.local() && !post.deleted() && post.reblogOf() == null)
            .ifPresent(posts::add);
      }
    }
    return posts;
  }

  private List<String> addresses(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    List<String> addresses = new ArrayList<>();
    while (addresses.size() < IN_TEXT && matcher.find()) {
      addresses.add(matcher.group());
    }
    return addresses;
  }
}
