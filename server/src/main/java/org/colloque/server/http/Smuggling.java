package org.colloque.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * Requests that two readers could understand differently (reliability.md, C38; RFC 9112, sections 3
 * and 6): refused, and the connection closed. {@link RequestGrammar} has looked at the bytes
 * before.
 */
final class Smuggling {
  private static final int MAX_LENGTH_DIGITS = 18;

  private Smuggling() {}

  /** The status with which to refuse; 0 when nothing is wrong. */
  static int refusal(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!framed(headers) || !addressed(request) || imitatesOldWebSocket(headers)) {
      return 400;
    }
    String encoding = headers.get("content-encoding");
    // never decompressed: a kilobyte could become a gigabyte
    return encoding == null || encoding.equalsIgnoreCase("identity") ? 0 : 415;
  }

  /** Whether the end of the body is told in exactly one way. */
  private static boolean framed(MultiMap headers) {
    List<String> encodings = headers.getAll("transfer-encoding");
    List<String> lengths = headers.getAll("content-length");
    if (encodings.isEmpty()) {
      return lengths.isEmpty() || lengths.size() == 1 && length(lengths.getFirst()) >= 0;
    }
    return encodings.size() == 1
        && encodings.getFirst().equalsIgnoreCase("chunked")
        && lengths.isEmpty();
  }

  /** Whether host and path are told in exactly one way. */
  private static boolean addressed(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll("host");
    if (hosts.size() > 1 || hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1) {
      return false;
    }
    if (!hosts.isEmpty() && !hosts.getFirst().chars().allMatch(Smuggling::inHost)) {
      return false;
    }
    String target = request.uri();
    if (target.startsWith("/")) {
      return !target.startsWith("//") && target.indexOf('#') < 0;
    }
    return HttpMethod.OPTIONS.equals(request.method()) && target.equals("*")
        || !hosts.isEmpty() && absolute(target, hosts.getFirst());
  }

  private static boolean inHost(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '-'
        || c == '_'
        || c == ':'
        || c == '['
        || c == ']';
  }

  /** The absolute form must name the same host (RFC 9112, section 3.2.2). */
  private static boolean absolute(String target, String host) {
    try {
      URI uri = new URI(target);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https"))
          && host.equalsIgnoreCase(uri.getRawAuthority())
          && uri.getRawFragment() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  /** The decoder reads eight bytes of body for these, which nobody else does. */
  private static boolean imitatesOldWebSocket(MultiMap headers) {
    return headers.contains("sec-websocket-key1") || headers.contains("sec-websocket-key2");
  }

  /** The length, digits only; -1 when it is anything else. */
  static long length(String text) {
    if (text.isEmpty()
        || text.length() > MAX_LENGTH_DIGITS
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Long.parseLong(text);
  }
}
