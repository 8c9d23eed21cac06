package org.colloque.server.http;

import java.time.Duration;

/**
 * How long a client may take for each step (reliability.md, C37). Vert.x's own idle timeout is not
 * used: a byte every few seconds would keep a half request open for ever, and a handler that
 * computes for long would lose its connection.
 *
 * @param head from the first byte of a request to the end of its header fields; also the time that
 *     a new connection may stay silent
 * @param betweenRequests silence on a connection that was used before; longer than the 60 seconds
 *     for which reverse proxies keep theirs
 * @param body from the end of the header fields to the end of the body; for uploads what was
 *     received buys time, see {@code bytesPerSecond}
 * @param taking until what waits to be sent is taken; a large answer has more time
 * @param heartbeat between two signs of life on a stream
 * @param bytesPerSecond the slowest line that is served: so many bytes of a large file, sent or
 *     taken, are worth one second
 */
public record Patience(
    Duration head,
    Duration betweenRequests,
    Duration body,
    Duration taking,
    Duration heartbeat,
    int bytesPerSecond) {

  public static final Patience NORMAL =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          // semantics.md, section 10: 15 s at most
          Duration.ofSeconds(8),
          8 * 1024);

  /** How often a connection is looked at: limits are kept to one tenth of the shortest. */
  Duration tick() {
    return head.dividedBy(10);
  }
}
