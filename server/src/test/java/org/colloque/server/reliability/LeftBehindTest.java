package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The embedded PostgreSQL when the server, or both, are killed: the next start works. */
@Tag("reliability")
class LeftBehindTest {
  private final List<String> registered = new ArrayList<>();

  @Test
  void theNextStartStopsThePostgresLeftBehindAndRecovers() throws Exception {
    Path folder = folder();
    int port = freePort();
    Map<String, String> settings =
        Map.of(
            "COLLOQUE_LISTEN_PORT",
            Integer.toString(port),
            "COLLOQUE_PUBLIC_URL",
            "http://localhost:" + port,
            "COLLOQUE_EMBEDDED_PORT",
            "0",
            "COLLOQUE_DATA_FOLDER",
            folder.toString());
    long postgres;
    try (Program program = Program.run(settings).awaitOpen()) {
      postgres = postmaster(folder);
      register(port);
      program.kill();
    }
    assertThat(runs(postgres)).as("is left behind").isTrue();
    long next;
    try (Program program = Program.run(settings).awaitOpen()) {
      assertThat(program.output()).contains("(process " + postgres + "), left behind");
      assertThat(runs(postgres)).as("was stopped first").isFalse();
      assertThatAllAreThere(port);
      next = postmaster(folder);
      register(port);
      ProcessHandle.of(next).orElseThrow().destroyForcibly();
      program.kill();
    }
    try (Program program = Program.run(settings).awaitOpen()) {
      assertThatAllAreThere(port);
      program.terminate();
      assertThat(program.awaitEnd()).isZero();
      assertThat(folder.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }
  }

  /** Apps, which anybody may register, a few at a time: answered when they are on disk. */
  private void register(int port) {
    try (Line line = new Line(port)) {
      for (int number = 0; number < 2; number++) {
        Line.Result result =
            line.ask(
                "POST /api/v1/apps",
                "Content-Type: application/json\r\n",
                Json.write(
                    Json.object()
                        .put("client_name", "app " + number)
                        .put("redirect_uris", "urn:ietf:wg:oauth:2.0:oob")));
        assertThat(result)
            .isInstanceOfSatisfying(
                Line.Result.Answered.class,
                answered -> assertThat(answered.status()).isEqualTo(200));
        registered.add(((Line.Result.Answered) result).body());
      }
    }
  }

  private void assertThatAllAreThere(int port) {
    try (Line line = new Line(port)) {
      for (String app : registered) {
        var credentials = Json.read(app.getBytes(StandardCharsets.UTF_8));
        Line.Result result =
            line.ask(
                "POST /oauth/token",
                "Content-Type: application/json\r\n",
                Json.write(
                    Json.object()
                        .put("grant_type", "client_credentials")
                        .put("client_id", credentials.path("client_id").asText())
                        .put("client_secret", credentials.path("client_secret").asText())));
        assertThat(result)
            .isInstanceOfSatisfying(
                Line.Result.Answered.class,
                answered -> assertThat(answered.status()).isEqualTo(200));
      }
    }
  }

  private static long postmaster(Path folder) throws IOException {
    Path file = folder.resolve("postgres/cluster/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }

  /**
   * By its command line, which ends with it: in a container without an init process nobody buries
   * it, and its number stays.
   */
  private static boolean runs(long process) throws IOException {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(process), "cmdline")).isEmpty();
    } catch (NoSuchFileException buried) {
      return false;
    }
  }

  private static Path folder() throws IOException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target/runs")), "left")
            .toAbsolutePath();
    // PostgreSQL, which does not run as root, must be able to pass through
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    return folder;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
