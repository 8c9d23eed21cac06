package org.colloque.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests without a socket, for tests of plain functions. */
public final class Requests {
  private Requests() {}

  /** GET of {@code target}, path and query as they would come, by nobody. */
  public static Request get(String target) {
    int mark = target.indexOf('?');
    return new Request(
        new Request.Read(
            "test",
            Method.GET,
            mark < 0 ? target : target.substring(0, mark),
            mark < 0 ? "" : target.substring(mark + 1),
            Map.of(),
            new Headers(List.of()),
            new byte[0],
            List.of(),
            List.of(),
            "127.0.0.1",
            false),
        Caller.anonymous(Locale.ENGLISH));
  }
}
