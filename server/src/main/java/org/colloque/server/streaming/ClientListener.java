package org.colloque.server.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.colloque.server.http.Json;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Scope;
import org.colloque.server.http.StreamConnection;
import org.colloque.server.http.StreamListener;
import org.colloque.server.streaming.Channel.Asked;
import org.jspecify.annotations.Nullable;

/** The server's side of one stream: called on the event loop, so it only changes the hub. */
final class ClientListener implements StreamListener {
  private final Hub hub;
  private final TokenWatch watch;
  private final ListWatch lists;
  private final Client.Holder holder;
  private final Client.Wire wire;
  private final Optional<Asked> first;
  private @Nullable Client client;

  /**
   * @param first what is subscribed to from the beginning
   */
  ClientListener(
      Hub hub,
      TokenWatch watch,
      ListWatch lists,
      Client.Holder holder,
      Client.Wire wire,
      Optional<Asked> first) {
    this.hub = hub;
    this.watch = watch;
    this.lists = lists;
    this.holder = holder;
    this.wire = wire;
    this.first = first;
  }

  @Override
  public void opened(StreamConnection connection) {
    Client opened = new Client(holder, wire, connection);
    try {
      hub.add(opened);
    } catch (ProblemException full) {
      opened.send(full);
      opened.close();
      return;
    }
    client = opened;
    first.ifPresent(asked -> attempt(opened, () -> subscribe(opened, asked)));
    watch.look(opened);
  }

  @Override
  public void received(String text) {
    Client sender = client;
    if (sender != null) {
      attempt(sender, () -> understand(sender, text));
    }
  }

  @Override
  public void closed() {
    Client leaving = client;
    if (leaving != null) {
      hub.remove(leaving);
    }
  }

  private static void attempt(Client client, Runnable action) {
    try {
      action.run();
    } catch (ProblemException problem) {
      client.send(problem);
    }
  }

  private void understand(Client sender, String text) {
    JsonNode frame = Json.read(text.getBytes(StandardCharsets.UTF_8));
    Asked asked = new Asked(text(frame, "stream"), text(frame, "tag"), text(frame, "list"));
    switch (text(frame, "type")) {
      case "subscribe" -> subscribe(sender, asked);
      case "unsubscribe" -> hub.unsubscribe(sender, Channel.of(asked));
      case String _ -> throw ProblemException.of(400, "Unknown message type");
    }
  }

  private void subscribe(Client sender, Asked asked) {
    Channel channel = Channel.of(asked);
    if (!Scope.grantsOneOf(holder.scopes(), channel.name().scopes())) {
      throw ProblemException.of(401, "Access token does not have the required scopes");
    }
    lists.subscribe(sender, channel);
  }

  private static String text(JsonNode frame, String field) {
    JsonNode value = frame.path(field);
    return value.isTextual() || value.isNumber() ? value.asText() : "";
  }
}
