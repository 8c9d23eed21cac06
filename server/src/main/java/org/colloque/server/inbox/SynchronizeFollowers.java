package org.colloque.server.inbox;

import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloque.federation.handle.Origin;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UnfollowAccount;
import org.colloque.server.database.Viewer;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.FederatedOutbox;
import org.colloque.server.remote.ActorQueries;
import org.colloque.server.remote.Errands;
import org.colloque.server.remote.FollowerDigest;
import org.colloque.server.remote.KnownActor;
import org.colloque.server.remote.PartialFollowers;

/**
 * Compares whom a sender counts as followers here with who follows them (FEP-8fcf), and settles the
 * difference: a follow that only we know of ends, and of one that only they know of they are told.
 */
public final class SynchronizeFollowers {
  /** One sender is compared no more often. */
  static final Duration BETWEEN = Duration.ofMinutes(5);

  /** Longer headers are not read. */
  static final int MAX_HEADER = 6_000;

  private static final Pattern PART = Pattern.compile("([A-Za-z]+)=\"([^\"]*)\"");

  private final Kit kit;
  private final Errands errands;
  private final PartialFollowers theirs;
  private final UnfollowAccount unfollow;
  private final FederatedOutbox outbox;

  public SynchronizeFollowers(
      Kit kit,
      Errands errands,
      PartialFollowers theirs,
      UnfollowAccount unfollow,
      FederatedOutbox outbox) {
    this.kit = kit;
    this.errands = errands;
    this.theirs = theirs;
    this.unfollow = unfollow;
    this.outbox = outbox;
  }

  /** What a header says. */
  record Claim(String collection, String url, String digest) {
    static Optional<Claim> read(String header) {
      Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      if (header.length() <= MAX_HEADER) {
        Matcher matcher = PART.matcher(header);
        while (matcher.find()) {
          parts.putIfAbsent(matcher.group(1), matcher.group(2));
        }
      }
      String collection = parts.get("collectionId");
      String url = parts.get("url");
      String digest = parts.get("digest");
      return collection == null || url == null || digest == null
          ? Optional.empty()
          : Optional.of(new Claim(collection, url, digest.toLowerCase(Locale.ROOT)));
    }
  }

  /** A request of {@code signer} came with {@code header}; what follows from it is done later. */
  void compare(String signer, String header) {
    Claim claim = Claim.read(header).orElse(null);
    if (claim == null || !Origin.same(claim.url(), signer)) {
      return;
    }
    Optional<KnownActor> sender =
        kit.db().as(Viewer.stranger(), tx -> ActorQueries.byUri(tx.sql(), signer));
    boolean theirOwn =
        sender
            .filter(actor -> !actor.isLocal() && claim.collection().equals(actor.followers()))
            .isPresent();
    if (theirOwn
        && !FollowerDigest.of(members(sender.get().id()).keySet()).equals(claim.digest())) {
      errands.add("followers of " + signer, BETWEEN, () -> settle(sender.get(), claim));
    }
  }

  /** Only when what is listed is what the header was made of: else the list is of another time. */
  private void settle(KnownActor sender, Claim claim) {
    List<String> listed = theirs.read(claim.url());
    if (!FollowerDigest.of(listed).equals(claim.digest())) {
      return;
    }
    Set<String> there = new HashSet<>(listed);
    Map<String, AccountId> here = members(sender.id());
    here.forEach((uri, member) -> {
      if (!there.contains(uri)) {
        kit.db().doAs(Viewer.of(member), tx -> unfollow.unfollow(tx, member, sender.id()));
      }
    });
    there.removeAll(here.keySet());
    there.forEach(uri ->
        kit.db()
            .doAs(
                Viewer.stranger(),
                tx ->
                    ActorQueries.byUri(tx.sql(), uri)
                        .filter(member -> member.isLocal() && !asks(tx.sql(), member, sender))
                        .ifPresent(member -> outbox.unfollowed(tx, member.id(), sender.id()))));
  }

  private static boolean asks(org.jooq.DSLContext sql, KnownActor member, KnownActor sender) {
    return RelationRows.followsOrAsks(sql, new RelationRows.Pair(member.id(), sender.id()));
  }

  /** Members who follow, by ActivityPub id. */
  private Map<String, AccountId> members(AccountId account) {
    return kit.db()
        .as(
            Viewer.stranger(),
            tx ->
                tx.sql()
                    .select(ACCOUNTS.URI, ACCOUNTS.ID)
                    .from(FOLLOWS)
                    .join(ACCOUNTS)
                    .on(ACCOUNTS.ID.eq(FOLLOWS.ACCOUNT_ID))
                    .where(FOLLOWS.TARGET_ACCOUNT_ID.eq(account.value()))
                    .and(ACCOUNTS.DOMAIN.isNull())
                    .fetchMap(ACCOUNTS.URI, row -> new AccountId(row.get(ACCOUNTS.ID))));
  }
}
