package org.colloque.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicBoolean;

/** Server-sent events and WebSockets, with a heartbeat and an end for clients that do not read. */
final class Streams {
  /** A comment line keeps an event stream open through proxies (semantics.md, section 10: 15 s). */
  static final long HEARTBEAT_MILLIS = 8_000;

  private static final int GOING_AWAY = 1001;

  private Streams() {}

  static void openEvents(HttpServerRequest request, StreamListener listener) {
    HttpServerResponse response = request.response();
    Context context =
        java.util.Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
    response.setChunked(true).putHeader("content-encoding", "identity").write(":)\n");
    Vertx vertx = context.owner();
    long heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, _ -> writeOrEnd(response, ":thump\n"));
    AtomicBoolean open = new AtomicBoolean(true);
    response.closeHandler(_ -> {
      vertx.cancelTimer(heartbeat);
      if (open.compareAndSet(true, false)) {
        listener.closed();
      }
    });
    listener.opened(
        new StreamConnection() {
          @Override
          public void send(String text) {
            context.runOnContext(_ -> writeOrEnd(response, text));
          }

          @Override
          public void close() {
            context.runOnContext(_ -> {
              if (!response.ended() && !response.closed()) {
                response.end().onComplete(_ -> request.connection().close());
              }
            });
          }
        });
  }

  static void openSocket(HttpServerRequest request, StreamListener listener) {
    Context context =
        java.util.Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
    request
        .toWebSocket()
        .onSuccess(socket -> attach(context, socket, listener))
        .onFailure(_ -> {
          if (!request.response().ended()) {
            request.response().setStatusCode(400).end();
          }
        });
    request.resume();
  }

  private static void attach(Context context, ServerWebSocket socket, StreamListener listener) {
    Vertx vertx = context.owner();
    long heartbeat =
        vertx.setPeriodic(
            HEARTBEAT_MILLIS, _ -> socket.writePing(io.vertx.core.buffer.Buffer.buffer()));
    socket.closeHandler(_ -> {
      vertx.cancelTimer(heartbeat);
      listener.closed();
    });
    socket.textMessageHandler(listener::received);
    socket.binaryMessageHandler(_ -> socket.close((short) 1003));
    socket.exceptionHandler(_ -> socket.close());
    listener.opened(
        new StreamConnection() {
          @Override
          public void send(String text) {
            context.runOnContext(_ -> {
              if (socket.writeQueueFull()) {
                socket.close((short) 1008);
              } else if (!socket.isClosed()) {
                socket.writeTextMessage(text);
              }
            });
          }

          @Override
          public void close() {
            context.runOnContext(_ -> socket.close((short) GOING_AWAY));
          }
        });
  }

  private static void writeOrEnd(HttpServerResponse response, String text) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.writeQueueFull()) {
      response.reset();
    } else {
      response.write(text);
    }
  }
}
