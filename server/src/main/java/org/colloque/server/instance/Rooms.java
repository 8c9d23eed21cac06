package org.colloque.server.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.ProfileApi;
import org.colloque.server.accounts.ProfileImages;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.anonymous.AnonymousPages;
import org.colloque.server.anonymous.PublishAnonymous;
import org.colloque.server.archive.Archives;
import org.colloque.server.board.Boards;
import org.colloque.server.cards.CleanCards;
import org.colloque.server.collections.CollectionsApi;
import org.colloque.server.conversations.ConversationEntities;
import org.colloque.server.conversations.ConversationsApi;
import org.colloque.server.database.Turn;
import org.colloque.server.groups.Groups;
import org.colloque.server.guests.GuestPages;
import org.colloque.server.health.Figures;
import org.colloque.server.health.HealthApi;
import org.colloque.server.health.Metrics;
import org.colloque.server.http.Gatekeeper;
import org.colloque.server.http.Observer;
import org.colloque.server.http.Problems;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.DiskStore;
import org.colloque.server.media.ImageLimits;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.media.MediaFiles;
import org.colloque.server.media.MediaRetention;
import org.colloque.server.media.MediaStore;
import org.colloque.server.media.RemoteFileRetention;
import org.colloque.server.media.RemoteFiles;
import org.colloque.server.media.RemoteFilesApi;
import org.colloque.server.moderation.FederationPolicy;
import org.colloque.server.moderation.ReportsApi;
import org.colloque.server.moderation.StoreReport;
import org.colloque.server.notifications.NotificationEntities;
import org.colloque.server.notifications.NotificationsApi;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.notifications.PolicyApi;
import org.colloque.server.notifications.RequestsApi;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.push.PushApi;
import org.colloque.server.push.SendPushes;
import org.colloque.server.scheduled.PublishScheduled;
import org.colloque.server.scheduled.ScheduleStatus;
import org.colloque.server.scheduled.ScheduledApi;
import org.colloque.server.search.ReadWords;
import org.colloque.server.statuses.OembedApi;
import org.colloque.server.statuses.PollsApi;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusVerbs;
import org.colloque.server.statuses.StatusesApi;
import org.colloque.server.statuses.TellOfPolls;
import org.colloque.server.streaming.StreamingApi;
import org.colloque.server.timelines.FeedRetention;
import org.colloque.server.timelines.TimelinesApi;
import org.colloque.server.trends.LinksApi;
import org.colloque.server.trends.RefreshTrends;
import org.colloque.server.users.EraseAccounts;

/** Every room of the house, joined by hand: what each needs is what its constructor takes. */
public final class Rooms implements AutoCloseable {
  private final Doorkeeper doorkeeper;
  private final List<Route> routes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Metrics metrics = new Metrics();
  private final Figures figures;
  private final AccountRooms people;
  private final FederationRooms federation;
  private final ApiRooms api;
  private final SignInRooms signIn;
  private final StreamingApi streaming;
  private final PageRooms pages;
  private final FederationPolicy policy;
  private final ModerationRooms moderation;
  private final KeepingRooms keeping;
  private final Groups groups;

  Rooms(Kit kit, Turn turn) {
    MediaStore store = store(kit); // first: a folder that cannot be used ends the start
    doorkeeper = new Doorkeeper(kit);
    figures = new Figures(kit, metrics);
    Notifier notifier = new Notifier(kit);
    policy = new FederationPolicy(kit);
    federation = new FederationRooms(kit, turn, notifier, policy);
    Outbox outbox = federation.outbox();
    Resolver resolver = federation.resolver();
    AccountEntities accounts = new AccountEntities(kit);
    MediaEntities media = new MediaEntities(kit);
    StatusEntities statuses = new StatusEntities(kit, accounts, media);
    ImageProcessor images = images(kit);
    signIn = new SignInRooms(kit, doorkeeper, accounts, policy);
    routes.addAll(signIn.routes());
    workers.addAll(signIn.workers());
    StatusVerbs verbs = StatusVerbs.of(kit, notifier, outbox, resolver);
    ConversationEntities conversations = posts(kit, verbs, statuses, accounts, media);
    routes.addAll(timelines(kit, statuses).routes());
    NotificationEntities notifications = new NotificationEntities(accounts, statuses);
    tell(kit, notifications, accounts, statuses);
    MediaApi uploads = new MediaApi(kit, images, store, media);
    routes.addAll(uploads.routes());
    workers.addAll(chores(kit, store, notifier, outbox));
    groups = groups(kit, notifier, store, accounts);
    people =
        new AccountRooms(
            kit, outbox, notifier, resolver, federation.sightings(), accounts, images, store);
    routes.addAll(people.routes());
    workers.addAll(people.workers());
    keeping = new KeepingRooms(kit, accounts, statuses);
    streaming =
        new StreamingApi(kit, doorkeeper, statuses, notifications, conversations, keeping.lists());
    routes.addAll(streaming.routes());
    SourceCode sourceCode = sourceCode(kit);
    api = new ApiRooms(kit, signIn, sourceCode, resolver, outbox, accounts, statuses);
    more(kit, accounts);
    StoreReport reports = reports(kit, notifier, accounts, outbox);
    pages =
        new PageRooms(
            kit,
            signIn.settings(),
            sourceCode,
            new PageRooms.Renderings(accounts, statuses, media),
            verbs(verbs, uploads, resolver),
            signIn.users().setUpOwner()::isNeeded);
    routes.addAll(pages.routes());
    keep(kit, images, store, verbs);
    boards(kit, new Boards.Renderings(accounts, statuses, media), verbs, uploads, notifier);
    routes.addAll(
        signIn.pages(
            pages.replies(), people.editProfile(), resolver, outbox, people.relations().move()));
    FederationRooms.Joined others =
        federation.receive(signIn.settings(), verbs, people.relations(), reports, metrics);
    routes.addAll(others.routes());
    workers.addAll(others.workers());
    workers.add(erasure(kit, new ProfileImages(images, store)));
    moderation = moderation(kit, outbox, accounts, statuses);
    routes.addAll(new HealthApi(kit.config().metrics(), kit.db(), metrics).routes());
  }

  /** Posts of apps: at once, for later, and among a few. */
  private ConversationEntities posts(
      Kit kit,
      StatusVerbs verbs,
      StatusEntities statuses,
      AccountEntities accounts,
      MediaEntities media) {
    ConversationEntities conversations = new ConversationEntities(accounts, statuses);
    ScheduledApi scheduled = new ScheduledApi(kit, new ScheduleStatus(kit, verbs.post()), media);
    routes.addAll(scheduled.routes());
    workers.add(new PublishScheduled(kit, verbs.post()));
    routes.addAll(
        new StatusesApi(kit, verbs, statuses, accounts, federation.sightings(), scheduled::later)
            .routes());
    routes.addAll(new PollsApi(kit, verbs.vote(), statuses).routes());
    routes.addAll(new ConversationsApi(kit, conversations).routes());
    return conversations;
  }

  /** What else apps, browsers and other sites ask for. */
  private void more(Kit kit, AccountEntities accounts) {
    routes.addAll(api.routes());
    routes.addAll(
        new ProfileApi(kit, people.editProfile(), accounts, api.featuredTags()::list).routes());
    routes.addAll(new CollectionsApi(kit, accounts).routes());
    routes.addAll(new WebIntents(kit, signIn.users().invite()).routes());
    routes.addAll(new OembedApi(kit).routes());
  }

  /** What members are told, and their devices. */
  private void tell(
      Kit kit,
      NotificationEntities notifications,
      AccountEntities accounts,
      StatusEntities statuses) {
    routes.addAll(new NotificationsApi(kit, notifications, accounts).routes());
    routes.addAll(new PolicyApi(kit).routes());
    routes.addAll(new RequestsApi(kit, accounts, statuses).routes());
    routes.addAll(new PushApi(kit, signIn.vapidKey()).routes());
    workers.add(
        new SendPushes(
            kit, signIn.settings(), federation.pushServices(), signIn.vapidKey(), notifications));
  }

  /** What members keep for themselves and among themselves, and the house for all. */
  private void keep(Kit kit, ImageProcessor images, MediaStore store, StatusVerbs verbs) {
    routes.addAll(new MediaFiles(kit, store).routes());
    workers.add(federation.cards(images, store));
    RemoteFiles remote = new RemoteFiles(kit, store, federation.pictures());
    routes.addAll(new RemoteFilesApi(kit, remote).routes());
    KeepingRooms.House house =
        new KeepingRooms.House(signIn.settings(), signIn.vapidKey(), images, store);
    routes.addAll(keeping.routes(pages.replies(), api, house));
    workers.addAll(keeping.workers());
    Archives archives =
        new Archives(kit, store, federation.resolver(), people.relations(), verbs.marks());
    routes.addAll(archives.routes(pages.replies()));
    workers.addAll(archives.workers());
    routes.addAll(groups.routes(pages.replies(), federation.resolver()));
    routes.addAll(
        new GuestPages(
                kit,
                pages.replies(),
                doorkeeper,
                signIn.settings(),
                policy,
                federation.resolver(),
                federation.quickFetcher(),
                groups.verbs().join())
            .routes());
  }

  private TimelinesApi timelines(Kit kit, StatusEntities statuses) {
    return new TimelinesApi(
        kit,
        statuses,
        (tx, url) -> LinksApi.card(tx.sql(), signIn.settings().current().trends(), url));
  }

  private static ImageProcessor images(Kit kit) {
    return new ImageProcessor(ImageLimits.ofFileBytes(kit.config().media().maxUploadBytes()));
  }

  private SourceCode sourceCode(Kit kit) {
    return new SourceCode(signIn.settings(), kit.urls(), SourceCode.ofThisProgram());
  }

  private Groups groups(Kit kit, Notifier notifier, MediaStore store, AccountEntities accounts) {
    Groups room =
        new Groups(
            kit,
            notifier,
            () -> signIn.settings().current().groupFounders(),
            () -> signIn.settings().current().admitsGuests(),
            store,
            accounts);
    workers.addAll(room.workers());
    return room;
  }

  private StoreReport reports(Kit kit, Notifier notifier, AccountEntities accounts, Outbox outbox) {
    StoreReport reports = new StoreReport(kit, notifier);
    routes.addAll(new ReportsApi(kit, reports, accounts, outbox).routes());
    return reports;
  }

  /** What is said in private groups. */
  private void boards(
      Kit kit, Boards.Renderings shown, StatusVerbs verbs, MediaApi uploads, Notifier notifier) {
    routes.addAll(new Boards(kit, pages.replies(), shown, verbs, uploads, groups.log()).routes());
    routes.addAll(
        new AnonymousPages(kit, pages.replies(), shown.accounts(), groups.log(), notifier)
            .routes());
    workers.add(new PublishAnonymous(kit));
  }

  private static List<Worker> chores(Kit kit, MediaStore store, Notifier notifier, Outbox outbox) {
    return List.of(
        new MediaRetention(kit, store),
        new RemoteFileRetention(kit, store),
        new FeedRetention(kit),
        new ReadWords(kit),
        new TellOfPolls(kit, notifier, outbox),
        new RefreshTrends(kit),
        new CleanCards(kit, store));
  }

  private EraseAccounts erasure(Kit kit, ProfileImages images) {
    return new EraseAccounts(
        kit, federation.outbox(), federation.forget(), images, groups.verbs().leave());
  }

  private ModerationRooms moderation(
      Kit kit, Outbox outbox, AccountEntities accounts, StatusEntities statuses) {
    ModerationRooms rooms =
        new ModerationRooms(
            kit,
            policy,
            signIn,
            pages.replies(),
            new ModerationRooms.Shown(outbox, accounts, statuses, federation.fetcher()));
    routes.addAll(rooms.routes());
    workers.addAll(rooms.workers());
    return rooms;
  }

  private PageRooms.Verbs verbs(StatusVerbs statuses, MediaApi uploads, Resolver resolver) {
    return new PageRooms.Verbs(
        statuses,
        people.relations(),
        people.editProfile(),
        api.featureTag(),
        uploads,
        api.search(),
        resolver,
        federation.sightings(),
        groups.news());
  }

  private static MediaStore store(Kit kit) {
    try {
      return new DiskStore(kit.config().dataFolder().resolve("media"));
    } catch (IOException failure) {
      throw new UncheckedIOException("the folder for media cannot be used", failure);
    }
  }

  public List<Route> routes() {
    return routes;
  }

  public List<Worker> workers() {
    return workers;
  }

  public Gatekeeper gatekeeper() {
    return doorkeeper;
  }

  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  /** Profiles, and the relations between people. */
  public AccountRooms people() {
    return people;
  }

  /** Private groups. */
  public Groups groups() {
    return groups;
  }

  /** What speaks with other servers. */
  public FederationRooms federation() {
    return federation;
  }

  /** Search, hashtags, and what apps ask for when they start. */
  public ApiRooms api() {
    return api;
  }

  /** What the owner decided, and the rules of the house. */
  public Settings settings() {
    return signIn.settings();
  }

  /** What those who run the instance decide about servers and accounts. */
  public ModerationRooms moderation() {
    return moderation;
  }

  /** With whom we speak. */
  public FederationPolicy policy() {
    return policy;
  }

  /** Sign-up, sign-in and everything about users. */
  public SignInRooms signIn() {
    return signIn;
  }

  Problems.ErrorPages errorPages() {
    return pages.replies();
  }

  Figures figures() {
    return figures;
  }

  Observer observer() {
    return metrics;
  }

  @Override
  public void close() {
    signIn.close();
    streaming.close();
    federation.close();
  }
}
