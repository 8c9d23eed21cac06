package org.colloque.server.users;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.Orphans;
import org.colloque.server.http.Access;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.DeletionView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.NoticeView;
import org.colloque.server.pages.view.Paths;

/** Deleting one's account, after being told what that means. */
final class DeletionPages {
  private final Kit kit;
  private final PageReplies replies;
  private final DeleteAccount delete;
  private final SessionCookies cookies;

  DeletionPages(Kit kit, PageReplies replies, DeleteAccount delete, SessionCookies cookies) {
    this.kit = kit;
    this.replies = replies;
    this.delete = delete;
    this.cookies = cookies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.SETTINGS_DELETE, Access.signedIn(), this::show),
        Route.post(Paths.SETTINGS_DELETE, Access.signedIn(), this::delete),
        Route.get(Paths.DELETED, Access.anyone(), this::done));
  }

  private Reply show(Request request) {
    boolean onlyOwner = delete.isOnlyOwner(request.caller().required().user());
    return replies.ok(request, view(request, onlyOwner, Form.EMPTY));
  }

  private DeletionView view(Request request, boolean onlyOwner, Form form) {
    AccountId me = request.caller().required().account();
    return kit.db().as(Viewer.of(me), tx -> new DeletionView(onlyOwner, Orphans.of(tx, me), form));
  }

  private Reply delete(Request request) {
    Faults faults =
        delete.delete(
            request.caller().required().user(), request.parameters().text("current_password", ""));
    if (faults.isEmpty()) {
      return cookies.without(Reply.redirect(Paths.DELETED));
    }
    Fault fault = faults.byField().getOrDefault("current_password", Fault.INVALID);
    boolean onlyOwner = fault == Fault.BLOCKED;
    Form form =
        Form.EMPTY.error(
            "current_password",
            FaultWords.sentence("current_password", fault, replies.messages(request)));
    return replies.refused(request, view(request, onlyOwner, onlyOwner ? Form.EMPTY : form));
  }

  private Reply done(Request request) {
    return replies.ok(request, NoticeView.accountDeleted(replies.messages(request)));
  }
}
