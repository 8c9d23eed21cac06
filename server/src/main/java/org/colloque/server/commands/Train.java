package org.colloque.server.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.colloque.server.Config;
import org.colloque.server.logging.Logs;
import picocli.CommandLine.Command;

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

  @Override
  public void run() {
    Path folder = Colloque.home().toAbsolutePath();
    Config config =
        Config.of(
            Map.of("data-folder", folder.toString(), "listen.port", "0", "embedded.port", "0"));
    Logs.configure(config.log(), Logs.Target.STANDARD_OUTPUT);
    try (Service service = new Service()) {
      int port = service.start(config).port();
      PATHS.forEach(path -> visit(port, path));
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
