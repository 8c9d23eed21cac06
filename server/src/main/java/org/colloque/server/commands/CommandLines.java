package org.colloque.server.commands;

import java.io.PrintWriter;
import java.net.BindException;
import org.colloque.server.ConfigFaults;
import org.colloque.server.embedded.EmbeddedDatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Finds the command that the words name, runs it, and turns what goes wrong into sentences. */
public final class CommandLines {
  /** As sysexits.h has it: the words are wrong, the settings are wrong, the rest. */
  public static final int WRONG_WORDS = 64;

  public static final int WRONG_SETTINGS = 78;
  public static final int FAILED = 1;

  private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

  private CommandLines() {}

  /** Runs to the end of the command; gives the code to exit with. */
  public static int execute(String... words) {
    return line().execute(words);
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new Colloque());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    refuseWrongWords(line);
    line.setExecutionExceptionHandler((failure, where, _) -> explain(failure, where.getErr()));
    return line;
  }

  private static void refuseWrongWords(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(WRONG_WORDS);
    line.getSubcommands().values().forEach(CommandLines::refuseWrongWords);
  }

  private static int explain(Exception failure, PrintWriter errors) {
    if (failure instanceof ConfigFaults faults) {
      errors.println("Colloque does not start; these settings are wrong:");
      faults.faults().forEach(fault -> errors.println("  " + fault));
      return WRONG_SETTINGS;
    }
    if (!(failure instanceof EmbeddedDatabaseException)) {
      LOG.error("Colloque does not start", failure);
    }
    errors.println("Colloque does not start: " + sentence(failure));
    return FAILED;
  }

  private static String sentence(Exception failure) {
    StringBuilder sentence = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      sentence.append(": ").append(cause.getMessage());
      if (cause instanceof BindException) {
        sentence.append("; set listen.port to another one");
      }
    }
    return sentence.toString();
  }
}
