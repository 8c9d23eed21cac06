package org.colloque.federation.fetch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is read by the thread that asked. The sender is held back only when that
 * thread lags behind by {@link #HIGH} bytes: Vert.x forgets what has arrived of a held back body
 * when the sender closes the connection, so holding back must stay the exception.
 */
final class Answer implements AutoCloseable {

  private static final long HIGH = 4L << 20;
  private static final long LOW = 1L << 20;

  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean held = new AtomicBoolean();
  private boolean ended;

  /** Must be called on the event loop, before the first byte of the body can arrive. */
  Answer(HttpClientRequest request, HttpClientResponse response) {
    this.request = request;
    this.response = response;
    response.exceptionHandler(_ -> events.add(new Event.Broken()));
    response.endHandler(_ -> events.add(new Event.End()));
    response.handler(this::arrived);
  }

  private void arrived(Buffer chunk) {
    events.add(new Event.Chunk(chunk));
    if (waiting.addAndGet(chunk.length()) > HIGH && !held.get()) {
      response.pause();
      held.set(true);
      // the reader may have caught up between the two
      release(waiting.get());
    }
  }

  private void release(long left) {
    if (left < LOW && held.compareAndSet(true, false)) {
      response.resume();
    }
  }

  private sealed interface Event {
    record Chunk(Buffer bytes) implements Event {}

    record End() implements Event {}

    record Broken() implements Event {}
  }

  int status() {
    return response.statusCode();
  }

  @Nullable String header(String name) {
    return response.getHeader(name);
  }

  /** What came of reading a body. */
  enum Reading {
    COMPLETE,
    TOO_LARGE,
    BROKEN,
    TOO_SLOW
  }

  /** Copies the body, at most {@code max} bytes of it. */
  Reading copyTo(OutputStream sink, long max, Deadline deadline)
      throws IOException, InterruptedException {
    long count = 0;
    while (true) {
      Event event = events.poll(deadline.left(), TimeUnit.NANOSECONDS);
      switch (event) {
        case null -> {
          return Reading.TOO_SLOW;
        }
        case Event.Broken _ -> {
          return Reading.BROKEN;
        }
        case Event.End _ -> {
          ended = true;
          return Reading.COMPLETE;
        }
        case Event.Chunk chunk -> {
          count += chunk.bytes().length();
          if (count > max) {
            return Reading.TOO_LARGE;
          }
          sink.write(chunk.bytes().getBytes());
          release(waiting.addAndGet(-chunk.bytes().length()));
        }
      }
    }
  }

  /** Closes the connection unless the body was read to its end. */
  @Override
  public void close() {
    if (!ended) {
      request.reset();
    }
  }
}
