package org.colloque.server.accounts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.Paths.AccountAction;

/** The buttons on a profile and on a request to follow. */
public final class RelationPages {
  private final Kit kit;
  private final Relations relations;

  public RelationPages(Kit kit, Relations relations) {
    this.kit = kit;
    this.relations = relations;
  }

  public List<Route> routes() {
    return Stream.of(AccountAction.values())
        .map(action ->
            Route.post(
                Paths.account(":id", action), Access.signedIn(), request -> act(request, action)))
        .toList();
  }

  private Reply act(Request request, AccountAction action) {
    AccountId me = request.caller().required().account();
    AccountId other =
        AccountId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    kit.db().doAs(Viewer.of(me), tx -> apply(tx, action, me, other));
    return Reply.redirect(Paths.back(request.parameters().text("return_to", ""), Paths.HOME));
  }

  private void apply(Tx tx, AccountAction action, AccountId me, AccountId other) {
    switch (action) {
      case FOLLOW -> relations.follow().follow(tx, me, other, FollowOptions.UNCHANGED);
      case UNFOLLOW -> relations.unfollow().unfollow(tx, me, other);
      case MUTE -> relations.mute().mute(tx, me, other, true, Optional.empty());
      case UNMUTE -> relations.mute().unmute(tx, me, other);
      case BLOCK -> relations.block().block(tx, me, other);
      case UNBLOCK -> relations.block().unblock(tx, me, other);
      case ACCEPT -> relations.answer().accept(tx, me, other);
      case REJECT -> relations.answer().reject(tx, me, other);
    }
  }
}
