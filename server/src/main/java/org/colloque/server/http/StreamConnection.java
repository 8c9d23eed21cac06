package org.colloque.server.http;

/** An open stream to one client. May be used from any thread. */
public interface StreamConnection {
  /**
   * Sends a text: a frame of a WebSocket, or raw lines of an event stream. A client that does not
   * read is cut off rather than queued for without end.
   */
  void send(String text);

  /** Ends the stream. */
  void close();
}
