package org.colloque.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection, first in its pipeline: closes it when the client takes longer than our
 * {@link Patience} for a request's head, between requests, or for taking an answer. All of it runs
 * on the connection's event loop.
 */
// Netty's futures are promises of the pipeline itself: a failed write closes the connection
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionGuard extends ChannelDuplexHandler {
  /** How long, and how much, is still read and thrown away after a refusal. */
  static final long LINGER_MILLIS = 1_000;

  static final int LINGER_BYTES = 512 * 1024;

  private final Patience patience;
  private final Runnable onClosed;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> ticking;
  private @Nullable Runnable onMalformedBody;
  private int requestsUnderWay;
  private boolean bodyUnderWay;
  private boolean streaming;
  private boolean used;
  private @Nullable HttpRequest malformed;
  private boolean deaf;
  private boolean lingering;
  private int lingered;
  private long quietSince = System.nanoTime();
  private long headSince;
  private long written;
  private long waitingTotal;
  private long waitingUntil;

  private ConnectionGuard(Patience patience, Runnable onClosed) {
    this.patience = patience;
    this.onClosed = onClosed;
  }

  /**
   * Puts a guard and the strict decoder in front of a connection that has just opened.
   *
   * @param onClosed called once, whatever the connection has become by then
   */
  static void install(
      HttpConnection connection, HttpServerOptions options, Patience patience, Runnable onClosed) {
    ChannelPipeline pipeline = pipeline(connection);
    ConnectionGuard guard = new ConnectionGuard(patience, onClosed);
    pipeline.addFirst("guard", guard);
    pipeline.replace("httpDecoder", "httpDecoder", new StrictRequestDecoder(options, guard));
    pipeline.addBefore("handler", "answers", guard.new Answers());
  }

  static ConnectionGuard of(HttpConnection connection) {
    return pipeline(connection).get(ConnectionGuard.class);
  }

  private static ChannelPipeline pipeline(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().pipeline();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    added.channel().closeFuture().addListener(_ -> onClosed.run());
    long tick = patience.tick().toMillis();
    ticking =
        added
            .executor()
            .scheduleWithFixedDelay(() -> look(added), tick, tick, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    Future<?> running = ticking;
    if (running != null) {
      running.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext to, Object message) {
    if (deaf) {
      lingered += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
      ReferenceCountUtil.release(message);
      if (lingered > LINGER_BYTES) {
        to.close();
      }
      return;
    }
    if (headSince == 0 && !bodyUnderWay && !streaming) {
      headSince = System.nanoTime();
    }
    to.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      written += bytes.readableBytes();
    }
    to.write(message, promise);
  }

  /** The header fields of a request are whole. */
  void headRead() {
    headSince = 0;
    requestsUnderWay++;
    bodyUnderWay = true;
  }

  /** A request is whole, its body too. */
  void requestRead() {
    bodyUnderWay = false;
    onMalformedBody = null;
  }

  /** What to do when the body turns out to be malformed; until {@link #requestRead}. */
  void onMalformedBody(Runnable action) {
    if (bodyUnderWay) {
      onMalformedBody = action;
    }
  }

  void bodyMalformed() {
    Runnable action = onMalformedBody;
    onMalformedBody = null;
    if (action != null) {
      action.run();
    } else if (context != null) {
      context.close();
    }
  }

  void headMalformed(HttpRequest request) {
    malformed = request;
  }

  /**
   * Why the head was malformed. From here on Vert.x takes the request for a good one: it would
   * close the connection at once, before the client has read the refusal.
   */
  @Nullable Throwable fault() {
    HttpRequest request = malformed;
    if (request == null) {
      return null;
    }
    Throwable cause = request.decoderResult().cause();
    request.setDecoderResult(DecoderResult.SUCCESS);
    return cause;
  }

  /** From now on nothing is understood any more that comes on this connection. */
  void turnDeaf() {
    deaf = true;
  }

  boolean isDeaf() {
    return deaf;
  }

  /**
   * Closes after a refusal: what still comes is thrown away for a moment, because a connection that
   * is closed with data unread is reset, and the client would never see why.
   */
  void linger() {
    ChannelHandlerContext here = context;
    if (here == null || lingering) {
      return;
    }
    lingering = true;
    deaf = true;
    here.channel().config().setAutoRead(true);
    if (here.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    here.executor().schedule((Runnable) here::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Closes at once, and throws away what waits for this client, here and in the kernel. */
  void cut() {
    ChannelHandlerContext here = context;
    if (here != null && here.channel().isOpen()) {
      here.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      here.close();
    }
  }

  private void answered() {
    requestsUnderWay--;
    used = true;
    quietSince = System.nanoTime();
    if (headSince != 0) {
      headSince = quietSince;
    }
  }

  private void look(ChannelHandlerContext here) {
    long now = System.nanoTime();
    if (notTaken(here, now)) {
      cut();
    } else if (tooQuiet(now)) {
      here.close();
    }
  }

  private boolean tooQuiet(long now) {
    if (requestsUnderWay > 0 || streaming) {
      return false;
    }
    // looked at again only after a tick: too early by one rather than too late
    long later = now + patience.tick().toNanos();
    if (headSince != 0) {
      return later - headSince > patience.head().toNanos();
    }
    boolean patient = used && !bodyUnderWay;
    return later - quietSince > (patient ? patience.betweenRequests() : patience.head()).toNanos();
  }

  private boolean notTaken(ChannelHandlerContext here, long now) {
    ChannelOutboundBuffer out = here.channel().unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) {
      waitingUntil = 0;
      return false;
    }
    long waiting = out.totalPendingWriteBytes();
    if (waitingUntil == 0 || written - waiting >= waitingTotal) {
      waitingTotal = written;
      waitingUntil =
          now
              + patience.taking().toNanos()
              + TimeUnit.SECONDS.toNanos(waiting / patience.bytesPerSecond());
    }
    return now - waitingUntil > 0;
  }

  /** Stands last, where answers are still messages: sees when one ends. */
  private final class Answers extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response && response.status().code() == 101) {
        streaming = true;
      } else if (message instanceof LastHttpContent
          && !(message instanceof HttpResponse response
              && response.status().codeClass() == HttpStatusClass.INFORMATIONAL)) {
        answered();
      }
      to.write(message, promise);
    }
  }
}
