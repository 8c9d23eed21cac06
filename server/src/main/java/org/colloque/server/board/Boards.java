package org.colloque.server.board;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.groups.GroupLog;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusVerbs;

/** The pages of boards, joined. */
public final class Boards {
  private final List<Route> routes = new ArrayList<>();

  /** What pages draw: the same renderings as the client API. */
  public record Renderings(
      AccountEntities accounts, StatusEntities statuses, MediaEntities media) {}

  public Boards(
      Kit kit,
      PageReplies replies,
      Renderings shown,
      StatusVerbs verbs,
      MediaApi uploads,
      GroupLog log) {
    BoardRoom room = new BoardRoom(kit, shown.accounts());
    GroupComposer composer = new GroupComposer(kit, uploads, shown.media());
    SteerTopic steer = new SteerTopic(kit::now, log, verbs.delete());
    routes.addAll(new BoardPages(replies, room, shown.statuses()).routes());
    routes.addAll(new TopicPages(replies, room, shown.statuses(), composer, steer).routes());
    routes.addAll(new WritePages(kit, replies, room, composer, verbs, shown.statuses()).routes());
    routes.addAll(new PostPages(replies, room, verbs.delete(), steer).routes());
  }

  public List<Route> routes() {
    return routes;
  }
}
