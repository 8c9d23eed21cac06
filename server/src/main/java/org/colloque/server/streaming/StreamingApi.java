package org.colloque.server.streaming;

import java.util.List;
import java.util.Optional;
import org.colloque.server.conversations.ConversationEntities;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Scope;
import org.colloque.server.kit.Kit;
import org.colloque.server.lists.Lists;
import org.colloque.server.notifications.NotificationEntities;
import org.colloque.server.oauth.Doorkeeper;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.streaming.Channel.Asked;

/**
 * Streams in the client API (Mastodon 4.6, methods/streaming; semantics.md, section 10), and the
 * one by which a page of ours hears that there is something new.
 */
public final class StreamingApi implements AutoCloseable {
  private static final String ROOT = "/api/v1/streaming";
  private static final Access ANY_STREAM =
      Access.user("read", "read:statuses", "read:notifications");

  /** What a page hears of: it asks for the rest as any page does. */
  private static final List<String> PAGE_SCOPES = List.of("read:statuses");

  private final Hub hub = new Hub();
  private final TokenWatch watch;
  private final ListWatch listWatch;
  private final Announcer announcer;

  public StreamingApi(
      Kit kit,
      Doorkeeper doorkeeper,
      StatusEntities statuses,
      NotificationEntities notifications,
      ConversationEntities conversations,
      Lists lists) {
    watch = new TokenWatch(kit, hub, doorkeeper);
    listWatch = new ListWatch(hub, lists);
    StatusNews news = new StatusNews(kit, hub, statuses, lists);
    announcer = new Announcer(kit, hub, news, notifications, conversations);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ROOT, ANY_STREAM, this::chosen),
        Route.get(ROOT + "/health", Access.anyone(), _ -> Reply.text(200, "OK")),
        fixed("/user", StreamName.USER, StreamName.USER),
        fixed("/user/notification", StreamName.USER_NOTIFICATION, StreamName.USER_NOTIFICATION),
        fixed("/public", StreamName.PUBLIC, StreamName.PUBLIC_MEDIA),
        fixed("/public/local", StreamName.PUBLIC_LOCAL, StreamName.PUBLIC_LOCAL_MEDIA),
        fixed("/public/remote", StreamName.PUBLIC_REMOTE, StreamName.PUBLIC_REMOTE_MEDIA),
        fixed("/hashtag", StreamName.HASHTAG, StreamName.HASHTAG),
        fixed("/hashtag/local", StreamName.HASHTAG_LOCAL, StreamName.HASHTAG_LOCAL),
        fixed("/list", StreamName.LIST, StreamName.LIST),
        fixed("/direct", StreamName.DIRECT, StreamName.DIRECT),
        Route.get(Paths.LIVE, Access.signedIn(), this::live),
        Route.get(
            ROOT + "/*path",
            Access.anyone(),
            _ -> {
              throw unknownChannel();
            }));
  }

  /**
   * @param media the stream that is meant with {@code only_media}
   */
  private Route fixed(String path, StreamName name, StreamName media) {
    return Route.get(
        ROOT + path,
        Access.user(name.scopes().toArray(String[]::new)),
        request -> {
          boolean onlyMedia = request.parameters().flag("only_media", false);
          return open(request, Optional.of(asked(request, onlyMedia ? media : name)));
        });
  }

  /** A WebSocket, or events of the stream that {@code ?stream=} names. */
  private Reply chosen(Request request) {
    return open(
        request,
        request
            .parameters()
            .text("stream")
            .filter(stream -> !stream.isEmpty())
            .map(stream -> asked(request, stream)));
  }

  private static Asked asked(Request request, StreamName name) {
    return asked(request, name.wire());
  }

  private static Asked asked(Request request, String stream) {
    Parameters parameters = request.parameters();
    return new Asked(stream, parameters.text("tag", ""), parameters.text("list", ""));
  }

  private Reply open(Request request, Optional<Asked> asked) {
    Caller caller = request.caller();
    Caller.Token token = caller.token();
    if (token == null) {
      throw ProblemException.of(401, "The access token is invalid");
    }
    Client.Holder holder =
        new Client.Holder(caller.required().account(), token.id(), token.scopes());
    hub.requireRoom(holder.account());
    if (request.header("upgrade").orElse("").equalsIgnoreCase("websocket")) {
      return Reply.socket(
          new ClientListener(hub, watch, listWatch, holder, Client.Wire.SOCKET, asked));
    }
    return events(holder, Client.Wire.EVENTS, asked.orElseThrow(StreamingApi::unknownChannel));
  }

  /** By the session, and ends with it. */
  private Reply live(Request request) {
    Caller caller = request.caller();
    Caller.Session session = caller.session();
    if (session == null) {
      throw ProblemException.notFound();
    }
    Client.Holder holder =
        new Client.Holder(caller.required().account(), session.id(), PAGE_SCOPES);
    hub.requireRoom(holder.account());
    return events(
        holder, Client.Wire.BELL, asked(request, request.parameters().text("stream", "")));
  }

  private Reply events(Client.Holder holder, Client.Wire wire, Asked asked) {
    Channel channel = Channel.of(asked);
    if (!Scope.grantsOneOf(holder.scopes(), channel.name().scopes())) {
      throw ProblemException.of(401, "Access token does not have the required scopes");
    }
    listWatch.require(holder.account(), channel);
    return Reply.events(new ClientListener(hub, watch, listWatch, holder, wire, Optional.of(asked)))
        // nginx would hold events back otherwise
        .with("x-accel-buffering", "no");
  }

  private static ProblemException unknownChannel() {
    return ProblemException.of(400, "Unknown channel requested");
  }

  /** Announces nothing more. */
  @Override
  public void close() {
    announcer.close();
  }
}
