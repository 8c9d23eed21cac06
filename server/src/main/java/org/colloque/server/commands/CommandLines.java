package org.colloque.server.commands;

import picocli.CommandLine;

/** Finds the command that the words name, runs it, and turns what goes wrong into sentences. */
public final class CommandLines {
  private CommandLines() {}

  /** Runs to the end of the command; gives the code to exit with. */
  public static int execute(String... words) {
    return line().execute(words);
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new Colloque());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    refuseWrongWords(line);
    line.setExecutionExceptionHandler(
        (failure, where, _) -> Failures.explain(failure, where.getErr()));
    return line;
  }

  private static void refuseWrongWords(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(Failures.WRONG_WORDS);
    line.getSubcommands().values().forEach(CommandLines::refuseWrongWords);
  }
}
