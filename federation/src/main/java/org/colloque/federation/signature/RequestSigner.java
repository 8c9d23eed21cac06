package org.colloque.federation.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.colloque.federation.handle.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Signs outgoing requests; {@link Schemes} says how. A signature is made at the moment of sending,
 * never kept (quirk 89), and again for each redirect (quirk 86).
 */
public final class RequestSigner {

  private static final String CONTENT_DIGEST = "Content-Digest";
  private static final String LABEL = "sig1";

  private final SigningKey key;
  private final Clock clock;
  private volatile @Nullable Digested latest;

  public RequestSigner(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** Host, Date and the signature of a GET. */
  public Map<String, String> get(URI target, Scheme scheme) {
    Map<String, String> headers = base(target);
    return switch (scheme) {
      case CAVAGE -> cavage("GET", target, headers);
      case RFC_9421 -> message("GET", target, headers, Map.of());
    };
  }

  /**
   * Host, Date, the digest of the body and the signature of a POST.
   *
   * @param body must not change afterwards
   */
  public Map<String, String> post(URI target, byte[] body, Scheme scheme) {
    return post(target, body, scheme, Map.of());
  }

  /** The same with further header fields, which the signature covers. */
  public Map<String, String> post(
      URI target, byte[] body, Scheme scheme, Map<String, String> fields) {
    Map<String, String> headers = base(target);
    headers.putAll(fields);
    return switch (scheme) {
      case CAVAGE -> {
        headers.put("Digest", digest(body).header());
        yield cavage("POST", target, headers);
      }
      case RFC_9421 -> {
        String digest = digest(body).contentHeader();
        headers.put(CONTENT_DIGEST, digest);
        Map<String, String> covered = new LinkedHashMap<>();
        covered.put(CONTENT_DIGEST, digest);
        covered.putAll(fields);
        yield message("POST", target, headers, covered);
      }
    };
  }

  /** The digest of a body, made once while the same one goes to many. */
  private record Digested(byte[] body, String header, String contentHeader) {}

  private Digested digest(byte[] body) {
    Digested known = latest;
    if (known == null || !Arrays.equals(known.body(), body)) {
      known = new Digested(body, Digests.header(body), Digests.contentHeader(body));
      latest = known;
    }
    return known;
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

  /** Covers {@code (request-target) host date} and, with a body, {@code digest}. */
  private Map<String, String> cavage(String method, URI target, Map<String, String> headers) {
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
        "keyId=\""
            + key.id()
            + "\",algorithm=\"rsa-sha256\",headers=\""
            + names
            + "\",signature=\""
            + Base64.getEncoder().encodeToString(signature)
            + '"');
    return headers;
  }

  /**
   * Covers {@code @method}, {@code @target-uri}, {@code @authority} and the fields {@code covered},
   * with a body {@code content-digest} among them, as Mastodon wants it (quirk 4).
   */
  private Map<String, String> message(
      String method, URI target, Map<String, String> headers, Map<String, String> covered) {
    Origin origin = Origin.of(target).orElseThrow();
    StringBuilder names = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    covered.forEach((name, value) -> {
      String quoted = '"' + name.toLowerCase(Locale.ROOT) + '"';
      names.append(' ').append(quoted);
      lines.append(quoted).append(": ").append(value).append('\n');
    });
    String input =
        "(\"@method\" \"@target-uri\" \"@authority\"%s);created=%d;keyid=\"%s\";alg=\"%s\""
            .formatted(
                names, clock.instant().getEpochSecond(), key.id(), MessageSignatureReader.RSA);
    String signed =
        "\"@method\": %s\n\"@target-uri\": %s\n\"@authority\": %s\n%s\"@signature-params\": %s"
            .formatted(method, origin + requestTarget(target), origin.authority(), lines, input);
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.UTF_8));
    headers.put("Signature-Input", LABEL + "=" + input);
    headers.put("Signature", LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
    return headers;
  }

  /** Path and query as they will stand in the request line. */
  public static String requestTarget(URI target) {
    String text = target.toString();
    String escaped = target.toASCIIString();
    // nearly all are ASCII already: parsing them anew is a good part of sending a request
    URI ascii = escaped.equals(text) ? target : URI.create(escaped);
    String raw = ascii.getRawPath();
    String path = raw == null || raw.isEmpty() ? "/" : raw;
    String query = ascii.getRawQuery();
    return query == null ? path : path + "?" + query;
  }
}
