package org.colloque.server.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution, running as it would on a server. */
final class ServerProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final Process process;
  private final double secondsToFirstAnswer;

  ServerProcess(Path distribution, Path log, int port, Map<String, String> settings)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(distribution.resolve("colloque").toString(), "run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
    builder.environment().putAll(settings);
    long start = System.nanoTime();
    process = builder.start();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() - start > LONGEST_START.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException("the server does not start: see " + log);
      }
      Thread.sleep(5);
    }
    secondsToFirstAnswer = (System.nanoTime() - start) / 1e9;
  }

  double secondsToFirstAnswer() {
    return secondsToFirstAnswer;
  }

  long pid() {
    return process.pid();
  }

  private static boolean answers(int port) {
    try {
      return Load.status(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
