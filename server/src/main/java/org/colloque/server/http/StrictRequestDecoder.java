package org.colloque.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x's decoder, watched by a grammar: what the two do not read alike is malformed. Folded
 * lines, odd separators and chunk extensions, which the decoder lets through, end here.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private final RequestGrammar grammar = new RequestGrammar();
  private final ConnectionGuard guard;
  private boolean inBody;
  private boolean chunked;
  private boolean refused;

  StrictRequestDecoder(HttpServerOptions options, ConnectionGuard guard) {
    super(options);
    this.guard = guard;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (refused || guard.isDeaf()) {
      buffer.skipBytes(buffer.readableBytes());
      return;
    }
    int from = buffer.readerIndex();
    int before = out.size();
    super.decode(context, buffer, out);
    boolean understood = inBody && !chunked || grammar.accepts(buffer, from, buffer.readerIndex());
    boolean failed = false;
    for (int i = before; i < out.size(); i++) {
      failed |= out.get(i) instanceof HttpObject part && part.decoderResult().isFailure();
    }
    if (failed || !understood) {
      refuse(out, before);
    } else {
      follow(out, before);
    }
  }

  private void follow(List<Object> out, int before) {
    for (int i = before; i < out.size(); i++) {
      Object part = out.get(i);
      if (part instanceof HttpRequest request) {
        guard.headRead();
        inBody = true;
        chunked = HttpUtil.isTransferEncodingChunked(request);
        if (chunked) {
          grammar.expectChunks();
        }
      }
      if (part instanceof LastHttpContent) {
        guard.requestRead();
        inBody = false;
        grammar.expectHead();
      }
    }
  }

  private void refuse(List<Object> out, int before) {
    refused = true;
    if (inBody) {
      release(out, before);
      guard.bodyMalformed();
      return;
    }
    guard.headRead();
    guard.requestRead();
    DecoderResult fault = fault(out, before);
    release(out, before);
    // one shape for all: what was read of the message itself is not to be relied on
    HttpRequest malformed = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    malformed.setDecoderResult(fault);
    guard.headMalformed(malformed);
    out.add(malformed);
  }

  private static DecoderResult fault(List<Object> out, int before) {
    for (Object part : out.subList(before, out.size())) {
      if (part instanceof HttpObject message && message.decoderResult().isFailure()) {
        return message.decoderResult();
      }
    }
    return DecoderResult.failure(new IllegalArgumentException("not the grammar of HTTP/1.1"));
  }

  private static void release(List<Object> out, int before) {
    while (out.size() > before) {
      Object last = out.removeLast();
      ReferenceCountUtil.release(last);
    }
  }
}
