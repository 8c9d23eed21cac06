package org.colloque.server.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.colloque.server.database.Room;
import org.colloque.server.database.Tx;
import org.colloque.server.delivery.CleanDeliveries;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.inbox.CleanInbox;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaRetention;
import org.colloque.server.media.RemoteFileRetention;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.StorageView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.statuses.Feeds;

/** What the instance keeps, how much room that takes, and for how long. */
public final class StoragePages {
  private static final int TABLES = 8;
  private static final double MEBIBYTE = 1024.0 * 1024;

  private final Kit kit;
  private final PageReplies replies;
  private final MeasureStorage measure;

  public StoragePages(Kit kit, PageReplies replies, MeasureStorage measure) {
    this.kit = kit;
    this.replies = replies;
    this.measure = measure;
  }

  public List<Route> routes() {
    return List.of(Route.get(Paths.ADMIN_STORAGE, Access.staff(), this::show));
  }

  private Reply show(Request request) {
    Messages words = replies.messages(request);
    Optional<MeasureStorage.Counted> files = measure.last();
    StorageView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx ->
                    new StorageView(
                        size(words, Room.all(tx.sql())),
                        size(words, files.map(MeasureStorage.Counted::bytes).orElse(0L)),
                        files.map(MeasureStorage.Counted::count).orElse(0L),
                        files.map(MeasureStorage.Counted::at).orElse(null),
                        size(words, measure.free()),
                        tables(tx, words),
                        kept(words)));
    return replies.ok(request, view);
  }

  private static List<StorageView.Part> tables(Tx tx, Messages words) {
    return Room.largest(tx.sql(), TABLES).stream()
        .map(part -> new StorageView.Part(part.name(), size(words, part.bytes())))
        .toList();
  }

  private static List<StorageView.Kept> kept(Messages words) {
    return List.of(
        new StorageView.Kept(words.get("storage.kept.posts"), words.get("storage.forever")),
        new StorageView.Kept(
            words.get("storage.kept.loose"),
            words.get("storage.hours", MediaRetention.LOOSE.toHours())),
        days(words, "storage.kept.remote", RemoteFileRetention.KEPT),
        new StorageView.Kept(
            words.get("storage.kept.home"), words.get("storage.posts", Feeds.KEPT_ENTRIES)),
        days(words, "storage.kept.deliveries", CleanDeliveries.REPORTED),
        days(words, "storage.kept.inbox", CleanInbox.KEPT));
  }

  private static StorageView.Kept days(Messages words, String what, Duration howLong) {
    return new StorageView.Kept(words.get(what), words.get("storage.days", howLong.toDays()));
  }

  private static String size(Messages words, long bytes) {
    double mebibytes = bytes / MEBIBYTE;
    return mebibytes < 1024
        ? words.get("storage.mb", mebibytes)
        : words.get("storage.gb", mebibytes / 1024);
  }
}
