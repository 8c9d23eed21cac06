package org.colloque.server.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.Languages;

/** Follow, block, mute and their opposites: each answers the relationship as it is afterwards. */
public final class RelationsApi {
  /** Identifiers that one request may ask about. */
  public static final int MAX_IDS = 1_000;

  private final Kit kit;
  private final Relations relations;

  public RelationsApi(Kit kit, Relations relations) {
    this.kit = kit;
    this.relations = relations;
  }

  /** What a route does between the caller and the account of its path. */
  @FunctionalInterface
  private interface Change {
    void apply(Tx tx, AccountId me, AccountId target, Parameters parameters);
  }

  public List<Route> routes() {
    Change endorse = (tx, me, target, _) -> relations.endorse().endorse(tx, me, target);
    Change unendorse = (tx, me, target, _) -> relations.endorse().unendorse(tx, me, target);
    return List.of(
        Route.get(
            "/api/v1/accounts/relationships", Access.user("read:follows"), this::relationships),
        change("follow", "write:follows", this::follow),
        change(
            "unfollow",
            "write:follows",
            (tx, me, target, _) -> relations.unfollow().unfollow(tx, me, target)),
        change(
            "remove_from_followers",
            "write:follows",
            (tx, me, target, _) -> relations.answer().removeFollower(tx, me, target)),
        change(
            "block",
            "write:blocks",
            (tx, me, target, _) -> relations.block().block(tx, me, target)),
        change(
            "unblock",
            "write:blocks",
            (tx, me, target, _) -> relations.block().unblock(tx, me, target)),
        change("mute", "write:mutes", this::mute),
        change(
            "unmute",
            "write:mutes",
            (tx, me, target, _) -> relations.mute().unmute(tx, me, target)),
        change(
            "note",
            "write:accounts",
            (tx, me, target, parameters) ->
                NoteAccount.write(tx, me, target, parameters.text("comment", ""))),
        change("endorse", "write:accounts", endorse),
        change("unendorse", "write:accounts", unendorse),
        change("pin", "write:accounts", endorse),
        change("unpin", "write:accounts", unendorse),
        answer("authorize", (tx, me, target, _) -> relations.answer().accept(tx, me, target)),
        answer("reject", (tx, me, target, _) -> relations.answer().reject(tx, me, target)));
  }

  private Route change(String verb, String scope, Change change) {
    return Route.post(
        "/api/v1/accounts/:id/" + verb, Access.user(scope), request -> apply(request, change));
  }

  private Route answer(String verb, Change change) {
    return Route.post(
        "/api/v1/follow_requests/:id/" + verb,
        Access.user("write:follows"),
        request -> apply(request, change));
  }

  private Reply apply(Request request, Change change) {
    AccountId me = request.caller().required().account();
    AccountId target =
        AccountId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return Reply.json(
        kit.db()
            .as(
                Viewer.of(me),
                tx -> {
                  change.apply(tx, me, target, request.parameters());
                  return RelationshipQueries.list(
                          tx.sql(), me, List.of(target.value()), true, kit.now())
                      .stream()
                      .findFirst()
                      .orElseThrow(ProblemException::notFound);
                }));
  }

  private void follow(Tx tx, AccountId me, AccountId target, Parameters parameters) {
    Optional<List<String>> languages =
        parameters.has("languages")
            ? Optional.of(languages(parameters.list("languages")))
            : Optional.empty();
    relations
        .follow()
        .follow(
            tx,
            me,
            target,
            new FollowOptions(parameters.flag("reblogs"), parameters.flag("notify"), languages));
  }

  private void mute(Tx tx, AccountId me, AccountId target, Parameters parameters) {
    Optional<Duration> duration =
        parameters.integer("duration").filter(seconds -> seconds > 0).map(Duration::ofSeconds);
    relations.mute().mute(tx, me, target, parameters.flag("notifications", true), duration);
  }

  private Reply relationships(Request request) {
    AccountId me = request.caller().required().account();
    List<Long> ids = ids(request.parameters());
    boolean suspended = request.parameters().flag("with_suspended", false);
    return Reply.json(
        kit.db()
            .as(
                Viewer.of(me),
                tx -> RelationshipQueries.list(tx.sql(), me, ids, suspended, kit.now())));
  }

  /**
   * The list {@code id}.
   *
   * @throws ProblemException 400 when there are too many
   */
  static List<Long> ids(Parameters parameters) {
    List<Long> ids = parameters.ids("id").stream().distinct().toList();
    if (ids.size() > MAX_IDS) {
      throw ProblemException.of(400, "Not more than " + MAX_IDS + " ids can be asked for at once");
    }
    return ids;
  }

  private static List<String> languages(List<String> tags) {
    Set<String> codes = new LinkedHashSet<>();
    for (String tag : tags) {
      if (!tag.isEmpty()) {
        codes.add(
            Languages.normalize(tag)
                .orElseThrow(() -> ProblemException.invalid("Languages contains an unknown one")));
      }
    }
    return new ArrayList<>(codes);
  }
}
