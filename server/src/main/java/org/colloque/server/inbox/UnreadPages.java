package org.colloque.server.inbox;

import java.util.List;
import org.colloque.federation.json.ActivityReader;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.UnreadView;
import org.colloque.server.pages.words.Messages;

/** What other servers said and nobody here understood, for those who moderate. */
public final class UnreadPages {
  private static final int PAGE = 20;

  private final Kit kit;
  private final PageReplies replies;

  public UnreadPages(Kit kit, PageReplies replies) {
    this.kit = kit;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(Route.get(Paths.ADMIN_UNREAD, Access.moderators(), this::list));
  }

  private Reply list(Request request) {
    Long before = request.parameters().id("max_id").orElse(null);
    Messages messages = replies.messages(request);
    UnreadView view =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  List<UnreadActivities.Unread> page =
                      UnreadActivities.latest(tx.sql(), before, PAGE);
                  return new UnreadView(
                      before == null ? UnreadActivities.kinds(tx.sql()) : List.of(),
                      page.stream().map(one -> shown(one, messages)).toList(),
                      pager(page));
                });
    return replies.ok(request, view);
  }

  private static PagerView pager(List<UnreadActivities.Unread> page) {
    return page.size() < PAGE
        ? PagerView.NONE
        : new PagerView(null, Paths.ADMIN_UNREAD + "?max_id=" + page.getLast().id());
  }

  private static UnreadView.Unread shown(UnreadActivities.Unread one, Messages messages) {
    return new UnreadView.Unread(
        Long.toString(one.id()),
        one.actor(),
        one.type(),
        why(one.reason(), messages),
        one.body(),
        one.receivedAt());
  }

  /** The reasons that are kept are for the log; here they are said to people. */
  private static String why(String reason, Messages messages) {
    if (reason.startsWith(KeepUnread.OBJECT)) {
      return messages.get("unread.object", reason.substring(KeepUnread.OBJECT.length()));
    }
    return reason.equals(ActivityReader.NO_ID)
        ? messages.get("unread.noid")
        : reason.equals(ActivityReader.NOT_READ) ? messages.get("unread.type") : reason;
  }
}
