package org.colloque.server.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the owner decides about the instance, from the command line. */
@Command(name = "settings", description = "Show or change the settings of the instance.")
final class InstanceSettingsCommands extends Group {

  @Command(name = "show", description = "Show the settings of the instance.")
  int show() {
    return act((members, output) ->
        members
            .settings()
            .forEach((name, text) -> output.println(name + " = " + text.replace("\n", "\\n"))));
  }

  @Command(name = "set", description = "Change a setting of the instance.")
  int set(
      @Parameters(paramLabel = "NAME", description = "As settings show prints it.") String name,
      @Parameters(paramLabel = "VALUE", description = "\\n begins a new line.") String value) {
    return act((members, _) -> members.changeSetting(name, value.replace("\\n", "\n")));
  }
}
