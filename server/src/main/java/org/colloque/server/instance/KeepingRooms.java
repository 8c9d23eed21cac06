package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.announcements.Announce;
import org.colloque.server.announcements.AnnouncementPages;
import org.colloque.server.announcements.AnnouncementsApi;
import org.colloque.server.board.GroupLists;
import org.colloque.server.calendar.CalendarAddress;
import org.colloque.server.calendar.CalendarApi;
import org.colloque.server.digest.DigestPages;
import org.colloque.server.digest.SendDigests;
import org.colloque.server.digest.SendNotices;
import org.colloque.server.emojis.EmojiPages;
import org.colloque.server.emojis.KeepEmoji;
import org.colloque.server.filters.FilterPages;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.lists.ChangeLists;
import org.colloque.server.lists.ListPages;
import org.colloque.server.lists.Lists;
import org.colloque.server.lists.ListsApi;
import org.colloque.server.mail.PostOffice;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaStore;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.push.Devices;
import org.colloque.server.statuses.PollDates;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.tags.TagPages;

/** What members keep for themselves, and what the house keeps for all, joined. */
final class KeepingRooms {
  private final Kit kit;
  private final AccountEntities accounts;
  private final StatusEntities statuses;
  private final Lists lists;
  private final List<Worker> workers = new ArrayList<>();

  /** What the owner decided, the key for push services, and where pictures are made and kept. */
  record House(Settings settings, VapidKey vapidKey, ImageProcessor images, MediaStore store) {}

  KeepingRooms(Kit kit, AccountEntities accounts, StatusEntities statuses) {
    this.kit = kit;
    this.accounts = accounts;
    this.statuses = statuses;
    // groups give theirs here
    this.lists = new Lists(kit.db(), List.of(new GroupLists()));
  }

  /** The lists of members, for streams. */
  Lists lists() {
    return lists;
  }

  List<Route> routes(PageReplies replies, ApiRooms api, House house) {
    List<Route> routes = new ArrayList<>();
    ChangeLists change = new ChangeLists(kit);
    routes.addAll(new ListsApi(kit, lists, change, accounts, statuses).routes());
    routes.addAll(new ListPages(kit, replies, change, accounts, statuses).routes());
    routes.addAll(new FilterPages(kit, replies, api.changeFilters(), statuses).routes());
    routes.addAll(new TagPages(kit, replies, api.followTag()).routes());
    Announce announce = new Announce(kit);
    routes.addAll(new AnnouncementsApi(kit, announce).routes());
    routes.addAll(new AnnouncementPages(kit, replies, announce).routes());
    routes.addAll(
        new EmojiPages(kit, replies, new KeepEmoji(kit, house.images(), house.store())).routes());
    MeasureStorage storage = new MeasureStorage(kit);
    workers.add(storage);
    routes.addAll(new StoragePages(kit, replies, storage).routes());
    Devices devices = new Devices(kit, house.vapidKey());
    routes.addAll(devices.routes());
    routes.addAll(new DigestPages(kit, replies, new CalendarAddress(kit), devices).routes());
    routes.addAll(new CalendarApi(kit, List.of(new PollDates(kit))).routes());
    PostOffice office = new PostOffice(kit, house.settings());
    workers.add(new SendDigests(kit, office));
    workers.add(new SendNotices(kit, office));
    return routes;
  }

  /** Those of the rooms whose routes were asked for. */
  List<Worker> workers() {
    return workers;
  }
}
