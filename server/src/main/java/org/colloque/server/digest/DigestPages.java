package org.colloque.server.digest;

import static org.colloque.migrations.Tables.USERS;

import java.util.List;
import org.colloque.server.accounts.UserId;
import org.colloque.server.calendar.CalendarAddress;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.MailSettingsView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.UnsubscribeView;
import org.colloque.server.push.Devices;

/**
 * What a member wants to be told and how, the address of their calendar, and the end of letters.
 */
public final class DigestPages {
  static final String UNSUBSCRIBE = "/unsubscribe";

  private static final String ONE = UNSUBSCRIBE + "/:subscription/:code";

  private final Kit kit;
  private final PageReplies replies;
  private final Unsubscribe unsubscribe;
  private final CalendarAddress calendar;
  private final Devices devices;

  public DigestPages(Kit kit, PageReplies replies, CalendarAddress calendar, Devices devices) {
    this.kit = kit;
    this.replies = replies;
    this.unsubscribe = new Unsubscribe(kit);
    this.calendar = calendar;
    this.devices = devices;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_MAIL, Access.signedIn(), this::show),
        Route.post(Paths.SETTINGS_MAIL, Access.signedIn(), this::save),
        Route.post(Paths.SETTINGS_CALENDAR, Access.signedIn(), this::renew),
        Route.post(Paths.SETTINGS_CALENDAR_OFF, Access.signedIn(), this::forget),
        Route.get(ONE, Access.page(), this::ask),
        // pressed in a mail program, without cookie and token (RFC 8058)
        Route.post(ONE, Access.anyone(), this::end));
  }

  private static UserId me(Request request) {
    return request.caller().required().user();
  }

  private Reply show(Request request) {
    return replies.ok(request, view(request, ""), replies.saved(request));
  }

  private MailSettingsView view(Request request, String calendarAddress) {
    return kit.db()
        .as(
            request.caller().viewer(),
            tx ->
                tx.sql()
                    .select(USERS.MAIL_DIGEST, USERS.MAIL_KINDS, USERS.CALENDAR_HASH)
                    .select(USERS.MAIL_GROUPS, USERS.PUSH_GROUPS)
                    .from(USERS)
                    .where(USERS.ID.eq(me(request).value()))
                    .fetchOptional(row -> {
                      Form form =
                          Form.EMPTY
                              .checked("digest", row.get(USERS.MAIL_DIGEST))
                              .with("groups", row.get(USERS.MAIL_GROUPS))
                              .checked("push-groups", row.get(USERS.PUSH_GROUPS));
                      for (String kind : row.get(USERS.MAIL_KINDS)) {
                        form = form.checked("mail-" + kind, true);
                      }
                      return new MailSettingsView(
                          form,
                          devices.of(tx.sql(), request),
                          row.get(USERS.CALENDAR_HASH) != null,
                          calendarAddress);
                    }))
        .orElseThrow(ProblemException::notFound);
  }

  private Reply save(Request request) {
    Parameters parameters = request.parameters();
    String[] kinds =
        MailSettingsView.KINDS.stream()
            .map(MailSettingsView.Kind::type)
            .filter(kind -> parameters.flag("mail-" + kind, false))
            .toArray(String[]::new);
    boolean digest = parameters.flag("digest", false);
    String groups = parameters.text("groups", "");
    if (MailSettingsView.OF_GROUPS.stream().noneMatch(each -> each.value().equals(groups))) {
      throw ProblemException.invalid("groups is not included in the list");
    }
    kit.db()
        .doAs(
            request.caller().viewer(),
            tx ->
                tx.sql()
                    .update(USERS)
                    .set(USERS.MAIL_DIGEST, digest)
                    .set(USERS.MAIL_KINDS, kinds)
                    .set(USERS.MAIL_GROUPS, groups)
                    .set(USERS.PUSH_GROUPS, parameters.flag("push-groups", false))
                    // what happened before they asked for letters is no news
                    .set(USERS.MAILED_UNTIL, kit.ids().next())
                    .where(USERS.ID.eq(me(request).value()))
                    .execute());
    return Reply.redirect(Paths.saved(Paths.SETTINGS_MAIL));
  }

  /** The address is shown this once. */
  private Reply renew(Request request) {
    String address = kit.db().as(request.caller().viewer(), tx -> calendar.renew(tx, me(request)));
    return replies.ok(request, view(request, address));
  }

  private Reply forget(Request request) {
    kit.db().doAs(request.caller().viewer(), tx -> calendar.forget(tx, me(request)));
    return Reply.redirect(Paths.saved(Paths.SETTINGS_MAIL));
  }

  private Unsubscribe.Subscription subscription(Request request) {
    return unsubscribe
        .read(request.pathParameter("subscription"), request.pathParameter("code"))
        .orElseThrow(ProblemException::notFound);
  }

  /** Looking at the page changes nothing: mail filters look at every link. */
  private Reply ask(Request request) {
    Unsubscribe.Subscription subscription = subscription(request);
    boolean weekly = subscription.kind() == LetterKind.DIGEST;
    boolean done = request.parameters().has("done");
    return replies.ok(request, new UnsubscribeView(request.path(), weekly, done));
  }

  private Reply end(Request request) {
    Unsubscribe.Subscription subscription = subscription(request);
    kit.db().doAs(Viewer.stranger(), tx -> unsubscribe.end(tx, subscription));
    boolean oneClick = request.parameters().text("List-Unsubscribe", "").equals("One-Click");
    // who pressed in a mail program must not be led elsewhere (RFC 8058, section 3.1)
    return oneClick ? Reply.text(200, "OK") : Reply.redirect(request.path() + "?done=1");
  }
}
