package org.colloque.federation.fetch;

import java.time.Duration;

/**
 * How much a stranger may cost us (checks C34, C35).
 *
 * @param connect to open a connection, TLS included
 * @param total for a whole fetch: name, redirects, refetch and body
 * @param documentBytes of a document after decompression
 * @param redirects followed
 * @param headerBytes of an answer
 * @param open requests at once
 * @param openPerHost requests at once to one host
 */
public record FetchLimits(
    Duration connect,
    Duration total,
    int documentBytes,
    int redirects,
    int headerBytes,
    int open,
    int openPerHost) {

  /** 5 s, 30 s, 1 MiB, 3 redirects, 32 KiB of headers, 128 open, 8 to one host. */
  public static final FetchLimits STANDARD =
      new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1 << 20, 3, 32 * 1024, 128, 8);
}
