package org.colloque.server.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.colloque.federation.signature.Scheme;
import org.colloque.server.http.Json;

/** The rows of one table. All are warmed up before the first is measured. */
record Workloads(int port, Dataset.Filled filled, long server, long postmaster) {
  /** The compiler is done with a path after about so many requests, or will never be. */
  private static final int WARM_REQUESTS = 20_000;

  private static final double WARM_SECONDS = 15;

  /** Again before each row, because the caches of the processor have forgotten it. */
  private static final double AGAIN_SECONDS = 1;

  private static final double SECONDS = 6;
  private static final String ACTIVITY = "Accept: application/activity+json\r\n";

  void all(StringBuilder table) throws IOException, InterruptedException {
    Map<String, LongFunction<String>> rows = rows();
    for (LongFunction<String> request : rows.values()) {
      Load.run(port, request, WARM_SECONDS, WARM_REQUESTS);
    }
    for (var row : rows.entrySet()) {
      table.append(measure(row.getKey(), row.getValue()));
    }
  }

  private Map<String, LongFunction<String>> rows() throws IOException, InterruptedException {
    Map<String, LongFunction<String>> rows = new LinkedHashMap<>();
    rows.put("floor: plain text", _ -> get("/healthz", ""));
    rows.put("floor: one row through the pool", _ -> get("/readyz", ""));
    String reader = authorization(0);
    rows.put("home timeline, 20", _ -> get("/api/v1/timelines/home", reader));
    rows.put("public timeline, 20", _ -> get("/api/v1/timelines/public", ""));
    rows.put("public timeline, 20, signed in", _ -> get("/api/v1/timelines/public", reader));
    String resource = "acct:" + Dataset.READER + "@localhost:" + port;
    rows.put("WebFinger", _ -> get("/.well-known/webfinger?resource=" + resource, ""));
    String actor = "/users/" + Dataset.READER;
    rows.put("actor", _ -> get(actor, ACTIVITY));
    String signedActor = signed(actor);
    rows.put("actor, signed GET", _ -> signedActor);
    rows.put("NodeInfo", _ -> get("/nodeinfo/2.1", ""));
    String open = URI.create(posted("public")).getPath();
    rows.put("post for everybody", _ -> get(open, ACTIVITY));
    String signedOpen = signed(open);
    rows.put("post for everybody, signed GET", _ -> signedOpen);
    String known = get(open, ACTIVITY + "If-None-Match: " + etag(open) + "\r\n");
    rows.put("post for everybody, unchanged (304)", _ -> known);
    String post = signed(URI.create(posted("private")).getPath());
    rows.put("post for followers, signed GET", _ -> post);
    rows.put("post a status", this::post);
    return rows;
  }

  private String measure(String name, LongFunction<String> request)
      throws IOException, InterruptedException {
    Load.run(port, request, AGAIN_SECONDS, Integer.MAX_VALUE);
    long serverBefore = Processor.micros(server);
    long postgresBefore = Processor.postgresMicros(postmaster);
    Load.Result result = Load.run(port, request, SECONDS, Integer.MAX_VALUE);
    double serverEach = (Processor.micros(server) - serverBefore) / (double) result.count();
    double postgresEach =
        (Processor.postgresMicros(postmaster) - postgresBefore) / (double) result.count();
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.2f | %.2f | %.0f | %.0f | %.0f |%n",
        name,
        result.perSecond(),
        result.millis(0.50),
        result.millis(0.99),
        serverEach,
        postgresEach,
        serverEach + postgresEach);
  }

  private String authorization(long number) {
    return "Authorization: Bearer " + filled.tokens().get((int) number) + "\r\n";
  }

  private static String get(String target, String headers) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  /** As a server elsewhere asks; the same signature again and again, as long as its date holds. */
  private String signed(String target) {
    StringBuilder text = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
    filled
        .peer()
        .get(URI.create("http://localhost:" + port + target), Scheme.CAVAGE)
        .forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("Accept: application/activity+json\r\n\r\n").toString();
  }

  private String posted(String visibility) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/statuses"))
            .header("Authorization", "Bearer " + filled.tokens().getFirst())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("status=A+post&visibility=" + visibility))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Json.read(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
          .path("uri")
          .asText();
    }
  }

  private String etag(String target) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
            .header("Accept", "application/activity+json")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("etag")
          .orElseThrow();
    }
  }

  private String post(long number) {
    String body = "status=A+case+report+from+the+ward,+number+" + number;
    return "POST /api/v1/statuses HTTP/1.1\r\nHost: localhost\r\n"
        + authorization(1 + number % Dataset.WRITERS)
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
