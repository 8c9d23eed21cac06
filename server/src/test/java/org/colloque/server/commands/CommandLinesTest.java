package org.colloque.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class CommandLinesTest {
  @ParameterizedTest
  @CsvSource({"nonsense,64", "--nonsense,64", "config nonsense,64", "'',64", "help,0", "config,0"})
  void answersWithTheCodesOfSysexits(String words, int code) {
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ", -1);
    assertThat(CommandLines.execute(arguments)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "fr_FR.UTF-8,,,true",
    "fr_CA,,en_US.UTF-8,true",
    ",fr_FR.UTF-8,en_US.UTF-8,true",
    ",,fr,true",
    "C,fr_FR.UTF-8,fr_FR.UTF-8,false",
    ",,de_DE.UTF-8,false",
    ",,,false",
  })
  void theEnvironmentSaysTheLanguage(String all, String messages, String lang, boolean french) {
    Map<String, String> environment =
        Map.of(
            "LC_ALL", String.valueOf(all).replace("null", ""),
            "LC_MESSAGES", String.valueOf(messages).replace("null", ""),
            "LANG", String.valueOf(lang).replace("null", ""));
    assertThat(Words.of(environment)).isEqualTo(french ? Words.FRENCH : Words.ENGLISH);
  }

  @Test
  void everythingThatHelpSaysIsSaidInFrenchToo() {
    assertThat(texts(CommandLines.line(Words.FRENCH)))
        .as("no text of a command is left in English")
        .doesNotContainAnyElementsOf(texts(CommandLines.line(Words.ENGLISH)).toList());
    assertThat(help(Words.FRENCH, "account", "create", "--help"))
        .contains(
            "Usage\u00a0: colloque account create", "Crée un compte", "(fr)", "Affiche cette aide");
    assertThat(help(Words.ENGLISH, "account", "create", "--help"))
        .contains("Usage: colloque account create", "Create an account", "(fr)");
    assertThat(help(Words.FRENCH, "help"))
        .contains("Commandes\u00a0:", "Lance une instance peuplée");
  }

  @Test
  void noFrenchTextIsLeftOver() {
    ResourceBundle french = Complaints.french();
    String shown =
        everyCommand(CommandLines.line(Words.FRENCH))
            .map(line -> line.getUsageMessage(CommandLine.Help.Ansi.OFF).replaceAll("\\s+", " "))
            .reduce("", String::concat);
    for (String key : french.keySet()) {
      // what is filled in, and the ends of lines, look otherwise in the help
      for (String part : french.getString(key).split("\\$\\{[^}]*\\}|%n|\\\\n", -1)) {
        if (!key.startsWith("colloque.train")) {
          assertThat(shown).as(key).contains(part.strip());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "account create alice,Il manque\u00a0: EMAIL",
    "account,Il faut une commande.",
    "run nonsense,Mots inconnus\u00a0: nonsense",
    "run --config a --config b,Ces mots ne conviennent pas",
  })
  void saysInFrenchWhatIsWrong(String words, String sentence) {
    StringWriter errors = new StringWriter();
    CommandLine line = CommandLines.line(Words.FRENCH).setErr(new PrintWriter(errors));
    assertThat(line.execute(words.split(" ", -1))).isEqualTo(Failures.WRONG_WORDS);
    assertThat(errors.toString()).contains(sentence);
  }

  private static String help(Words words, String... command) {
    StringWriter output = new StringWriter();
    assertThat(CommandLines.line(words).setOut(new PrintWriter(output)).execute(command)).isZero();
    return output.toString();
  }

  private static Stream<CommandLine> everyCommand(CommandLine line) {
    return Stream.concat(
        Stream.of(line),
        line.getSubcommands().values().stream().flatMap(CommandLinesTest::everyCommand));
  }

  /** All texts that the commands, their options and parameters say of themselves. */
  private static Stream<String> texts(CommandLine line) {
    return everyCommand(line)
        .map(CommandLine::getCommandSpec)
        .flatMap(CommandLinesTest::texts)
        .filter(text -> !text.isBlank())
        .distinct();
  }

  private static Stream<String> texts(CommandSpec command) {
    return Stream.of(
            Arrays.stream(command.usageMessage().header()),
            Arrays.stream(command.usageMessage().description()),
            Stream.of(
                command.usageMessage().synopsisHeading(),
                command.usageMessage().commandListHeading()),
            command.args().stream().map(ArgSpec::description).flatMap(Arrays::stream))
        .flatMap(texts -> texts);
  }
}
