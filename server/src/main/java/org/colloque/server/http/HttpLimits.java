package org.colloque.server.http;

import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/**
 * The one factory of the HTTP server's options. Vert.x alone has no body limit and no idle timeout
 * (performance.md, section 6); every limit stands here or in {@link Limits} and {@link Patience},
 * and has a test at its edge.
 */
public final class HttpLimits {
  /** All header fields of a request together; more is answered 431. */
  public static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Method, target and version; longer is answered 414. */
  public static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

  /** One frame that a client sends over a stream: subscriptions are short. */
  public static final int MAX_FRAME_BYTES = 16 * 1024;

  public static final int MAX_FORM_FIELDS = 256;
  public static final int MAX_FORM_FIELD_BYTES = 128 * 1024;

  /** Bodies with files that are read at once: bounds what lies in the temporary folder. */
  public static final int MAX_UPLOADS_UNDER_WAY = 64;

  /** Of the requests at work at once, the part that strangers may have (reliability.md, C39). */
  public static final int PART_OF_STRANGERS = 2;

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 1024;

  /** Answers below are not worth compressing. */
  private static final int COMPRESSED_FROM_BYTES = 1024;

  /** Nine tenths of the gain for a third of the time of the usual 6. */
  private static final int COMPRESSION_LEVEL = 3;

  /** A peer that acknowledges nothing for so long is gone. */
  private static final int UNACKNOWLEDGED_MILLIS = 60_000;

  private HttpLimits() {}

  public static HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setAcceptBacklog(BACKLOG)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setMaxFormFields(MAX_FORM_FIELDS)
        .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
        .setMaxFormBufferedBytes(MAX_FORM_FIELD_BYTES)
        // ConnectionGuard watches instead
        .setIdleTimeout(0)
        // the reverse proxy speaks HTTP/1.1 to us: one protocol less to attack
        .setHttp2ClearTextEnabled(false)
        .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
        .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
        // the token of a browser client comes as the subprotocol and must be echoed
        .setWebSocketSubProtocols(List.of("*"))
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setHandle100ContinueAutomatically(true)
        .setCompressionSupported(true)
        .setCompressionContentSizeThreshold(COMPRESSED_FROM_BYTES)
        .setCompressionLevel(COMPRESSION_LEVEL)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true)
        .setTcpFastOpen(false)
        .setTcpUserTimeout(UNACKNOWLEDGED_MILLIS)
        .setReusePort(false);
  }
}
