package org.colloque.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.colloque.server.Main;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program as a process of its own: how it starts, is stopped, is killed, and complains. */
class RunTest {
  private static final int SIGTERM_GRACE_SECONDS = 15;

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
    Process program = start(settings());
    try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
      assertThat(readUntil(output, "Colloque is open: http://localhost:" + port)).isNotEmpty();
      assertThat(get("/readyz")).isEqualTo(200);
      program.toHandle().destroy(); // unlike Process.destroy, leaves its output open
      assertThat(program.waitFor(SIGTERM_GRACE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isZero();
      assertThat(readUntil(output, "Stopped")).anyMatch(line -> line.endsWith(": Stopping"));
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void startsAgainAfterItWasKilled() throws Exception {
    for (int round = 0; round < 2; round++) {
      Process program = start(settings());
      try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
        assertThat(readUntil(output, "Colloque is open")).isNotEmpty();
        assertThat(get("/healthz")).isEqualTo(200);
      } finally {
        program.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void namesAllWrongSettingsAtOnce() throws Exception {
    Process program =
        start(Map.of("COLLOQUE_LISTEN_PORT", "99999", "COLLOQUE_LOG_FORMAT", "sonnet"));
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).isEqualTo(Failures.WRONG_SETTINGS);
    assertThat(output)
        .contains("these settings are wrong")
        .contains("listen.port (COLLOQUE_LISTEN_PORT in the environment)")
        .contains("log.format (COLLOQUE_LOG_FORMAT in the environment)");
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Process program = start(settings());
      String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(program.waitFor()).isEqualTo(Failures.FAILED);
      assertThat(output).contains("127.0.0.1:" + taken.getLocalPort(), "set listen.port");
    }
  }

  private Map<String, String> settings() {
    return Map.of(
        "COLLOQUE_LISTEN_PORT", Integer.toString(port),
        "COLLOQUE_PUBLIC_URL", "http://localhost:" + port,
        "COLLOQUE_DATA_FOLDER", folder.toString(),
        // what the rig's own server has encrypted in this database
        "COLLOQUE_SECRET_KEY_FILE", rig.folder().resolve("secret.key").toAbsolutePath().toString(),
        "COLLOQUE_DATABASE_URL", rig.database().url(),
        "COLLOQUE_DATABASE_USER", rig.database().user(),
        "COLLOQUE_DATABASE_PASSWORD", rig.database().password());
  }

  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-classpath",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run");
    builder.environment().keySet().removeIf(name -> name.startsWith("COLLOQUE_"));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  private static List<String> readUntil(BufferedReader output, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.contains(text)) {
        return lines;
      }
    }
    throw new AssertionError("\"" + text + "\" was not printed: " + lines);
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
