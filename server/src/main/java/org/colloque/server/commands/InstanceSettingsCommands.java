package org.colloque.server.commands;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.colloque.server.database.Viewer;
import org.colloque.server.instance.Settings;
import org.colloque.server.kit.Fault;
import org.colloque.server.logging.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the owner decides about the instance, from the command line. */
@Command(
    name = "settings",
    description = "Show or change the settings of the instance.",
    subcommands = {InstanceSettingsCommands.Show.class, InstanceSettingsCommands.Set.class})
final class InstanceSettingsCommands extends Group {

  /** Prints all, one a line. */
  @Command(name = "show", description = "Show the settings of the instance.")
  static final class Show implements Runnable {
    @ParentCommand private @Nullable InstanceSettingsCommands group;
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (group == null || spec == null) {
        return;
      }
      try (Tools tools = new Tools(group.root().load(Logs.Target.STANDARD_ERROR))) {
        PrintWriter output = spec.commandLine().getOut();
        new Settings(tools.kit())
            .current()
            .texts()
            .forEach((name, text) -> output.println(name + " = " + text.replace("\n", "\\n")));
        output.flush();
      }
    }
  }

  /** Changes one. */
  @Command(name = "set", description = "Change a setting of the instance.")
  static final class Set implements Callable<Integer> {
    @ParentCommand private @Nullable InstanceSettingsCommands group;
    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "As settings show prints it.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "\\n begins a new line.")
    private String value = "";

    @Override
    public Integer call() {
      if (group == null || spec == null) {
        return CommandLines.FAILED;
      }
      try (Tools tools = new Tools(group.root().load(Logs.Target.STANDARD_ERROR))) {
        Settings settings = new Settings(tools.kit());
        Map<String, String> change = Map.of(name, value.replace("\\n", "\n"));
        Map<String, Fault> faults =
            tools.kit().db().as(Viewer.stranger(), tx -> settings.change(tx, change));
        faults.forEach((setting, fault) ->
            spec.commandLine().getErr().println(setting + " " + fault.description()));
        return faults.isEmpty() ? 0 : CommandLines.WRONG_WORDS;
      }
    }
  }
}
