package org.colloque.server.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.colloque.server.database.DatabaseSettings;
import org.colloque.server.embedded.EmbeddedDatabase;

/** A PostgreSQL as a real instance has it, with fsync on, that can be ended in bad ways. */
final class OwnDatabase implements AutoCloseable {
  private static final int POOL = 8;

  private final Path folder;
  private final int port;
  private EmbeddedDatabase running;

  OwnDatabase(Path folder) {
    this(folder, freePort());
  }

  /** On what is in this folder, if there is something. */
  OwnDatabase(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    running = EmbeddedDatabase.start(folder, port);
  }

  /** In a new folder of the build's. */
  OwnDatabase() throws IOException {
    this(newFolder());
  }

  static Path newFolder() throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "outages"));
    return Files.createTempDirectory(parent, "run").toAbsolutePath();
  }

  DatabaseSettings settings() {
    return new DatabaseSettings(running.url(), running.user(), running.password(), POOL);
  }

  int port() {
    return port;
  }

  /** As {@code pg_ctl -m immediate stop} does: all processes end without tidying up. */
  void stopAtOnce() {
    signal("QUIT");
  }

  /** The first process is killed; the others see that and end. */
  void kill() {
    signal("KILL");
  }

  private void signal(String name) {
    long first = postmaster();
    ProcessHandle process = ProcessHandle.of(first).orElseThrow();
    try {
      new ProcessBuilder("/bin/kill", "-" + name, Long.toString(first)).start().waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.onExit().join();
  }

  private long postmaster() {
    Path file = folder.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    try {
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Starts it again on what is in its folder; returns when it takes connections. */
  void start() {
    running.close();
    running = EmbeddedDatabase.start(folder, port);
  }

  @Override
  public void close() {
    running.close();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
