package org.colloque.server.commands;

import java.io.PrintWriter;
import org.colloque.server.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the settings in force, in the form of the file, without secrets. */
@Command(name = "config", description = "Print the settings in force, without secrets.")
final class ShowConfig implements Runnable {
  @ParentCommand private @Nullable Colloque colloque;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (colloque != null && spec != null) {
      PrintWriter output = spec.commandLine().getOut();
      Config.inForce(colloque.file(), System.getenv(), Colloque.home())
          .forEach((name, text) -> output.println(name + " = " + text));
      output.flush();
    }
  }
}
