package org.colloque.server.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.Scheme;
import org.colloque.federation.signature.SigningKey;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Person;

/** Clients that write all at once, each on a connection of its own, until they are told to stop. */
final class Writers implements AutoCloseable {
  private static final int SENDERS = 8;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

  /** One transparent pixel. */
  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

  private final Town town;
  private final Ledger ledger;
  private final String run = UUID.randomUUID().toString();
  private final AtomicInteger count = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  Writers(Town town, Ledger ledger) {
    this.town = town;
    this.ledger = ledger;
  }

  /** Begins: other servers send notes, members post, upload and follow. */
  Writers start() {
    for (int number = 0; number < SENDERS; number++) {
      String sender = town.fediverse.actor("sender" + number, "sender" + number);
      repeat(line -> sendNote(line, sender));
    }
    repeat(line -> post(line, town.writer, false));
    repeat(line -> post(line, town.writer, false));
    repeat(this::upload);
    repeat(this::follow);
    return this;
  }

  private void repeat(Consumer<Line> work) {
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try (Line line = new Line(town.port)) {
                while (!stopped) {
                  work.accept(line);
                }
              }
            }));
  }

  /** A signed note that mentions a member; every third one is sent twice. */
  private void sendNote(Line line, String sender) {
    int number = count.incrementAndGet();
    String id = sender + "/notes/" + run + "/" + number;
    byte[] body = Json.write(create(sender, id));
    for (int copy = 0; copy < (number % 3 == 0 ? 2 : 1) && !stopped; copy++) {
      StringBuilder head = new StringBuilder("Content-Type: application/activity+json\r\n");
      Map<String, String> signed =
          new RequestSigner(
                  SigningKey.of(sender + "#main-key", Fediverse.KEYS.privatePem()).orElseThrow(),
                  Clock.systemUTC())
              .post(URI.create("http://localhost:" + town.port + "/inbox"), body, Scheme.CAVAGE);
      signed.remove("Host");
      signed.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      Line.Result result = insist(() -> line.ask("POST /inbox", head.toString(), body));
      ledger.enter("inbox", result, 202, id, List.of(ledger.notes));
    }
  }

  private ObjectNode create(String sender, String id) {
    ObjectNode note =
        Json.object()
            .put("id", id)
            .put("type", "Note")
            .put("attributedTo", sender)
            .put("content", "<p>Number " + id + "</p>");
    note.putArray("to").add(PUBLIC);
    note.putArray("cc").add(town.actor(town.reader));
    note.putArray("tag")
        .addObject()
        .put("type", "Mention")
        .put("href", town.actor(town.reader))
        .put("name", "@reader@localhost:" + town.port);
    ObjectNode create =
        Json.object()
            .put("@context", "https://www.w3.org/ns/activitystreams")
            .put("id", id + "/activity")
            .put("type", "Create")
            .put("actor", sender);
    create.set("to", note.path("to"));
    create.set("cc", note.path("cc"));
    create.set("object", note);
    return create;
  }

  /** One status, which goes to all inboxes of the author's followers. */
  void post(Line line, Person author, boolean wide) {
    String key = run + "-" + count.incrementAndGet();
    byte[] body = Json.write(Json.object().put("status", "Number " + key));
    String head =
        token(author) + "Content-Type: application/json\r\nIdempotency-Key: " + key + "\r\n";
    Line.Result result = insist(() -> line.ask("POST /api/v1/statuses", head, body));
    ledger.enter(
        "status",
        result,
        200,
        "",
        wide ? List.of(ledger.statuses, ledger.wide) : List.of(ledger.statuses));
  }

  /** As clients do that know neither a yes nor a no: they say the same again, with the same key. */
  private Line.Result insist(Supplier<Line.Result> request) {
    Line.Result result = request.get();
    while (!stopped
        && !(result instanceof Line.Result.Answered answered && answered.status() != 503)) {
      if (result instanceof Line.Result.Answered) {
        ledger.refused.incrementAndGet();
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      result = request.get();
    }
    return result;
  }

  private void upload(Line line) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(PIXEL);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    Line.Result result =
        line.ask(
            "POST /api/v1/media",
            token(town.writer) + "Content-Type: multipart/form-data; boundary=b\r\n",
            body.toByteArray());
    ledger.enter("media", result, 200, "", List.of(ledger.media));
  }

  private void follow(Line line) {
    Optional<String> next =
        town.strangers.keySet().stream().filter(id -> !ledger.follows.contains(id)).findFirst();
    if (next.isPresent()) {
      String id = next.get();
      ledger.enter(
          "follow",
          line.ask("POST /api/v1/accounts/" + id + "/follow", token(town.reader), new byte[0]),
          200,
          id,
          List.of(ledger.follows));
    } else {
      post(line, town.writer, false);
    }
  }

  static String token(Person person) {
    return "Authorization: Bearer " + person.token() + "\r\n";
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
