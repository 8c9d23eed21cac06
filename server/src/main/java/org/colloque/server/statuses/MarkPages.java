package org.colloque.server.statuses;

import java.util.List;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.Paths.StatusAction;

/** The buttons below a status. */
public final class MarkPages {
  private final Kit kit;
  private final StatusVerbs verbs;

  public MarkPages(Kit kit, StatusVerbs verbs) {
    this.kit = kit;
    this.verbs = verbs;
  }

  public List<Route> routes() {
    return Stream.of(StatusAction.values())
        .map(action ->
            Route.post(
                Paths.status(":id", action), Access.signedIn(), request -> act(request, action)))
        .toList();
  }

  private Reply act(Request request, StatusAction action) {
    AccountId me = request.caller().required().account();
    StatusId id =
        StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    kit.db().doAs(Viewer.of(me), tx -> apply(tx, action, me, id));
    String back = Paths.back(request.parameters().text("return_to", ""), Paths.HOME);
    if (action != StatusAction.DELETE) {
      return Reply.redirect(back);
    }
    String page = back.split("#", 2)[0];
    return Reply.redirect(page.endsWith("/" + id) ? Paths.HOME : page);
  }

  private void apply(Tx tx, StatusAction action, AccountId me, StatusId id) {
    switch (action) {
      case FAVOURITE -> verbs.favourite().favourite(tx, me, id);
      case UNFAVOURITE -> verbs.favourite().unfavourite(tx, me, id);
      case REBLOG -> verbs.reblog().reblog(tx, me, id, Visibility.PUBLIC);
      case UNREBLOG -> verbs.reblog().unreblog(tx, me, id);
      case BOOKMARK -> verbs.marks().bookmark(tx, me, id);
      case UNBOOKMARK -> verbs.marks().unbookmark(tx, me, id);
      case PIN -> verbs.marks().pin(tx, me, id);
      case UNPIN -> verbs.marks().unpin(tx, me, id);
      case DELETE -> verbs.delete().delete(tx, me, id);
    }
  }
}
