package org.colloque.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request on the event loop, never more than its route allows and never for
 * longer than {@link Patience}. What is too much is answered with 413 and the connection closed, so
 * that nothing more is read.
 */
final class RequestReader {
  /** The body, the fields of a multipart form, and its files. */
  record Body(byte[] bytes, List<Map.Entry<String, String>> fields, List<Upload> uploads) {
    static final Body NONE = new Body(new byte[0], List.of(), List.of());
  }

  private final HttpServerRequest request;
  private final Limits limits;
  private final Path folder;
  private final Patience patience;
  private final BodyMemory memory;
  private final long started = System.nanoTime();
  private final List<Upload> uploads = new ArrayList<>();
  private final List<HttpServerFileUpload> incoming = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();
  private final Buffer collected = Buffer.buffer();
  private long received;
  private boolean ended;
  private long timer;
  private @Nullable Vertx vertx;
  private @Nullable BiConsumer<Integer, Body> done;

  /**
   * @param folder where files are put until the request is answered
   * @param memory from which the bytes of the body are taken; who has answered gives them back
   */
  RequestReader(
      HttpServerRequest request, Limits limits, Path folder, Patience patience, BodyMemory memory) {
    this.request = request;
    this.limits = limits;
    this.folder = folder;
    this.patience = patience;
    this.memory = memory;
  }

  /**
   * Begins to read.
   *
   * @param whenDone takes, once, 200 and the body, or the status of the refusal
   */
  void read(Vertx on, BiConsumer<Integer, Body> whenDone) {
    vertx = on;
    done = whenDone;
    timer = on.setTimer(patience.body().toMillis(), _ -> late(on));
    String type = request.headers().get("content-type");
    boolean multipart = type != null && type.regionMatches(true, 0, "multipart/form-data", 0, 19);
    if (multipart) {
      request.setExpectMultipart(true);
      request.uploadHandler(this::upload);
    }
    request.handler(chunk -> chunk(chunk, multipart));
    request.exceptionHandler(_ -> finish(400, Body.NONE));
    request.endHandler(_ -> end(multipart));
  }

  void malformed() {
    finish(400, Body.NONE);
  }

  List<Path> filesWritten() {
    return paths;
  }

  /** Each second's worth of bytes of an upload buys a second. */
  private void late(Vertx on) {
    long bought = limits.uploads() ? received * 1000 / patience.bytesPerSecond() : 0;
    long elapsed = (System.nanoTime() - started) / 1_000_000;
    long left = patience.body().toMillis() + bought - elapsed;
    if (left <= 0) {
      finish(408, Body.NONE);
    } else {
      timer = on.setTimer(left, _ -> late(on));
    }
  }

  private void chunk(Buffer chunk, boolean multipart) {
    received += chunk.length();
    if (received > limits.bodyBytes()) {
      finish(413, Body.NONE);
    } else if (!multipart && done != null) {
      if (memory.take(collected.length(), chunk.length())) {
        collected.appendBuffer(chunk);
      } else {
        finish(503, Body.NONE);
      }
    }
  }

  private void upload(HttpServerFileUpload upload) {
    if (done == null) {
      return;
    }
    if (!limits.uploads()) {
      finish(413, Body.NONE);
      return;
    }
    Path path = folder.resolve(TemporaryFiles.PREFIX + UUID.randomUUID());
    paths.add(path);
    incoming.add(upload);
    upload
        .streamToFileSystem(path.toString())
        .onSuccess(_ -> {
          uploads.add(
              new Upload(
                  upload.name(),
                  path,
                  upload.contentType() == null ? "" : upload.contentType(),
                  upload.filename() == null ? "" : upload.filename(),
                  upload.size()));
          complete();
        })
        .onFailure(_ -> finish(400, Body.NONE));
  }

  private void end(boolean multipart) {
    ended = true;
    if (multipart) {
      complete();
    } else {
      finish(200, new Body(collected.getBytes(), List.of(), List.of()));
    }
  }

  /** A multipart form is whole when its end was read and every file is written. */
  private void complete() {
    if (ended && uploads.size() == incoming.size()) {
      List<Map.Entry<String, String>> fields = new ArrayList<>();
      MultiMap attributes = request.formAttributes();
      attributes.forEach(entry -> fields.add(Map.entry(entry.getKey(), whole(entry.getValue()))));
      finish(200, new Body(new byte[0], fields, List.copyOf(uploads)));
    }
  }

  /**
   * Without the carriage return that belongs to the boundary: Netty takes it for content when a
   * chunk ends right behind it (it only looks further for parts that tell their length). No form
   * has one alone at the end of a value: browsers write line breaks as two characters.
   */
  private static String whole(String value) {
    return value.endsWith("\r") ? value.substring(0, value.length() - 1) : value;
  }

  private void finish(int status, Body body) {
    BiConsumer<Integer, Body> first = done;
    if (first != null && vertx != null) {
      done = null;
      vertx.cancelTimer(timer);
      if (status != 200) {
        memory.give(collected.length());
      }
      first.accept(status, body);
    }
  }
}
