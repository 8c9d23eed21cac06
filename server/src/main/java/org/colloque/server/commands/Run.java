package org.colloque.server.commands;

import org.colloque.server.Config;
import org.colloque.server.logging.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Runs the instance until it is told to stop. */
@Command(name = "run", description = "Run the instance until it is told to stop.")
final class Run implements Runnable {
  @ParentCommand private @Nullable Colloque colloque;

  @Override
  public void run() {
    if (colloque != null) {
      Config config = colloque.load(Logs.Target.STANDARD_OUTPUT);
      try (Service service = new Service()) {
        service.stopOnSignal();
        service.start(config);
        service.awaitStop();
      }
    }
  }
}
