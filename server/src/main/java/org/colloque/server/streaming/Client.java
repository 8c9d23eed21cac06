package org.colloque.server.streaming;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Scope;
import org.colloque.server.http.StreamConnection;

/** An open connection of a member's app. */
final class Client {
  /** How events are written to it. */
  enum Wire {
    SOCKET,
    EVENTS,
    /** Events without what happened, for pages. */
    BELL
  }

  /**
   * Whose it is, and by what.
   *
   * @param grant the token or the session
   * @param scopes of the token
   */
  record Holder(AccountId account, long grant, List<String> scopes) {}

  private final Holder holder;
  private final Wire wire;
  private final StreamConnection connection;
  private final Set<Channel> channels = new HashSet<>();

  Client(Holder holder, Wire wire, StreamConnection connection) {
    this.holder = holder;
    this.wire = wire;
    this.connection = connection;
  }

  Holder holder() {
    return holder;
  }

  /** What it listens to: changed by the hub alone, under the hub's lock. */
  Set<Channel> channels() {
    return channels;
  }

  /** Whether notifications may be told here. */
  boolean hearsNotifications() {
    return Scope.grantsOneOf(holder.scopes(), StreamName.USER_NOTIFICATION.scopes());
  }

  void send(Channel channel, Event event) {
    connection.send(
        switch (wire) {
          case SOCKET -> event.frame(channel);
          case EVENTS -> event.lines();
          case BELL -> event.bell();
        });
  }

  /** Tells what was wrong with a frame. */
  void send(ProblemException problem) {
    if (wire == Wire.SOCKET) {
      connection.send(Event.error(problem));
    }
  }

  void close() {
    connection.close();
  }
}
