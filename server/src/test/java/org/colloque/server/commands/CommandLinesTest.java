package org.colloque.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLinesTest {
  @ParameterizedTest
  @CsvSource({"nonsense,64", "--nonsense,64", "config nonsense,64", "'',64", "help,0", "config,0"})
  void answersWithTheCodesOfSysexits(String words, int code) {
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ", -1);
    assertThat(CommandLines.execute(arguments)).isEqualTo(code);
  }
}
