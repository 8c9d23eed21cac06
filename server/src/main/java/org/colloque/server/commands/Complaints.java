package org.colloque.server.commands;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.colloque.server.pages.words.Messages;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the library that reads words says of itself, in the language of the terminal. */
final class Complaints {
  private Complaints() {}

  /** Lets the help of all commands speak this language; English stands beside the commands. */
  static void teach(CommandLine line, Words words) {
    if (words == Words.FRENCH) {
      line.setResourceBundle(french());
    }
    line.setParameterExceptionHandler((wrong, _) -> correct(wrong, words.messages()));
  }

  static ResourceBundle french() {
    return ResourceBundle.getBundle("commands", Locale.FRENCH);
  }

  private static int correct(ParameterException wrong, Messages messages) {
    CommandLine line = wrong.getCommandLine();
    line.getErr().println(sentence(wrong, messages));
    if (!UnmatchedArgumentException.printSuggestions(wrong, line.getErr())) {
      line.usage(line.getErr());
    }
    return Failures.WRONG_WORDS;
  }

  private static String sentence(ParameterException wrong, Messages messages) {
    return switch (wrong) {
      case MissingParameterException missing ->
          messages.get(
              "command.missing",
              missing.getMissing().stream()
                  .map(Complaints::name)
                  .collect(Collectors.joining(", ")));
      case UnmatchedArgumentException unknown ->
          messages.get("command.unknown", String.join(" ", unknown.getUnmatched()));
      case CommandNeeded _ -> messages.get("command.needed");
      case ParameterException other ->
          messages.get("command.wrong", String.valueOf(other.getMessage()));
    };
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** A group of commands was named, and none of them. */
  static final class CommandNeeded extends ParameterException {
    private static final long serialVersionUID = 1;

    CommandNeeded(CommandLine line) {
      super(line, "one of its commands is needed");
    }
  }
}
