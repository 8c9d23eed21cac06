package org.colloque.server.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;

/** Writes an answer on the event loop. */
final class ReplyWriter {
  private final SafeHeaders safeHeaders;
  private final boolean https;
  private final Patience patience;

  ReplyWriter(SafeHeaders safeHeaders, boolean https, Patience patience) {
    this.safeHeaders = safeHeaders;
    this.https = https;
    this.patience = patience;
  }

  void write(HttpServerRequest request, String id, Route route, Reply reply) {
    HttpServerResponse response = request.response();
    if (reply.body() instanceof Reply.Body.Socket socket) {
      if (!Streams.asksForSocket(request)) {
        refuse(request, id, 400);
        return;
      }
      Streams.openSocket(request, socket.listener(), patience.heartbeat());
      return;
    }
    response.setStatusCode(reply.status());
    for (Map.Entry<String, String> header : reply.headers()) {
      response.headers().add(header.getKey(), header.getValue());
    }
    response.putHeader("x-request-id", id);
    safeHeaders.apply(route.access(), https, response.headers());
    Cors.apply(path(request), response);
    switch (reply.body()) {
      case Reply.Body.Bytes bytes -> writeBytes(request, response, bytes.bytes());
      case Reply.Body.File file -> writeFile(request, response, file);
      case Reply.Body.Events events ->
          Streams.openEvents(request, events.listener(), patience.heartbeat());
      case Reply.Body.Socket _ -> throw new IllegalStateException("handled above");
    }
  }

  /** For an answer for which nobody waits any more. */
  static void discard(Reply reply) {
    if (reply.body() instanceof Reply.Body.File file) {
      discard(file);
    }
  }

  private static void discard(Reply.Body.File file) {
    if (file.passing()) {
      TemporaryFiles.delete(List.of(file.path()));
    }
  }

  /** A status alone, and the connection is closed: what may follow on it is not read. */
  void refuse(HttpServerRequest request, String id, int status) {
    HttpServerResponse response = request.response();
    ConnectionGuard.of(request.connection()).turnDeaf();
    response.setStatusCode(status);
    response.putHeader("x-request-id", id);
    response.putHeader("connection", "close");
    if (status == 503) {
      response.putHeader("retry-after", Integer.toString(Problems.RETRY_AFTER_SECONDS));
    }
    safeHeaders.apply(Access.anyone(), https, response.headers());
    response.putHeader("content-type", "application/json; charset=utf-8");
    response
        .end("{\"error\":\"" + response.getStatusMessage() + "\"}")
        .onComplete(_ -> ConnectionGuard.of(request.connection()).linger());
  }

  private static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "/" : path;
  }

  private static void writeBytes(
      HttpServerRequest request, HttpServerResponse response, byte[] bytes) {
    if (HttpMethod.HEAD.equals(request.method())) {
      response.putHeader("content-length", Integer.toString(bytes.length)).end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }

  private static void writeFile(
      HttpServerRequest request, HttpServerResponse response, Reply.Body.File file) {
    // images and videos are compressed already
    response.putHeader("content-encoding", "identity");
    Future<Void> sent =
        HttpMethod.HEAD.equals(request.method())
            ? response.putHeader("content-length", Long.toString(file.length())).end()
            : response.sendFile(file.path().toString(), 0, file.length());
    sent.onComplete(_ -> discard(file));
  }
}
