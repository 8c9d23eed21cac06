package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.fetch.Fetcher;
import org.colloque.federation.signature.Authorship;
import org.colloque.federation.signature.Verifier;
import org.colloque.server.accounts.Relations;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.accounts.Sightings;
import org.colloque.server.cards.FetchCards;
import org.colloque.server.database.Turn;
import org.colloque.server.delivery.CleanDeliveries;
import org.colloque.server.delivery.DeliveryWorker;
import org.colloque.server.discovery.Discovery;
import org.colloque.server.health.Metrics;
import org.colloque.server.http.Route;
import org.colloque.server.inbox.AnsweredQuote;
import org.colloque.server.inbox.AnsweredRequest;
import org.colloque.server.inbox.CleanInbox;
import org.colloque.server.inbox.HandOn;
import org.colloque.server.inbox.Inbox;
import org.colloque.server.inbox.InboxApi;
import org.colloque.server.inbox.InboxWorker;
import org.colloque.server.inbox.KeepUnread;
import org.colloque.server.inbox.OnAccept;
import org.colloque.server.inbox.OnAnnounce;
import org.colloque.server.inbox.OnBlock;
import org.colloque.server.inbox.OnCreate;
import org.colloque.server.inbox.OnDelete;
import org.colloque.server.inbox.OnFeatured;
import org.colloque.server.inbox.OnFlag;
import org.colloque.server.inbox.OnFollow;
import org.colloque.server.inbox.OnHandedOn;
import org.colloque.server.inbox.OnLike;
import org.colloque.server.inbox.OnMove;
import org.colloque.server.inbox.OnQuoteRequest;
import org.colloque.server.inbox.OnReject;
import org.colloque.server.inbox.OnRelayed;
import org.colloque.server.inbox.OnUndo;
import org.colloque.server.inbox.OnUpdate;
import org.colloque.server.inbox.Relevance;
import org.colloque.server.inbox.SynchronizeFollowers;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaStore;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.moderation.StoreReport;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.AskAuthors;
import org.colloque.server.outbox.FederatedOutbox;
import org.colloque.server.outbox.LocalPosts;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.outbox.TellOfQuotes;
import org.colloque.server.quotes.KeepQuotes;
import org.colloque.server.remote.Curiosity;
import org.colloque.server.remote.EditNote;
import org.colloque.server.remote.Errands;
import org.colloque.server.remote.FindAccount;
import org.colloque.server.remote.FindActivity;
import org.colloque.server.remote.FindStatus;
import org.colloque.server.remote.ForgetAccount;
import org.colloque.server.remote.InstanceActor;
import org.colloque.server.remote.NetworkResolver;
import org.colloque.server.remote.Outside;
import org.colloque.server.remote.PartialFollowers;
import org.colloque.server.remote.RefreshPolls;
import org.colloque.server.remote.RemoteKeys;
import org.colloque.server.remote.Signers;
import org.colloque.server.remote.StoreActor;
import org.colloque.server.remote.StoreNote;
import org.colloque.server.statuses.StatusVerbs;
import org.colloque.server.statuses.StoreStatus;

/**
 * The rooms that speak with other servers, joined. First what the verbs of members need (outbox and
 * resolver), then, with those verbs, what other servers may do ({@link #receive}).
 */
public final class FederationRooms implements AutoCloseable {
  private final Kit kit;
  private final FederationPolicy policy;
  private final Outside outside;
  private final Signers signers;
  private final InstanceActor self;
  private final StoreActor actors;
  private final ForgetAccount forget;
  private final FindAccount accounts;
  private final FederatedOutbox outbox;
  private final KeepQuotes keepQuotes;
  private final FindStatus statuses;
  private final StoreNote notes;
  private final Resolver resolver;
  private final Turn turn;
  private final DeliveryWorker delivery;
  private final Errands errands;
  private final Sightings sightings;

  FederationRooms(Kit kit, Turn turn, Notifier notifier, FederationPolicy policy) {
    this.kit = kit;
    this.turn = turn;
    this.policy = policy;
    outside = new Outside(kit, policy);
    signers = new Signers(kit);
    self = new InstanceActor(kit, signers);
    actors = new StoreActor(kit, policy);
    outbox = new FederatedOutbox(kit);
    forget = new ForgetAccount(kit, outbox);
    accounts = new FindAccount(kit, outside, self, actors, forget, policy);
    notes = new StoreNote(kit, accounts, new StoreStatus(kit, notifier));
    keepQuotes = new KeepQuotes(kit, notifier);
    statuses = new FindStatus(kit, outside, self, accounts, notes, keepQuotes);
    resolver = new NetworkResolver(kit, accounts, statuses);
    errands = new Errands(kit);
    sightings = Curiosity.of(kit, errands, outside, self, accounts, statuses);
    delivery = new DeliveryWorker(kit, turn, outside.deliverer(), signers);
  }

  /** Looks at what public posts link to. */
  Worker cards(ImageProcessor images, MediaStore store) {
    return new FetchCards(kit, outside.fetcher(), policy, images, store);
  }

  public Outbox outbox() {
    return outbox;
  }

  /** Whoever deletes an account. */
  ForgetAccount forget() {
    return forget;
  }

  Fetcher pushServices() {
    return outside.pushServices();
  }

  /** The one way to ask others. */
  Fetcher fetcher() {
    return outside.fetcher();
  }

  /** For pictures, from wherever servers keep them. */
  Fetcher pictures() {
    return outside.pictures();
  }

  /** For questions that somebody waits for. */
  Fetcher quickFetcher() {
    return outside.quickFetcher();
  }

  public Resolver resolver() {
    return resolver;
  }

  /** Told what members look at. */
  public Sightings sightings() {
    return sightings;
  }

  /** Routes and workers. */
  record Joined(List<Route> routes, List<Worker> workers) {}

  /** Opens the inboxes and shows what others may read. */
  Joined receive(
      Settings settings,
      StatusVerbs verbs,
      Relations relations,
      StoreReport reports,
      Metrics metrics) {
    KeepUnread unread =
        new KeepUnread(
            kit,
            type ->
                metrics.count(
                    "colloque.inbox.unread",
                    "Activities of verified senders that were not understood",
                    "type",
                    type));
    Verifier verifier = new Verifier(outside.self(), kit.clock(), outside.schemes());
    Authorship authorship = new Authorship(outside.self());
    RemoteKeys keys = new RemoteKeys(kit, outside, self, accounts, forget, policy);
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        new InboxApi(
                kit,
                verifier,
                authorship,
                keys,
                unread,
                new SynchronizeFollowers(
                    kit,
                    errands,
                    new PartialFollowers(kit, outside, self),
                    relations.unfollow(),
                    outbox))
            .routes());
    routes.addAll(new Discovery(kit, settings, outside.self(), verifier, keys).routes());
    Inbox inbox = new Inbox(kit, authorship, handlers(verbs, relations, authorship, reports));
    return new Joined(
        routes.stream().map(route -> route.mountedWhile(policy::federates)).toList(),
        List.of(
            new RefreshPolls(kit, statuses, new EditNote(kit, verbs.edit())),
            new InboxWorker(kit, turn, inbox, unread, notes),
            delivery,
            errands,
            new CleanInbox(kit),
            new CleanDeliveries(kit)));
  }

  private Inbox.Handlers handlers(
      StatusVerbs verbs, Relations relations, Authorship authorship, StoreReport reports) {
    AnsweredQuote quotes = new AnsweredQuote(keepQuotes, outbox);
    AnsweredRequest requests =
        new AnsweredRequest(
            new AskAuthors(kit, new LocalPosts(kit)), outbox, verbs.favourite(), verbs.delete());
    OnDelete delete = new OnDelete(kit, verbs.delete(), forget, quotes);
    FindActivity activities = new FindActivity(kit, outside, self, accounts, authorship);
    OnCreate create = new OnCreate(new Relevance(kit), statuses, notes, verbs.vote());
    OnUpdate update =
        new OnUpdate(kit, create, statuses, notes, new EditNote(kit, verbs.edit()), actors);
    return new Inbox.Handlers(
        new OnFollow(kit, relations.follow(), outbox),
        new OnAccept(relations.answer(), quotes, requests),
        new OnReject(relations.answer(), quotes, requests),
        new OnUndo(kit, relations, verbs.favourite(), verbs.delete()),
        create,
        update,
        delete,
        new OnAnnounce(kit, statuses, verbs.reblog()),
        new OnLike(kit, verbs.favourite()),
        new OnBlock(kit, relations.block()),
        new OnMove(kit, accounts, relations.move()),
        new OnFeatured(kit, statuses),
        new OnHandedOn(kit, statuses, create, update, verbs.delete()),
        new HandOn(outbox),
        new OnRelayed(kit, activities, statuses, verbs.delete()),
        new OnFlag(kit, reports, policy),
        new OnQuoteRequest(kit, statuses, notes, keepQuotes, new TellOfQuotes(kit)));
  }

  @Override
  public void close() {
    outside.close();
  }
}
