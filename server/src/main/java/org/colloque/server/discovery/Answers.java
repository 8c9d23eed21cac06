package org.colloque.server.discovery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloque.federation.fetch.ContentTypes;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;

/**
 * How documents are answered: negotiated, with an ETag, and kept only as long and as widely as may
 * be.
 */
final class Answers {
  /** What everybody may read may be kept by everybody for so long. */
  static final String SHARED = "public, max-age=180";

  /** What only some may read is kept by nobody. */
  static final String NOT_KEPT = "private, no-store";

  /** The answer depends on who asks. */
  static final String BY_SIGNATURE = "Accept, Signature, Authorization";

  static final String ACTIVITY = ContentTypes.ACTIVITY_JSON + "; charset=utf-8";

  private static final int ETAG_BYTES = 12;

  private Answers() {}

  /**
   * Whether a document is wanted, not a page (federation.md, quirk 53). Plain JSON counts too, when
   * no page is asked for: some send nothing better.
   */
  static boolean wantsDocument(Request request) {
    String accept = request.header("accept").orElse("").toLowerCase(Locale.ROOT);
    return accept.contains("application/activity+json")
        || accept.contains("application/ld+json")
        || accept.contains("application/json") && !accept.contains("text/html");
  }

  /** A document that everybody may read. */
  static Reply shared(String contentType, byte[] body) {
    return Reply.bytes(200, contentType, body)
        .with("cache-control", SHARED)
        .with("vary", "Accept")
        .with("etag", etag(body));
  }

  /** A document for who asked, and nobody else. */
  static Reply personal(byte[] body) {
    return Reply.bytes(200, ACTIVITY, body)
        .with("cache-control", NOT_KEPT)
        .with("vary", BY_SIGNATURE);
  }

  /** The answer, or 304 when the client has just this already. */
  static Reply unlessKnown(Request request, Reply reply) {
    Optional<String> known = request.header("if-none-match");
    if (known.isEmpty()) {
      return reply;
    }
    for (Map.Entry<String, String> header : reply.headers()) {
      if (header.getKey().equals("etag") && known.get().contains(header.getValue())) {
        return Reply.empty(304)
            .with("etag", header.getValue())
            .with("cache-control", SHARED)
            .with("vary", "Accept");
      }
    }
    return reply;
  }

  private static String etag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + HexFormat.of().formatHex(hash, 0, ETAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
