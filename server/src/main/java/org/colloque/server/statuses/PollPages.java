package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
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

/** The form below a poll. Whatever comes of the vote, the page shows how the poll stands. */
public final class PollPages {
  private final Kit kit;
  private final VoteInPoll votes;

  public PollPages(Kit kit, VoteInPoll votes) {
    this.kit = kit;
    this.votes = votes;
  }

  public List<Route> routes() {
    return List.of(Route.post(Paths.vote(":id"), Access.signedInOrGuest(), this::vote));
  }

  private Reply vote(Request request) {
    AccountId me = request.caller().insider();
    StatusId id =
        StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    List<Integer> choices =
        request.parameters().ids("choices").stream().map(Long::intValue).toList();
    VoteInPoll.Outcome _ =
        kit.db()
            .as(
                Viewer.of(me),
                tx -> {
                  if (request.caller().guest() != null && !isOfAGroup(tx, id)) {
                    throw ProblemException.notFound();
                  }
                  return votes.vote(tx, me, id, choices);
                });
    return Reply.redirect(Paths.back(request.parameters().text("return_to", ""), Paths.HOME));
  }

  /** What guests of another instance vote in: in public polls they do at home. */
  private static boolean isOfAGroup(Tx tx, StatusId id) {
    return tx.sql()
        .fetchExists(STATUSES, STATUSES.ID.eq(id.value()), STATUSES.GROUP_ID.isNotNull());
  }
}
