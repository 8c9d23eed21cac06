package org.colloque.server.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Names for requests in logs: a random start for the process, then counting. */
final class RequestIds {
  private final String process = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final AtomicLong count = new AtomicLong();

  String next() {
    return process + "-" + Long.toHexString(count.incrementAndGet());
  }
}
