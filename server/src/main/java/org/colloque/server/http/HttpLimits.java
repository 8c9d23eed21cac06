package org.colloque.server.http;

import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The one factory of the HTTP server's options. Vert.x alone has no body limit and no idle timeout
 * (performance.md, section 6); every limit stands here with its test.
 */
public final class HttpLimits {
  public static final int MAX_HEADER_BYTES = 16 * 1024;
  public static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

  /**
   * A connection on which nothing moves for so long is closed: half headers and slow bodies too.
   */
  public static final int IDLE_SECONDS = 10;

  /** From the first byte of a request to the last of its body. */
  public static final int READ_SECONDS = 30;

  /** One frame that a client sends over a stream: subscriptions are short. */
  public static final int MAX_FRAME_BYTES = 16 * 1024;

  public static final int MAX_FORM_FIELDS = 256;
  public static final int MAX_FORM_FIELD_BYTES = 128 * 1024;

  private HttpLimits() {}

  public static HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        // an upgrade in mid-connection is a way past a proxy, and no proxy needs it
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setMaxFormFields(MAX_FORM_FIELDS)
        .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
        .setMaxFormBufferedBytes(MAX_FORM_FIELD_BYTES)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setReadIdleTimeout(0)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
        .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
        // the token of a browser client comes as the subprotocol and must be echoed
        .setWebSocketSubProtocols(List.of("*"))
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setHandle100ContinueAutomatically(true)
        .setCompressionSupported(true)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true)
        .setTcpFastOpen(false)
        .setReusePort(false);
  }
}
