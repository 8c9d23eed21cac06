package org.colloque.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL server, as its lock file {@code postmaster.pid} tells of it. It has a
 * session of its own, so that an interrupt at the terminal reaches us and not it.
 *
 * @param cluster its data folder
 */
record Postmaster(Path cluster, long process, int port, boolean ready) {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

  /** A crash with much work done before it takes this long to recover from, at most. */
  private static final Duration RECOVERY = Duration.ofMinutes(5);

  private static final Duration FAST_STOP = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Its lines: process, data folder, start time, port, socket, address, memory, state. */
  private static final int PORT_LINE = 3;

  private static final int STATE_LINE = 7;

  /** The live server of this cluster. */
  static Optional<Postmaster> of(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      long process = Long.parseLong(lines.getFirst().strip());
      int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      boolean ready = lines.size() > STATE_LINE && lines.get(STATE_LINE).startsWith("ready");
      return isPostgres(process, cluster)
          ? Optional.of(new Postmaster(cluster, process, port, ready))
          : Optional.empty();
    } catch (IOException | RuntimeException noneOrHalfWritten) {
      return Optional.empty();
    }
  }

  /** Starts the server and waits until it takes connections. */
  static Postmaster start(Cluster cluster) {
    Path folder = cluster.folder();
    try {
      Unburied.forget(folder, IMMEDIATE_STOP);
      Files.deleteIfExists(cluster.log());
      List<String> command =
          cluster
              .runner()
              .command(
                  "pg_ctl",
                  "start",
                  "--no-wait",
                  "--pgdata=" + cluster.runner().dataArgument(folder),
                  "--log=" + cluster.runner().dataArgument(folder) + "/server.log");
      Command.Outcome outcome = Command.run(folder, command);
      if (!outcome.succeeded()) {
        throw new EmbeddedDatabaseException("PostgreSQL does not start: " + outcome.output());
      }
      return awaitReady(cluster);
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("PostgreSQL does not start", failure);
    }
  }

  private static Postmaster awaitReady(Cluster cluster) throws IOException {
    long begin = System.nanoTime();
    boolean told = false;
    while (true) {
      Optional<Postmaster> server = of(cluster.folder());
      Duration waited = Duration.ofNanos(System.nanoTime() - begin);
      if (server.isPresent() && server.get().ready()) {
        return server.get();
      }
      if (waited.compareTo(RECOVERY) > 0 || (server.isEmpty() && hasGivenUp(cluster, waited))) {
        throw new EmbeddedDatabaseException("PostgreSQL does not start: " + lastWords(cluster));
      }
      if (!told && waited.compareTo(PATIENCE) > 0) {
        told = true;
        LOG.info("Waiting for PostgreSQL, which may be recovering from a crash");
      }
      pause();
    }
  }

  /** It says so in its log, or has not even come to write one. */
  private static boolean hasGivenUp(Cluster cluster, Duration waited) throws IOException {
    return waited.compareTo(IMMEDIATE_STOP) > 0
        || (Files.exists(cluster.log()) && lastWords(cluster).contains("FATAL:"));
  }

  private static String lastWords(Cluster cluster) throws IOException {
    return Files.exists(cluster.log())
        ? Files.readString(cluster.log(), StandardCharsets.UTF_8).strip()
        : "it wrote no log";
  }

  /** Ends all sessions and stops the server; harder when it does not obey. */
  void stop() {
    if (!signalAndWait("INT", FAST_STOP) && !signalAndWait("QUIT", IMMEDIATE_STOP)) {
      throw new EmbeddedDatabaseException(
          "PostgreSQL (process " + process + ") of " + cluster + " does not stop");
    }
  }

  /** Stops the server without tidying up: for a cluster that is thrown away. */
  void abort() {
    signalAndWait("QUIT", IMMEDIATE_STOP);
  }

  private boolean signalAndWait(String signal, Duration most) {
    Command.run(Path.of("/"), List.of("/bin/sh", "-c", "kill -" + signal + " " + process));
    return await(() -> of(cluster).filter(same -> same.process == process).isEmpty(), most);
  }

  /** Whether the condition came true in that time. */
  static boolean await(BooleanSupplier condition, Duration most) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > most.toNanos()) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("interrupted while waiting for PostgreSQL");
    }
  }

  /** Numbers of processes are given out again: it must be a postgres, and one of this cluster. */
  private static boolean isPostgres(long process, Path cluster) throws IOException {
    Path folder = Path.of("/proc", Long.toString(process));
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return ProcessHandle.of(process)
          .filter(ProcessHandle::isAlive)
          .flatMap(handle -> handle.info().command())
          .filter(command -> command.endsWith("postgres"))
          .isPresent();
    }
    if (!Files.isDirectory(folder)
        || !Files.readString(folder.resolve("cmdline")).contains("postgres")) {
      return false;
    }
    Path working = folder.resolve("cwd");
    return !Files.isReadable(working) || Files.isSameFile(working, cluster);
  }
}
