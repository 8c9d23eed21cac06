package org.colloque.server.groups;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HexFormat;
import java.util.List;
import org.colloque.server.database.Tx;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.GroupLogView;
import org.colloque.server.pages.view.PageCursor;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;

/** Members read the log of their group, and see that nobody changed it. */
final class GroupLogPages {
  private static final int LIMIT = 50;
  private static final int FINGERPRINT = 12;

  private final Kit kit;
  private final PageReplies replies;

  GroupLogPages(Kit kit, PageReplies replies) {
    this.kit = kit;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Paths.group(":id", "/log"), Access.signedInOrGuest(), this::show),
        Route.get(Paths.group(":id", "/log.json"), Access.signedInOrGuest(), this::download));
  }

  private Reply show(Request request) {
    Messages messages = replies.messages(request);
    GroupLogView view = kit.db().as(request.caller().viewer(), tx -> view(tx, request, messages));
    return replies.ok(request, view);
  }

  private GroupLogView view(Tx tx, Request request, Messages messages) {
    MemberOf member = MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request));
    Group group = member.group();
    Times times = GroupRequests.times(kit, messages, group);
    long before = request.parameters().id("max_id").orElse(Long.MAX_VALUE);
    List<GroupEvent> events = GroupLog.page(tx.sql(), group.id(), before, LIMIT);
    GroupLog.Verdict verdict = GroupLog.verify(tx.sql(), group.id());
    EventWords words = new EventWords(times, EventWords.names(tx.sql(), events));
    return new GroupLogView(
        GroupViews.head(member, times),
        events.stream()
            .map(event ->
                new GroupLogView.Event(
                    event.seq(),
                    event.at(),
                    words.sentence(event),
                    hex(event.hash()).substring(0, FINGERPRINT)))
            .toList(),
        verdict.rows(),
        verdict.broken(),
        hex(verdict.head()),
        PageCursor.of(
            Paths.group(group.id().toString(), "/log"),
            events.stream().map(GroupEvent::seq).toList(),
            LIMIT,
            before == Long.MAX_VALUE));
  }

  /** Every row with what its hash is made from, for who wants to see for themselves. */
  private Reply download(Request request) {
    ArrayNode rows =
        kit.db()
            .as(
                request.caller().viewer(),
                tx -> {
                  GroupId group =
                      MemberOf.of(tx, GroupRequests.group(request), GroupRequests.me(request))
                          .group()
                          .id();
                  return json(GroupLog.page(tx.sql(), group, Long.MAX_VALUE, Integer.MAX_VALUE));
                });
    return Reply.json(rows).with("content-disposition", "attachment; filename=\"log.json\"");
  }

  private static ArrayNode json(List<GroupEvent> newestFirst) {
    ArrayNode rows = Json.MAPPER.createArrayNode();
    for (GroupEvent event : newestFirst.reversed()) {
      rows.addObject()
          .put("row", event.json())
          .put("previous", hex(event.previous()))
          .put("hash", hex(event.hash()));
    }
    return rows;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
