package org.colloque.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.colloque.server.rig.Program;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The program as a process of its own: how it starts, is stopped, and complains. What a kill leaves
 * is shown in the room of reliability.
 */
class RunTest {
  private Rig rig;
  private Path folder;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    rig = Rig.start(); // for its database only
    folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/runs")), "run");
    port = freePort();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void saysWhereToOpenItAnswersAndStopsCleanlyOnSigterm() throws Exception {
    try (Program program = Program.run(settings())) {
      program.await("Colloque is open: http://localhost:" + port);
      assertThat(program.output()).contains("http://localhost:" + port + "/setup/");
      assertThat(get("/readyz")).isEqualTo(200);
      program.terminate();
      assertThat(program.awaitEnd()).isZero();
      assertThat(program.output().lines())
          .anyMatch(line -> line.endsWith(": Stopping"))
          .anyMatch(line -> line.endsWith(": Stopped"));
    }
  }

  @Test
  void namesAllWrongSettingsAtOnce() throws Exception {
    Map<String, String> wrong =
        Map.of("COLLOQUE_LISTEN_PORT", "99999", "COLLOQUE_LOG_FORMAT", "sonnet", "LC_ALL", "C");
    try (Program program = Program.run(wrong)) {
      assertThat(program.awaitEnd()).isEqualTo(Failures.WRONG_SETTINGS);
      assertThat(program.output())
          .contains("these settings are wrong")
          .contains("listen.port (COLLOQUE_LISTEN_PORT in the environment)")
          .contains("log.format (COLLOQUE_LOG_FORMAT in the environment)");
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
        Program program = Program.run(settings())) {
      assertThat(program.awaitEnd()).isEqualTo(Failures.FAILED);
      assertThat(program.output()).contains("127.0.0.1:" + taken.getLocalPort(), "listen.port");
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = Program.settings(rig);
    settings.put("COLLOQUE_LISTEN_PORT", Integer.toString(port));
    settings.put("COLLOQUE_PUBLIC_URL", "http://localhost:" + port);
    settings.put("COLLOQUE_DATA_FOLDER", folder.toString());
    settings.put("LC_ALL", "C");
    return settings;
  }

  private int get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
