package org.colloque.server.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** Polls in the client API (Mastodon 4.6, methods/polls). A poll has the number of its status. */
public final class PollsApi {
  private final Kit kit;
  private final VoteInPoll votes;
  private final StatusEntities statuses;

  public PollsApi(Kit kit, VoteInPoll votes, StatusEntities statuses) {
    this.kit = kit;
    this.votes = votes;
    this.statuses = statuses;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/polls/:id", Access.api("read", "read:statuses"), this::show),
        Route.post("/api/v1/polls/:id/votes", Access.user("write", "write:statuses"), this::vote));
  }

  private Reply show(Request request) {
    Viewer viewer = request.caller().viewer();
    return kit.db()
        .as(
            viewer,
            tx -> {
              StatusId id = id(request);
              ReadStatus.readable(tx.sql(), viewer, id);
              PollQueries.look(tx.sql(), id, kit.now());
              return poll(tx, viewer, id);
            });
  }

  private Reply vote(Request request) {
    AccountId me = request.caller().required().account();
    List<Integer> choices =
        request.parameters().ids("choices").stream()
            .map(choice -> Math.toIntExact(Math.min(choice, Integer.MAX_VALUE)))
            .toList();
    return kit.db()
        .as(
            Viewer.of(me),
            tx -> {
              StatusId id = id(request);
              return switch (votes.vote(tx, me, id, choices)) {
                case VOTED -> poll(tx, Viewer.of(me), id);
                case OVER -> throw ProblemException.invalid("The poll has already ended");
                case OWN_POLL ->
                    throw ProblemException.invalid("You cannot vote in your own polls");
                case VOTED_BEFORE ->
                    throw ProblemException.invalid("You have already voted on this poll");
                case NO_SUCH_CHOICE ->
                    throw ProblemException.invalid("The chosen vote option does not exist");
              };
            });
  }

  private Reply poll(Tx tx, Viewer viewer, StatusId id) {
    JsonNode status =
        statuses
            .one(tx.sql(), viewer, id)
            .map(json -> Json.read(json.bytes()))
            .orElseThrow(ProblemException::notFound);
    if (!status.path("poll").isObject()) {
      throw ProblemException.notFound();
    }
    return Reply.json(status.path("poll"));
  }

  private static StatusId id(Request request) {
    return StatusId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }
}
