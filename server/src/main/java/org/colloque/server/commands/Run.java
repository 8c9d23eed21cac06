package org.colloque.server.commands;

import java.time.Clock;
import java.util.List;
import org.colloque.server.Config;
import org.colloque.server.instance.Instance;
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
      run(colloque);
    }
  }

  static void run(Colloque colloque) {
    Config config = colloque.load(Logs.Target.STANDARD_OUTPUT);
    try (Service service = new Service()) {
      Service.stopOnSignal(List.of(service));
      Instance instance = service.start(config, Clock.systemUTC());
      instance.rooms().signIn().users().setUpOwner().announce();
      Service.announce(config);
      service.awaitStop();
    }
  }
}
