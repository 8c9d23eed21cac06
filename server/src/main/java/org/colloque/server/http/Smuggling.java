package org.colloque.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Requests whose end two readers could see in different places (reliability.md, C38; RFC 9112,
 * section 6): refused with 400 and the connection closed.
 */
final class Smuggling {
  private Smuggling() {}

  static boolean suspicious(HttpServerRequest request) {
    MultiMap headers = request.headers();
    List<String> encodings = headers.getAll("transfer-encoding");
    List<String> lengths = headers.getAll("content-length");
    if (!encodings.isEmpty()) {
      return encodings.size() > 1
          || !encodings.getFirst().equalsIgnoreCase("chunked")
          || !lengths.isEmpty();
    }
    if (lengths.size() > 1 || lengths.size() == 1 && length(lengths.getFirst()) < 0) {
      return true;
    }
    return headers.getAll("host").size() != 1;
  }

  /** The length, digits only; -1 when it is anything else. */
  static long length(String text) {
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Long.parseLong(text);
  }
}
