package org.colloque.server.http;

/** The server's side of a stream: called on the event loop, so it must not block. */
public interface StreamListener {
  /** The stream is open; {@code connection} may be kept until {@link #closed}. */
  void opened(StreamConnection connection);

  /** A text frame came (WebSocket only). */
  void received(String text);

  /** The stream has ended, whoever ended it. */
  void closed();
}
