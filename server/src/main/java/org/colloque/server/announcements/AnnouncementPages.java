package org.colloque.server.announcements;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AnnouncementView;
import org.colloque.server.pages.view.AnnouncementsView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SafeHtml;

/** The page on which announcements are written, and the buttons below them at home. */
public final class AnnouncementPages {
  private static final int LISTED = 100;

  /** The latest end that the form may choose, in days. */
  private static final int LONGEST = 365;

  private final Kit kit;
  private final PageReplies replies;
  private final Announce announce;

  public AnnouncementPages(Kit kit, PageReplies replies, Announce announce) {
    this.kit = kit;
    this.replies = replies;
    this.announce = announce;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.ADMIN_ANNOUNCEMENTS, Access.staff(), this::index),
        Route.post(Paths.ADMIN_ANNOUNCEMENTS, Access.staff(), this::say),
        Route.post(Paths.ADMIN_ANNOUNCEMENTS + "/:id/delete", Access.staff(), this::takeBack),
        Route.post(Paths.announcement(":id", "dismiss"), Access.signedIn(), this::dismiss),
        Route.post(Paths.announcement(":id", "react"), Access.signedIn(), this::react));
  }

  /** What a member has not put aside yet, for their home. */
  public static List<AnnouncementView> unread(Tx tx, Kit kit, AccountId reader) {
    return AnnouncementQueries.shown(tx.sql(), reader, kit.now(), Announcement.MAX_SHOWN).stream()
        .filter(announcement -> !announcement.read())
        .map(announcement ->
            new AnnouncementView(
                Long.toString(announcement.id()),
                new SafeHtml(announcement.html()),
                announcement.createdAt(),
                announcement.reactions().stream()
                    .map(each ->
                        new AnnouncementView.Reaction(
                            each.name(), each.count(), each.mine(), each.image()))
                    .toList()))
        .toList();
  }

  private Reply index(Request request) {
    return replies.ok(request, view(request, Form.EMPTY), replies.saved(request));
  }

  private AnnouncementsView view(Request request, Form form) {
    Instant now = kit.now();
    return kit.db()
        .as(
            request.caller().viewer(),
            tx ->
                new AnnouncementsView(
                    AnnouncementQueries.all(tx.sql(), LISTED).stream()
                        .map(row -> {
                          var end = row.getEndsAt();
                          return new AnnouncementsView.Row(
                              Long.toString(row.getId()),
                              new SafeHtml(row.getHtml()),
                              row.getCreatedAt().toInstant(),
                              end == null ? null : end.toInstant(),
                              end != null && !end.toInstant().isAfter(now));
                        })
                        .toList(),
                    form));
  }

  private Reply say(Request request) {
    String text = request.parameters().text("text", "").strip();
    String days = request.parameters().text("ends_in", "").strip();
    Optional<Long> end = Decimal.parse(days).filter(number -> number > 0 && number <= LONGEST);
    Form form = Form.EMPTY.with("text", text).with("ends_in", days);
    if (text.isEmpty()) {
      form = form.error("text", replies.messages(request).get("fault.blank"));
    }
    if (text.length() > Announcement.MAX_TEXT) {
      form =
          form.error("text", replies.messages(request).get("fault.toolong", Announcement.MAX_TEXT));
    }
    if (!days.isEmpty() && end.isEmpty()) {
      form = form.error("ends_in", replies.messages(request).get("announcements.days", LONGEST));
    }
    if (!form.valid()) {
      return replies.refused(request, view(request, form));
    }
    Instant endsAt = end.map(number -> kit.now().plus(Duration.ofDays(number))).orElse(null);
    AccountId me = request.caller().required().account();
    kit.db().doAs(Viewer.of(me), tx -> announce.say(tx, me, text, endsAt));
    return Reply.redirect(Paths.saved(Paths.ADMIN_ANNOUNCEMENTS));
  }

  private Reply takeBack(Request request) {
    AccountId me = request.caller().required().account();
    kit.db().doAs(Viewer.of(me), tx -> announce.takeBack(tx, me, id(request)));
    return Reply.redirect(Paths.saved(Paths.ADMIN_ANNOUNCEMENTS));
  }

  private Reply dismiss(Request request) {
    AccountId me = request.caller().required().account();
    kit.db().doAs(Viewer.of(me), tx -> announce.dismiss(tx, me, id(request)));
    return Reply.redirect(Paths.HOME);
  }

  /** Adds a reaction, or takes it back when {@code mine} is sent with it. */
  private Reply react(Request request) {
    AccountId me = request.caller().required().account();
    String name = request.parameters().text("name", "");
    boolean mine = request.parameters().flag("mine", false);
    kit.db()
        .doAs(
            Viewer.of(me),
            tx -> {
              if (mine) {
                announce.takeReactionBack(tx, me, id(request), name);
              } else {
                announce.react(tx, me, id(request), name);
              }
            });
    return Reply.redirect(Paths.HOME);
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
