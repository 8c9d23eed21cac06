package org.colloque.server.statuses;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.view.Paths;

/** The form below a poll. Whatever comes of the vote, the page shows how the poll stands. */
public final class PollPages {
  private final Kit kit;
  private final VoteInPoll votes;

  public PollPages(Kit kit, VoteInPoll votes) {
    this.kit = kit;
    this.votes = votes;
  }

  public List<Route> routes() {
    return List.of(Route.post(Paths.vote(":id"), Access.signedIn(), this::vote));
  }

  private Reply vote(Request request) {
    AccountId me = request.caller().required().account();
    StatusId id =
        StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    List<Integer> choices =
        request.parameters().ids("choices").stream().map(Long::intValue).toList();
    VoteInPoll.Outcome _ = kit.db().as(Viewer.of(me), tx -> votes.vote(tx, me, id, choices));
    return Reply.redirect(Paths.back(request.parameters().text("return_to", ""), Paths.HOME));
  }
}
