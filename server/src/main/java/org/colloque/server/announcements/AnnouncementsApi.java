package org.colloque.server.announcements;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Handler;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;

/** Announcements in the client API (Mastodon 4.6, methods/announcements). */
public final class AnnouncementsApi {
  private static final String ROOT = "/api/v1/announcements";

  private final Kit kit;
  private final Announce announce;

  public AnnouncementsApi(Kit kit, Announce announce) {
    this.kit = kit;
    this.announce = announce;
  }

  public List<Route> routes() {
    Access accounts = Access.user("write", "write:accounts");
    Access favourites = Access.user("write", "write:favourites");
    String reaction = ROOT + "/:id/reactions/:name";
    Handler react = act((tx, me, request) -> announce.react(tx, me, id(request), name(request)));
    return List.of(
        Route.get(ROOT, Access.user(), this::list),
        Route.post(
            ROOT + "/:id/dismiss",
            accounts,
            act((tx, me, request) -> announce.dismiss(tx, me, id(request)))),
        Route.put(reaction, favourites, react),
        Route.patch(reaction, favourites, react),
        Route.delete(
            reaction,
            favourites,
            act((tx, me, request) ->
                announce.takeReactionBack(tx, me, id(request), name(request)))));
  }

  @FunctionalInterface
  private interface Act {
    void perform(Tx tx, AccountId me, Request request);
  }

  private Handler act(Act act) {
    return request -> {
      AccountId me = request.caller().required().account();
      kit.db().doAs(Viewer.of(me), tx -> act.perform(tx, me, request));
      return Reply.json(Map.of());
    };
  }

  private Reply list(Request request) {
    AccountId me = request.caller().required().account();
    return kit.db()
        .as(
            Viewer.of(me),
            tx ->
                Reply.json(
                    AnnouncementQueries.shown(tx.sql(), me, kit.now(), Announcement.MAX_SHOWN)
                        .stream()
                        .map(AnnouncementEntity::of)
                        .toList()));
  }

  private static long id(Request request) {
    return Decimal.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
  }

  private static String name(Request request) {
    return request.pathParameter("name");
  }

  /** What streams tell of a new or changed announcement: what everybody sees of it. */
  public static Optional<byte[]> told(Tx tx, Kit kit, long id) {
    return AnnouncementQueries.one(tx.sql(), id, kit.now())
        .map(AnnouncementEntity::of)
        .map(Json::write);
  }

  /** What streams tell of a reaction: how many there are now. */
  public static ObjectNode toldReaction(Tx tx, Kit kit, long id, String name) {
    int count =
        AnnouncementQueries.one(tx.sql(), id, kit.now()).stream()
            .flatMap(announcement -> announcement.reactions().stream())
            .filter(reaction -> reaction.name().equals(name))
            .mapToInt(Announcement.Reaction::count)
            .sum();
    return Json.object()
        .put("name", name)
        .put("count", count)
        .put("announcement_id", Long.toString(id));
  }
}
