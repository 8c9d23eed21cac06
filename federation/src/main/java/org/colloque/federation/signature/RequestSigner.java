package org.colloque.federation.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.colloque.federation.handle.Origin;

/**
 * Signs outgoing requests with draft-cavage-12, which everybody reads: those who know RFC 9421 only
 * when they see it lose requests silently (quirk 76). A signature is made at the moment of sending,
 * never kept (quirk 89), and again for each redirect (quirk 86).
 */
public final class RequestSigner {

  private final SigningKey key;
  private final Clock clock;

  public RequestSigner(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** Host, Date and Signature for a GET; covers {@code (request-target) host date}. */
  public Map<String, String> get(URI target) {
    return sign("GET", target, base(target));
  }

  /** Host, Date, Digest and Signature; covers {@code (request-target) host date digest}. */
  public Map<String, String> post(URI target, byte[] body) {
    Map<String, String> headers = base(target);
    headers.put("Digest", Digests.header(body));
    return sign("POST", target, headers);
  }

  /** Id of the key that signs. */
  public String keyId() {
    return key.id();
  }

  private Map<String, String> base(URI target) {
    Origin origin =
        Origin.of(target)
            .orElseThrow(() -> new IllegalArgumentException("not a web address: " + target));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", origin.authority());
    headers.put("Date", Freshness.httpDate(clock.instant()));
    return headers;
  }

  private Map<String, String> sign(String method, URI target, Map<String, String> headers) {
    StringBuilder base =
        new StringBuilder(CavageReader.TARGET)
            .append(": ")
            .append(method.toLowerCase(Locale.ROOT))
            .append(' ')
            .append(requestTarget(target));
    StringBuilder names = new StringBuilder(CavageReader.TARGET);
    headers.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      base.append('\n').append(lower).append(": ").append(value);
      names.append(' ').append(lower);
    });
    byte[] signature = key.sign(base.toString().getBytes(StandardCharsets.UTF_8));
    headers.put(
        "Signature",
        "keyId=\"%s\",algorithm=\"rsa-sha256\",headers=\"%s\",signature=\"%s\""
            .formatted(key.id(), names, Base64.getEncoder().encodeToString(signature)));
    return headers;
  }

  /** Path and query as they will stand in the request line. */
  public static String requestTarget(URI target) {
    String ascii = URI.create(target.toASCIIString()).getRawPath();
    String path = ascii == null || ascii.isEmpty() ? "/" : ascii;
    String query = URI.create(target.toASCIIString()).getRawQuery();
    return query == null ? path : path + "?" + query;
  }
}
