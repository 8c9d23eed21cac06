package org.colloque.federation.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request as it came, for checking its signature. */
public final class SignedRequest {

  private final String method;
  private final String target;
  private final Map<String, List<String>> headers = new TreeMap<>();
  private final byte[] body;

  /**
   * @param method in upper case
   * @param target path and query exactly as in the request line
   * @param headers all of them, each line an entry, in their order; names in any case
   * @param body as received, before any decoding; empty for a GET
   */
  public SignedRequest(
      String method,
      String target,
      Iterable<? extends Map.Entry<String, String>> headers,
      byte[] body) {
    this.method = method;
    this.target = target;
    this.body = body.clone();
    for (Map.Entry<String, String> header : headers) {
      this.headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.getValue());
    }
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  byte[] body() {
    return body;
  }

  /** A body comes with it or is expected: the signature must cover its digest. */
  boolean hasBody() {
    return body.length > 0 || !(method.equals("GET") || method.equals("HEAD"));
  }

  /** The lines of this header, empty when there is none. */
  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** The value to sign: lines joined, white space around each removed. */
  String signedValue(String name) throws Unacceptable {
    List<String> lines = header(name);
    if (lines.isEmpty()) {
      throw Unacceptable.insufficient("a signed header is missing: " + printable(name));
    }
    return String.join(", ", lines.stream().map(String::strip).toList());
  }

  private static String printable(String name) {
    return name.length() <= 40 && name.chars().allMatch(c -> c > 32 && c < 127) ? name : "?";
  }
}
