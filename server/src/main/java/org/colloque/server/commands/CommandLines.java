package org.colloque.server.commands;

import java.io.PrintWriter;
import org.colloque.server.ConfigFaults;
import org.colloque.server.embedded.EmbeddedDatabaseException;
import picocli.CommandLine;

/** Finds the command that the words name, runs it, and turns what goes wrong into sentences. */
public final class CommandLines {
  /** As sysexits.h has it: the words are wrong, the settings are wrong, the rest. */
  public static final int WRONG_WORDS = 64;

  public static final int WRONG_SETTINGS = 78;
  public static final int FAILED = 1;

  private CommandLines() {}

  /** Runs to the end of the command; gives the code to exit with. */
  public static int execute(String... words) {
    CommandLine line = new CommandLine(new Colloque());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec().exitCodeOnInvalidInput(WRONG_WORDS);
    line.getSubcommands()
        .values()
        .forEach(each -> each.getCommandSpec().exitCodeOnInvalidInput(WRONG_WORDS));
    line.setExecutionExceptionHandler((failure, where, _) -> explain(failure, where.getErr()));
    return line.execute(words);
  }

  private static int explain(Exception failure, PrintWriter errors) throws Exception {
    switch (failure) {
      case ConfigFaults faults -> {
        errors.println("Colloque does not start; these settings are wrong:");
        faults.faults().forEach(fault -> errors.println("  " + fault));
        return WRONG_SETTINGS;
      }
      case EmbeddedDatabaseException database -> {
        errors.println("Colloque does not start: " + database.getMessage());
        return FAILED;
      }
      default -> throw failure;
    }
  }
}
