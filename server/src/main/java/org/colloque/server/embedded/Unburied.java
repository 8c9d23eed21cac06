package org.colloque.server.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A server that was killed and whose exit nobody has asked for: in a container without an init
 * process it stays a zombie. PostgreSQL takes its number in {@code postmaster.pid} for a live
 * server and refuses to start. Linux only; elsewhere, and in all other cases, PostgreSQL's own
 * checks decide.
 */
final class Unburied {
  private Unburied() {}

  /** Takes the lock file of a zombie away, once none of its children works in the folder. */
  static void forget(Path cluster, Duration patience) throws IOException {
    Path file = cluster.resolve("postmaster.pid");
    if (Files.exists(file)
        && isZombie(number(file))
        && Postmaster.await(() -> isDeserted(cluster), patience)) {
      Files.delete(file);
    }
  }

  private static String number(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  /** By {@code /proc/PID/stat}: number, name in parentheses, state (proc_pid_stat(5)). */
  private static boolean isZombie(String process) {
    if (!process.matches("[0-9]{1,10}")) {
      return false;
    }
    try {
      String line = Files.readString(Path.of("/proc", process, "stat"));
      return line.substring(line.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException noSuchProcess) {
      return false;
    }
  }

  /** Every process of a server works in its data folder. */
  private static boolean isDeserted(Path cluster) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (worksIn(process.resolve("cwd"), cluster)) {
          return false;
        }
      }
      return true;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static boolean worksIn(Path working, Path cluster) {
    try {
      return Files.isReadable(working) && Files.isSameFile(working, cluster);
    } catch (IOException gone) {
      return false;
    }
  }
}
