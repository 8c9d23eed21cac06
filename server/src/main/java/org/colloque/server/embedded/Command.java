package org.colloque.server.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a short-lived program and waits for it. */
final class Command {
  /** What the program printed, errors included, and the code it ended with. */
  record Outcome(int code, String output) {
    boolean succeeded() {
      return code == 0;
    }
  }

  private Command() {}

  static Outcome run(Path folder, List<String> command) {
    return run(folder, command, "");
  }

  /**
   * Runs it in that folder with that text as its input. The locale is C, for output that reads the
   * same everywhere.
   */
  static Outcome run(Path folder, List<String> command, String input) {
    try {
      Process process = start(folder, command);
      try (OutputStream stream = process.getOutputStream()) {
        stream.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException endedWithoutReading) {
        // the code it ended with tells
      }
      try (InputStream stream = process.getInputStream()) {
        String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output.strip());
      }
    } catch (IOException cannotStart) {
      return new Outcome(-1, String.valueOf(cannotStart.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("interrupted while waiting for " + command.getFirst());
    }
  }

  /** Starts it without waiting. */
  static Process start(Path folder, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.redirectErrorStream(true).start();
  }
}
