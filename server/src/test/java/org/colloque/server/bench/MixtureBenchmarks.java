package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.SigningKey;
import org.colloque.server.http.Json;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench federation}: what an inbox gets on an ordinary day (performance.md, W2): of
 * a hundred activities 44 posts, 10 answers and 10 boosts of members' posts, 30 likes of them, 5
 * edits and deletions, 1 post by somebody nobody here knows.
 */
class MixtureBenchmarks {
  private static final int HOSTS = 250;
  private static final int OURS = 40;
  private static final int WARM = 4_000;
  private static final int COUNT = 8_000;
  private static final PemKeyPair NEWCOMERS = PemKeyPair.generate();

  private static final String ACTIVITY =
      """
      {"@context":"https://www.w3.org/ns/activitystreams","id":"%s","type":"%s","actor":"%s",\
      "to":["https://www.w3.org/ns/activitystreams#Public"],"object":%s}\
      """;

  private final PrintStream out = System.out;
  private final List<String> ours = new ArrayList<>();
  private int newcomersPort;

  @Test
  void mixture() throws Exception {
    HttpServer newcomers =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    newcomers.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    newcomers.createContext("/", this::newcomer);
    newcomers.start();
    newcomersPort = newcomers.getAddress().getPort();
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTS, _ -> new Sinks.Manner.Answers(0))) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTS, 0, HOSTS));
      try (ServerProcess server = stage.server()) {
        for (int post = 0; post < OURS; post++) {
          assertThat(FederationBenchmarks.post(stage, filled, post)).isEqualTo(200);
        }
        ours.addAll(stage.texts("SELECT uri FROM statuses WHERE local ORDER BY id"));
        send(stage, filled, "warm", WARM);
        long wal = stage.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
        Meter meter = Meter.start(server.pid(), stage.postmaster());
        double accepted = send(stage, filled, "mix", COUNT);
        out.print(meter.row("activities of an ordinary day, signed, worked off (W2)", COUNT));
        out.printf(
            Locale.ROOT,
            "%,.0f accepted per second; %,d bytes of WAL for each%n",
            accepted,
            (stage.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - wal) / COUNT);
        assertThat(
                stage.texts(
                    "SELECT DISTINCT outcome FROM inbox_activities WHERE outcome ~ '^(failed|given)'"))
            .isEmpty();
        assertThat(stage.number("SELECT count(*) FROM inbox_activities WHERE done_at IS NOT NULL"))
            .isEqualTo(WARM + COUNT);
      }
    } finally {
      newcomers.stop(0);
    }
  }

  private double send(Stage stage, FederationDataset filled, String run, int count)
      throws Exception {
    URI inbox = URI.create("http://localhost:" + stage.port + "/inbox");
    String[] requests = new String[count];
    for (int number = 0; number < count; number++) {
      RequestSigner signer = signer(filled, run, number);
      String actor = signer.keyId().substring(0, signer.keyId().indexOf('#'));
      requests[number] = SignedNotes.request(inbox, signer, body(actor, run, number));
    }
    Load.Result sent =
        Load.run(stage.port, number -> requests[(int) Math.min(number, count - 1L)], 300, count);
    FederationBenchmarks.await(
        "work on activities", () -> !stage.has("inbox_activities", "done_at IS NULL"));
    return sent.perSecond();
  }

  private RequestSigner signer(FederationDataset filled, String run, int number) {
    if (number % 100 != 99) {
      return filled.signers().get(number / 100 % HOSTS);
    }
    String key =
        "http://newcomers.localhost:" + newcomersPort + "/users/" + run + number + "#main-key";
    return new RequestSigner(
        SigningKey.of(key, NEWCOMERS.privatePem()).orElseThrow(), Clock.systemUTC());
  }

  /** A hundred in a row are of one actor, so that each changes what it has said itself. */
  private String body(String actor, String run, int number) {
    String id = actor + "/" + run + number;
    String about = "\"" + ours.get((number / 100 / HOSTS * 30 + number % 30) % OURS) + "\"";
    int kind = number % 100;
    if (kind < 30) {
      return ACTIVITY.formatted(id, "Like", actor, about);
    }
    if (kind < 40) {
      return ACTIVITY.formatted(id, "Announce", actor, about);
    }
    String create = SignedNotes.create(actor, run + number);
    if (kind < 50) {
      return create.replace("\"inReplyTo\":null", "\"inReplyTo\":" + about);
    }
    if (kind < 94 || kind == 99) {
      return create;
    }
    String before = SignedNotes.create(actor, run + (number - 40));
    return kind < 97
        ? ACTIVITY.formatted(id, "Update", actor, edited(before))
        : ACTIVITY.formatted(
            id, "Delete", actor, "\"" + actor + "/statuses/" + run + (number - 40) + "\"");
  }

  /** The note of {@code create}, as its author has changed it since. */
  private static String edited(String create) {
    return create
        .substring(create.indexOf("\"object\":") + 9, create.length() - 1)
        .replace("A case report", "A better case report")
        .replaceFirst("\"published\"", "\"updated\":\"" + Instant.now() + "\",\"published\"");
  }

  /** Actors and WebFinger for whoever is asked for. */
  private void newcomer(HttpExchange exchange) throws IOException {
    String base = "http://newcomers.localhost:" + newcomersPort + "/users/";
    String query = exchange.getRequestURI().getQuery();
    boolean finger = query != null && query.startsWith("resource=acct:");
    String name =
        finger
            ? query.substring(14, query.indexOf('@'))
            : exchange.getRequestURI().getPath().replaceFirst(".*/", "");
    var document = Json.object();
    if (finger) {
      document.put("subject", query.substring(9));
      document
          .putArray("links")
          .addObject()
          .put("rel", "self")
          .put("type", "application/activity+json")
          .put("href", base + name);
    } else {
      document
          .put("@context", "https://www.w3.org/ns/activitystreams")
          .put("id", base + name)
          .put("type", "Person")
          .put("preferredUsername", name)
          .put("inbox", base + name + "/inbox");
      document
          .putObject("publicKey")
          .put("id", base + name + "#main-key")
          .put("owner", base + name)
          .put("publicKeyPem", NEWCOMERS.publicPem());
    }
    byte[] body = Json.write(document);
    exchange
        .getResponseHeaders()
        .set("Content-Type", finger ? "application/jrd+json" : "application/activity+json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
