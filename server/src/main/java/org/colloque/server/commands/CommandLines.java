package org.colloque.server.commands;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Finds the command that the words name, runs it, and turns what goes wrong into sentences. */
public final class CommandLines {
  private CommandLines() {}

  /** Runs to the end of the command; gives the code to exit with. */
  public static int execute(String... words) {
    // whatever the terminal claims: accents must not turn into question marks
    return line(Words.of(System.getenv()))
        .setOut(utf8(System.out))
        .setErr(utf8(System.err))
        .execute(words);
  }

  static CommandLine line(Words words) {
    CommandLine line = new CommandLine(new Colloque(words));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    refuseWrongWords(line);
    Complaints.teach(line, words);
    line.setExecutionExceptionHandler(
        (failure, where, _) -> Failures.explain(failure, where.getErr(), words));
    return line;
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static void refuseWrongWords(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(Failures.WRONG_WORDS);
    line.getSubcommands().values().forEach(CommandLines::refuseWrongWords);
  }
}
