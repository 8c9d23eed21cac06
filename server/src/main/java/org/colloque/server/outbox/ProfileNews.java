package org.colloque.server.outbox;

import org.colloque.federation.json.ActivityWriter;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.OutboxQueries.Head;
import org.colloque.server.statuses.StatusId;
import org.jooq.Record1;
import org.jooq.Select;

/** What changes of a local account itself: its profile, what it shows there, where it lives. */
final class ProfileNews {
  private final Kit kit;
  private final Queue queue;
  private final LocalActors actors;

  ProfileNews(Kit kit, Queue queue) {
    this.kit = kit;
    this.queue = queue;
    this.actors = new LocalActors(kit.urls());
  }

  void profileChanged(Tx tx, AccountId account) {
    actors
        .byId(tx.sql(), account)
        .ifPresent(local -> {
          kit.signals().send(tx, FederatedOutbox.ACTOR_CHANGED, local.username());
          String id = fresh(local, "#updates/");
          Select<Record1<String>> inboxes = Reach.followers(account);
          if (OutboxQueries.any(tx.sql(), inboxes)) {
            byte[] body = ActivityWriter.update(id, local.actor(), local.handle().toString());
            queue.add(
                tx, new Outgoing(Outgoing.Type.UPDATE_ACTOR, id, account, null, body), inboxes);
          }
        });
  }

  /** Only of what everybody may read: who follows is not thereby a reader of a post to some. */
  void pin(Tx tx, AccountId account, StatusId status, boolean added) {
    OutboxQueries.head(tx.sql(), status)
        .filter(head -> head.local() && LocalPosts.isOpen(head.audience()))
        .ifPresent(
            head -> actors.byId(tx.sql(), account).ifPresent(local -> pin(tx, local, head, added)));
  }

  private void pin(Tx tx, LocalActor local, Head head, boolean added) {
    String featured = local.actor().endpoints().featured();
    if (featured == null) {
      return;
    }
    String actor = local.actor().id();
    String id = fresh(local, "#pins/");
    queue.add(
        tx,
        new Outgoing(
            added ? Outgoing.Type.ADD_PIN : Outgoing.Type.REMOVE_PIN,
            id,
            local.account(),
            head.about(),
            added
                ? ActivityWriter.add(id, actor, featured, head.uri())
                : ActivityWriter.remove(id, actor, featured, head.uri())),
        Reach.followers(local.account()));
  }

  void tagFeatured(Tx tx, AccountId account, String tag, boolean added) {
    actors
        .byId(tx.sql(), account)
        .ifPresent(local -> {
          String id = fresh(local, "#tags/");
          byte[] body =
              ActivityWriter.featuredTag(
                  id,
                  local.actor().id(),
                  kit.urls().featuredTags(local.username()),
                  added,
                  new Tag.Hashtag(kit.urls().tag(tag), tag));
          queue.add(
              tx,
              new Outgoing(Outgoing.Type.FEATURED_TAG, id, account, null, body),
              Reach.followers(account));
        });
  }

  void moved(Tx tx, AccountId account, AccountId target) {
    actors
        .byId(tx.sql(), account)
        .ifPresent(local -> {
          String id = fresh(local, "#moves/");
          String to = OutboxQueries.peer(tx.sql(), target).uri();
          byte[] body =
              ActivityWriter.move(
                  id, local.actor().id(), to, kit.urls().followers(local.username()));
          queue.add(
              tx,
              new Outgoing(Outgoing.Type.MOVE, id, account, null, body),
              Reach.followers(account));
        });
  }

  void deleted(Tx tx, AccountId account) {
    actors
        .byId(tx.sql(), account)
        .ifPresent(local -> {
          kit.signals().send(tx, FederatedOutbox.ACTOR_CHANGED, local.username());
          String actor = local.actor().id();
          String id = actor + "#delete";
          queue.add(
              tx,
              new Outgoing(
                  Outgoing.Type.DELETE_ACTOR,
                  id,
                  account,
                  null,
                  ActivityWriter.deleteActor(id, actor)),
              ReachEver.of(account));
        });
  }

  private String fresh(LocalActor local, String kind) {
    return local.actor().id() + kind + kit.ids().next();
  }
}
