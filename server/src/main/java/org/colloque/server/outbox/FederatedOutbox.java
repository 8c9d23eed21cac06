package org.colloque.server.outbox;

import static org.colloque.migrations.Tables.FOLLOWS;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.colloque.federation.json.ActivityWriter;
import org.colloque.federation.vocabulary.ActivityReference;
import org.colloque.federation.vocabulary.Addressing;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.OutboxQueries.Head;
import org.colloque.server.outbox.OutboxQueries.Peer;
import org.colloque.server.statuses.StatusId;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Writes activities and their deliveries into the transaction of what they tell. Nothing is built
 * when no other server is concerned. The shapes are Mastodon's (federation.md, section 1f).
 */
public final class FederatedOutbox implements Outbox {
  /** The topic on which a changed local account is told: its username. */
  public static final String ACTOR_CHANGED = "actor";

  private final Kit kit;
  private final LocalPosts posts;
  private final Queue queue;
  private final ProfileNews news;
  private final TellOne one;
  private final AskAuthors ask;

  public FederatedOutbox(Kit kit) {
    this.kit = kit;
    this.posts = new LocalPosts(kit);
    this.queue = new Queue(kit);
    this.news = new ProfileNews(kit, queue);
    this.one = new TellOne(kit);
    this.ask = new AskAuthors(kit, posts);
  }

  @Override
  public void created(Tx tx, StatusId status) {
    local(tx, status)
        .filter(head -> !ask.reply(tx, head))
        .ifPresent(head -> {
          var inboxes = Reach.ofNew(head.author(), status, addressing(head));
          if (OutboxQueries.any(tx.sql(), inboxes)
              && posts.one(tx.sql(), status).orElse(null) instanceof LocalPost.Written post) {
            String id = post.envelope().activity();
            byte[] body = ActivityWriter.create(id, post.note(), post.envelope().published());
            send(tx, Outgoing.Type.CREATE, id, head.author(), head, body, inboxes);
          }
        });
  }

  @Override
  public void edited(Tx tx, StatusId status) {
    local(tx, status)
        // nobody elsewhere has it before it is allowed
        .filter(head -> !AskAuthors.waits(tx.sql(), head.id()))
        .ifPresent(head -> {
          var inboxes = Reach.ofEdit(head.author(), status, addressing(head));
          if (OutboxQueries.any(tx.sql(), inboxes)
              && posts.one(tx.sql(), status).orElse(null) instanceof LocalPost.Written post) {
            Instant now = kit.now();
            String id = head.uri() + "#updates/" + kit.ids().next();
            byte[] body = ActivityWriter.update(id, post.note(), now);
            send(tx, Outgoing.Type.UPDATE_NOTE, id, head.author(), head, body, inboxes);
          }
        });
  }

  @Override
  public void deleted(Tx tx, StatusId status) {
    local(tx, status)
        .ifPresent(head -> {
          OutboxQueries.forget(tx.sql(), status, now());
          if (posts.one(tx.sql(), status).orElse(null) instanceof LocalPost.Deleted post) {
            if (post.original() == null) {
              noteDeleted(tx, head, post);
            } else {
              boostTakenBack(tx, head, post);
            }
          }
        });
  }

  @Override
  public void reblogged(Tx tx, StatusId reblog) {
    local(tx, reblog)
        .filter(head -> !ask.boost(tx, head))
        .ifPresent(head -> {
          var inboxes = Reach.ofBoost(head.author(), reblog);
          if (OutboxQueries.any(tx.sql(), inboxes)
              && posts.one(tx.sql(), reblog).orElse(null) instanceof LocalPost.Shared boost) {
            LocalPost.Envelope envelope = boost.envelope();
            byte[] body =
                ActivityWriter.announce(
                    envelope.activity(),
                    envelope.actor(),
                    boost.original(),
                    envelope.recipients(),
                    envelope.published(),
                    boost.approval());
            send(
                tx,
                Outgoing.Type.ANNOUNCE,
                envelope.activity(),
                head.author(),
                head,
                body,
                inboxes);
          }
        });
  }

  @Override
  public void favourited(Tx tx, AccountId account, StatusId status) {
    remote(tx, status)
        .ifPresent(head -> {
          String actor = OutboxQueries.peer(tx.sql(), account).uri();
          RelationUris.favourite(tx.sql(), account, status, actor)
              .filter(id -> !ask.like(tx, account, head, id, actor))
              .ifPresent(id ->
                  send(
                      tx,
                      Outgoing.Type.LIKE,
                      id,
                      account,
                      head,
                      ActivityWriter.like(id, actor, head.uri()),
                      Reach.authorOf(status)));
        });
  }

  @Override
  public void unfavourited(Tx tx, AccountId account, StatusId status) {
    remote(tx, status)
        .ifPresent(head -> {
          String actor = OutboxQueries.peer(tx.sql(), account).uri();
          String like = RelationUris.favourite(tx.sql(), account, status, actor).orElse(null);
          String id = undo(like == null ? made(actor, "#likes/") : like);
          var reference =
              new ActivityReference(ActivityReference.Kind.LIKE, like, actor, head.uri());
          byte[] body = ActivityWriter.undo(id, actor, reference, null);
          send(tx, Outgoing.Type.UNDO_LIKE, id, account, head, body, Reach.authorOf(status));
        });
  }

  @Override
  public void followRequested(Tx tx, AccountId account, AccountId target) {
    toPeer(
        tx,
        account,
        target,
        Outgoing.Type.FOLLOW,
        (peer, actor) ->
            RelationUris.follow(tx.sql(), account, target, actor)
                .map(id -> new Said(id, ActivityWriter.follow(id, actor, peer))));
  }

  @Override
  public void unfollowed(Tx tx, AccountId account, AccountId target) {
    toPeer(
        tx,
        account,
        target,
        Outgoing.Type.UNDO_FOLLOW,
        (peer, actor) -> {
          // without a row it is a follow that only they know of: it is taken back all the same
          String follow =
              RelationUris.follow(tx.sql(), account, target, actor)
                  .orElseGet(() -> made(actor, "#follows/"));
          return Optional.of(
              undoing(undo(follow), actor, ActivityReference.follow(follow, actor, peer)));
        });
  }

  @Override
  public void followAccepted(Tx tx, AccountId follower, AccountId account) {
    answerFollow(tx, follower, account, true);
  }

  @Override
  public void followRejected(Tx tx, AccountId follower, AccountId account) {
    answerFollow(tx, follower, account, false);
  }

  @Override
  public void followerLeaves(Tx tx, AccountId follower, AccountId account) {
    OutboxQueries.keepInboxes(
        tx.sql(), follower, FOLLOWS.TARGET_ACCOUNT_ID.eq(account.value()), now());
  }

  /** A remote account is forgotten: it follows nobody any longer; the rows are still there. */
  public void followerGoes(Tx tx, AccountId follower) {
    OutboxQueries.keepInboxes(tx.sql(), follower, DSL.noCondition(), now());
  }

  /** Refuses a follow of which nothing is stored: the follower is blocked. */
  public void refuse(Tx tx, String follow, AccountId follower, AccountId account) {
    answerFollow(tx, follow, follower, account, false);
  }

  /**
   * Hands on what another said of an answer to a post of {@code owner}'s.
   *
   * @param activity its id
   * @param body as it came
   */
  public void handOn(
      Tx tx, AccountId owner, StatusId answer, String audience, String activity, byte[] body) {
    var about = new Outgoing.About(answer, audience);
    queue.add(
        tx,
        new Outgoing(Outgoing.Type.FORWARD, activity, owner, about, body),
        Reach.followersBut(owner, answer));
  }

  @Override
  public void blocked(Tx tx, AccountId account, AccountId target) {
    toPeer(
        tx,
        account,
        target,
        Outgoing.Type.BLOCK,
        (peer, actor) ->
            RelationUris.block(tx.sql(), account, target, actor)
                .map(id -> new Said(id, ActivityWriter.block(id, actor, peer))));
  }

  @Override
  public void unblocked(Tx tx, AccountId account, AccountId target) {
    toPeer(
        tx,
        account,
        target,
        Outgoing.Type.UNDO_BLOCK,
        (peer, actor) -> {
          String block = RelationUris.block(tx.sql(), account, target, actor).orElse(null);
          String id = undo(block == null ? made(actor, "#blocks/") : block);
          var reference = new ActivityReference(ActivityReference.Kind.BLOCK, block, actor, peer);
          return Optional.of(undoing(id, actor, reference));
        });
  }

  @Override
  public void profileChanged(Tx tx, AccountId account) {
    news.profileChanged(tx, account);
  }

  @Override
  public void pinned(Tx tx, AccountId account, StatusId status) {
    news.pin(tx, account, status, true);
  }

  @Override
  public void unpinned(Tx tx, AccountId account, StatusId status) {
    news.pin(tx, account, status, false);
  }

  @Override
  public void tagFeatured(Tx tx, AccountId account, String tag, boolean featured) {
    news.tagFeatured(tx, account, tag, featured);
  }

  @Override
  public void moved(Tx tx, AccountId account, AccountId target) {
    news.moved(tx, account, target);
  }

  @Override
  public void accountDeleted(Tx tx, AccountId account) {
    news.deleted(tx, account);
  }

  @Override
  public void voted(Tx tx, AccountId account, StatusId poll, List<String> choices) {
    one.voted(tx, account, poll, choices);
  }

  @Override
  public void reported(Tx tx, AccountId target, List<String> statuses, String comment) {
    one.reported(tx, target, statuses, comment);
  }

  private void noteDeleted(Tx tx, Head head, LocalPost.Deleted post) {
    String id = head.uri() + "#delete";
    byte[] body = ActivityWriter.delete(id, post.envelope().actor(), head.uri());
    var inboxes = Reach.ofDeletion(head.author(), head.id(), addressing(head));
    send(tx, Outgoing.Type.DELETE_NOTE, id, head.author(), head, body, inboxes);
  }

  private void boostTakenBack(Tx tx, Head head, LocalPost.Deleted post) {
    LocalPost.Envelope envelope = post.envelope();
    String id = undo(envelope.activity());
    var reference =
        new ActivityReference(
            ActivityReference.Kind.ANNOUNCE,
            envelope.activity(),
            envelope.actor(),
            post.original());
    byte[] body = ActivityWriter.undo(id, envelope.actor(), reference, envelope.recipients());
    var inboxes = Reach.ofBoost(head.author(), head.id());
    send(tx, Outgoing.Type.UNDO_ANNOUNCE, id, head.author(), head, body, inboxes);
  }

  private void answerFollow(Tx tx, AccountId follower, AccountId account, boolean accept) {
    String follow = RelationUris.theirFollow(tx.sql(), follower, account).orElse(null);
    answerFollow(tx, follow, follower, account, accept);
  }

  private void answerFollow(
      Tx tx, @Nullable String follow, AccountId follower, AccountId account, boolean accept) {
    toPeer(
        tx,
        account,
        follower,
        accept ? Outgoing.Type.ACCEPT : Outgoing.Type.REJECT,
        (peer, actor) -> {
          var reference = ActivityReference.follow(follow, peer, actor);
          String id = made(actor, accept ? "#accepts/follows/" : "#rejects/follows/");
          return Optional.of(
              new Said(
                  id,
                  accept
                      ? ActivityWriter.accept(id, actor, reference)
                      : ActivityWriter.reject(id, actor, reference)));
        });
  }

  /** An activity that speaks of accounts only. */
  private record Said(String id, byte[] body) {}

  private static Said undoing(String id, String actor, ActivityReference undone) {
    return new Said(id, ActivityWriter.undo(id, actor, undone, null));
  }

  @FunctionalInterface
  private interface Telling {
    Optional<Said> of(String peer, String actor);
  }

  /** What concerns one account elsewhere goes to its own inbox. */
  private void toPeer(
      Tx tx, AccountId account, AccountId target, Outgoing.Type type, Telling telling) {
    Peer peer = OutboxQueries.peer(tx.sql(), target);
    if (!peer.local()) {
      telling
          .of(peer.uri(), OutboxQueries.peer(tx.sql(), account).uri())
          .map(said -> new Outgoing(type, said.id(), account, null, said.body()))
          .ifPresent(outgoing -> queue.add(tx, outgoing, Reach.account(target)));
    }
  }

  /** A fresh id below an actor. */
  private String made(String actor, String kind) {
    return actor + kind + kit.ids().next();
  }

  private void send(
      Tx tx,
      Outgoing.Type type,
      String id,
      AccountId signer,
      Head about,
      byte[] body,
      Select<Record1<String>> inboxes) {
    queue.add(tx, new Outgoing(type, id, signer, about.about(), body), inboxes);
  }

  private Optional<Head> local(Tx tx, StatusId status) {
    return OutboxQueries.head(tx.sql(), status).filter(Head::local);
  }

  private Optional<Head> remote(Tx tx, StatusId status) {
    return OutboxQueries.head(tx.sql(), status).filter(head -> !head.local());
  }

  private static Addressing addressing(Head head) {
    return LocalPosts.addressing(head.audience());
  }

  private static String undo(String id) {
    return id + "/undo";
  }

  private OffsetDateTime now() {
    return kit.now().atOffset(ZoneOffset.UTC);
  }
}
