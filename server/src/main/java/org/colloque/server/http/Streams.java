package org.colloque.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Objects;

/** Server-sent events and WebSockets, with a heartbeat and an end for clients that do not read. */
final class Streams {
  private static final short GOING_AWAY = 1001;
  private static final short UNSUPPORTED_DATA = 1003;

  private Streams() {}

  static void openEvents(
      HttpServerRequest request, StreamListener listener, Duration heartbeatEvery) {
    HttpServerResponse response = request.response();
    ConnectionGuard guard = ConnectionGuard.of(request.connection());
    Context context = context();
    response.setChunked(true).putHeader("content-encoding", "identity").write(":)\n");
    Once ended = new Once(listener);
    // a comment line keeps an event stream open through proxies
    ended.beat(context, heartbeatEvery, () -> write(guard, response, ":thump\n"));
    response.closeHandler(_ -> ended.now());
    listener.opened(
        new StreamConnection() {
          @Override
          public void send(String text) {
            context.runOnContext(_ -> write(guard, response, text));
          }

          @Override
          public void close() {
            context.runOnContext(_ -> {
              if (!response.ended() && !response.closed()) {
                response.end().onComplete(_ -> request.connection().close());
              }
              ended.now();
            });
          }
        });
  }

  private static void write(ConnectionGuard guard, HttpServerResponse response, String text) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.writeQueueFull()) {
      guard.cut();
    } else {
      response.write(text);
    }
  }

  /** Whether the client asks for a WebSocket at all; the handshake itself is checked later. */
  static boolean asksForSocket(HttpServerRequest request) {
    return request.headers().contains("upgrade", "websocket", true);
  }

  static void openSocket(
      HttpServerRequest request, StreamListener listener, Duration heartbeatEvery) {
    ConnectionGuard guard = ConnectionGuard.of(request.connection());
    Context context = context();
    request
        .toWebSocket()
        .onSuccess(socket -> attach(context, guard, socket, listener, heartbeatEvery))
        .onFailure(_ -> {
          if (!request.response().ended()) {
            request.response().setStatusCode(400).end();
          }
        });
    request.resume();
  }

  private static void attach(
      Context context,
      ConnectionGuard guard,
      ServerWebSocket socket,
      StreamListener listener,
      Duration heartbeatEvery) {
    Once ended = new Once(listener);
    ended.beat(
        context,
        heartbeatEvery,
        () -> {
          if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer());
          }
        });
    socket.closeHandler(_ -> ended.now());
    socket.textMessageHandler(listener::received);
    socket.binaryMessageHandler(_ -> socket.close(UNSUPPORTED_DATA));
    socket.exceptionHandler(_ -> guard.cut());
    listener.opened(
        new StreamConnection() {
          @Override
          public void send(String text) {
            context.runOnContext(_ -> {
              if (socket.isClosed()) {
                return;
              }
              if (socket.writeQueueFull()) {
                guard.cut();
              } else {
                socket.writeTextMessage(text);
              }
            });
          }

          @Override
          public void close() {
            context.runOnContext(_ -> {
              if (!socket.isClosed()) {
                socket.close(GOING_AWAY);
              }
            });
          }
        });
  }

  private static Context context() {
    return Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
  }

  /** The end of one stream, told once whatever brought it about. */
  private static final class Once {
    private final StreamListener listener;
    private Runnable stopBeating = () -> {};
    private boolean ended;

    Once(StreamListener listener) {
      this.listener = listener;
    }

    void beat(Context context, Duration every, Runnable beat) {
      Vertx vertx = context.owner();
      long timer = vertx.setPeriodic(every.toMillis(), _ -> beat.run());
      stopBeating = () -> vertx.cancelTimer(timer);
    }

    void now() {
      if (!ended) {
        ended = true;
        stopBeating.run();
        listener.closed();
      }
    }
  }
}
