package org.colloque.server.commands;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloque.server.Config;
import org.colloque.server.demo.Demo;
import org.colloque.server.instance.Instance;
import org.colloque.server.logging.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs seeded instances, in data folders of their own. */
final class RunDemo {
  private static final String FOLDER = "COLLOQUE_DATA_FOLDER";
  private static final String PORT = "COLLOQUE_LISTEN_PORT";
  private static final String DATABASE_PORT = "COLLOQUE_EMBEDDED_PORT";
  private static final String PUBLIC_URL = "COLLOQUE_PUBLIC_URL";

  private RunDemo() {}

  /** One instance. */
  @Command(name = "demo", description = "Run a seeded instance.")
  static final class One implements Runnable {
    @ParentCommand private @Nullable Colloque colloque;
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (colloque != null && spec != null) {
        runOne(settings(colloque, "demo", 0), spec.commandLine().getOut());
      }
    }
  }

  /** Two instances that follow each other over the loopback address. */
  @Command(name = "demo-two", description = "Run two seeded instances that follow each other.")
  static final class Two implements Runnable {
    @ParentCommand private @Nullable Colloque colloque;
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (colloque != null && spec != null) {
        runTwo(
            settings(colloque, "demo-one", 0),
            settings(colloque, "demo-two", 1),
            spec.commandLine().getOut());
      }
    }
  }

  private static void runOne(Config config, PrintWriter output) {
    try (Service service = new Service()) {
      Service.stopOnSignal(List.of(service));
      Demo demo = new Demo();
      demo.seed(service.start(config, demo.clock(config)), "one");
      invite(output, config, "one");
      service.awaitStop();
    }
  }

  private static void runTwo(Config one, Config two, PrintWriter output) {
    try (Service first = new Service();
        Service second = new Service()) {
      Service.stopOnSignal(List.of(first, second));
      Demo demo = new Demo();
      Instance instance = first.start(one, demo.clock(one));
      demo.seed(instance, second.start(two, demo.clock(two)));
      invite(output, one, "one");
      invite(output, two, "two");
      first.awaitStop();
    }
  }

  private static void invite(PrintWriter output, Config config, String name) {
    Service.announce(config);
    output.println("  " + config.origin() + "  " + Demo.firstAddress(name) + "  " + Demo.PASSWORD);
    output.flush();
  }

  /**
   * The settings of an instance for a demonstration: what the environment says, with a folder of
   * its own and, for the second, the next ports.
   */
  private static Config settings(Colloque colloque, String folder, int next) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    String data = environment.getOrDefault(FOLDER, Colloque.home().resolve("data").toString());
    environment.put(FOLDER, Path.of(data).resolve(folder).toAbsolutePath().toString());
    int port = number(environment, PORT, 8080) + next;
    environment.put(PORT, Integer.toString(port));
    environment.put(
        DATABASE_PORT, Integer.toString(number(environment, DATABASE_PORT, 5465) + next));
    environment.put(PUBLIC_URL, "http://localhost:" + port);
    environment.put("COLLOQUE_FEDERATION_ALLOW_PRIVATE_ADDRESSES", "true");
    return colloque.load(environment, Logs.Target.STANDARD_OUTPUT);
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String text = environment.getOrDefault(name, "");
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : otherwise;
  }
}
