package org.colloque.server.commands;

import java.nio.file.Path;
import java.util.Map;
import org.colloque.server.Config;
import org.colloque.server.logging.Logs;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program as its command line sees it. */
@Command(
    name = "colloque",
    description = "A federated, self-hosted social server for medical communities.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      AccountCommands.class,
      InstanceSettingsCommands.class,
      Run.class,
      RunDemo.One.class,
      RunDemo.Two.class,
      ShowConfig.class,
      Train.class,
      TrusteeCommands.class,
      CommandLine.HelpCommand.class
    })
final class Colloque implements Runnable {
  /** The folder of the installation; the start script says where it is. */
  private static final String HOME_PROPERTY = "colloque.home";

  private final Words words;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file with the settings.")
  private @Nullable Path file;

  Colloque(Words words) {
    this.words = words;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new Complaints.CommandNeeded(spec.commandLine());
    }
  }

  /** What commands say to who sits at the terminal. */
  Messages messages() {
    return words.messages();
  }

  @Nullable Path file() {
    return file;
  }

  /** The settings, with the log set up as they ask. */
  Config load(Logs.Target log) {
    return load(System.getenv(), log);
  }

  /** As above, from another environment. */
  Config load(Map<String, String> environment, Logs.Target log) {
    Config config = Config.load(file, environment, home());
    Logs.configure(config.log(), log);
    Config.unknownVariables(environment)
        .forEach(name ->
            LoggerFactory.getLogger(Colloque.class)
                .warn("{} in the environment is not a setting", name));
    return config;
  }

  static Path home() {
    return Path.of(System.getProperty(HOME_PROPERTY, ""));
  }
}
