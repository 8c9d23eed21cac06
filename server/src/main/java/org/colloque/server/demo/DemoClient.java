package org.colloque.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.colloque.server.http.Json;

/** The app of one invented person, on the client API of its instance, over the loopback address. */
final class DemoClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BOUNDARY = "colloque-demo-boundary";

  private final URI base;
  private final String host;
  private final String token;

  /**
   * @param port where the instance listens
   * @param host its public name, which may differ
   */
  DemoClient(int port, String host, String token) {
    this.base = URI.create("http://127.0.0.1:" + port);
    this.host = host;
    this.token = token;
  }

  /** Reads. */
  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  /** Does something that needs no more words. */
  JsonNode post(String path) {
    return post(path, Json.object());
  }

  JsonNode post(String path, ObjectNode body) {
    return send("POST", path, "application/json", BodyPublishers.ofByteArray(Json.write(body)));
  }

  JsonNode patch(String path, ObjectNode body) {
    return send("PATCH", path, "application/json", BodyPublishers.ofByteArray(Json.write(body)));
  }

  /** Uploads an image with its description. */
  JsonNode upload(byte[] png, String description) {
    ByteArrayOutputStream form = new ByteArrayOutputStream(png.length + 1024);
    form.writeBytes(part("description", "").getBytes(StandardCharsets.UTF_8));
    form.writeBytes(description.getBytes(StandardCharsets.UTF_8));
    form.writeBytes(
        ("\r\n" + part("file", "; filename=\"image.png\"\r\nContent-Type: image/png"))
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(png);
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        "POST",
        "/api/v2/media",
        "multipart/form-data; boundary=" + BOUNDARY,
        BodyPublishers.ofByteArray(form.toByteArray()));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String part(String name, String rest) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\""
        + rest
        + "\r\n\r\n";
  }

  private JsonNode send(String method, String path, String type, BodyPublisher body) {
    return send(request(path).header("Content-Type", type).method(method, body).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() >= 400) {
        throw new IllegalStateException(
            host
                + " answered "
                + response.statusCode()
                + " to "
                + request.method()
                + " "
                + request.uri().getPath()
                + ": "
                + new String(response.body(), StandardCharsets.UTF_8));
      }
      return Json.read(response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while seeding", interrupted);
    }
  }
}
