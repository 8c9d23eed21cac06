package org.colloque.server.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.colloque.server.Config;
import org.colloque.server.embedded.EmbeddedDatabase;
import org.colloque.server.logging.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the instance for a moment on a database that is thrown away, so that Java learns for later
 * starts which classes are used (JEP 483, JEP 514). Called by the start script when it builds.
 */
@Command(name = "train", hidden = true, description = "Prepare fast starts.")
final class Train implements Runnable {
  private static final List<String> PATHS =
      List.of(
          "/",
          "/healthz",
          "/readyz",
          "/about",
          "/api/v2/instance",
          "/api/v1/timelines/public",
          "/.well-known/webfinger?resource=acct:nobody@localhost",
          "/nodeinfo/2.0");

  /**
   * In a process of its own, before: the library that unpacks is sealed, and a start-up cache with
   * one of its classes does not load.
   */
  @Option(names = "--unpack", description = "Only unpack PostgreSQL.")
  private boolean unpack;

  @Override
  public void run() {
    Path folder = Colloque.home().toAbsolutePath();
    if (unpack) {
      EmbeddedDatabase.unpack(folder);
    } else {
      train(folder);
    }
  }

  private static void train(Path folder) {
    Config config =
        Config.of(
            Map.of("data-folder", folder.toString(), "listen.port", "0", "embedded.port", "0"));
    Logs.configure(config.log(), Logs.Target.STANDARD_OUTPUT);
    try (Service service = new Service()) {
      int port = service.start(config, Clock.systemUTC()).port();
      PATHS.forEach(path -> visit(port, path));
      TrainDeliveries.to(port, Clock.systemUTC());
    }
  }

  private static void visit(int port, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
