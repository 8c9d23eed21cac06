package org.colloque.server.leaks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloque.server.leaks.Canaries.Word;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;

/** Streams that stay open, and what is private of what they bring. */
final class Ears implements AutoCloseable {
  /** Streams of one person; the server allows 32. */
  private static final int AT_ONCE = 8;

  private final Rig rig;
  private final Canaries canaries;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private final Map<Person, Deque<InputStream>> open = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();

  Ears(Rig rig, Canaries canaries) {
    this.rig = rig;
    this.canaries = canaries;
  }

  /** Something private that was brought to {@code who}. */
  record Heard(Person who, String stream, Word word) {}

  /** Opens a stream and listens until its end; it is open when this comes back. */
  void open(Person who, String stream) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rig.base() + "/api/v1/streaming/" + stream))
            .header("Authorization", "Bearer " + who.token())
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        opened.incrementAndGet();
        keep(who, answer.body());
        Thread.ofVirtual().start(() -> listen(who, stream, answer.body()));
      } else {
        answer.body().close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The oldest of somebody's is closed when there are many. */
  private void keep(Person who, InputStream stream) throws IOException {
    Deque<InputStream> theirs = open.computeIfAbsent(who, _ -> new ConcurrentLinkedDeque<>());
    theirs.add(stream);
    if (theirs.size() > AT_ONCE) {
      theirs.removeFirst().close();
    }
  }

  private void listen(Person who, String stream, InputStream from) {
    try (var reader =
        new java.io.BufferedReader(new java.io.InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.incrementAndGet();
        for (Word word : canaries.heardIn(line, Canaries.ANY)) {
          heard.add(new Heard(who, stream, word));
        }
      }
    } catch (IOException ended) {
      // by the server, as it should when nothing more is to be heard, or with the client
      return;
    }
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** Lines that were looked through. */
  int lines() {
    return lines.get();
  }

  /** Streams that were open. */
  int opened() {
    return opened.get();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
