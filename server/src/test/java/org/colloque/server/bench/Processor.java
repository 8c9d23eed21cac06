package org.colloque.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system has counted for processes: Linux only. */
final class Processor {
  /** The kernel's unit in /proc: a hundredth of a second on every Linux. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private Processor() {}

  /** Processor time of one process so far, in microseconds. */
  static long micros(long pid) {
    List<String> fields = stat(pid);
    return fields.isEmpty() ? 0 : MICROS_PER_TICK * (number(fields, USER) + number(fields, SYSTEM));
  }

  /** Processor time of PostgreSQL so far: the first process, its children, and those it buried. */
  static long postgresMicros(long postmaster) {
    List<String> first = stat(postmaster);
    long buried = number(first, CHILDREN_USER) + number(first, CHILDREN_SYSTEM);
    long total = micros(postmaster) + MICROS_PER_TICK * buried;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        String name = process.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit)) {
          long pid = Long.parseLong(name);
          List<String> fields = stat(pid);
          if (!fields.isEmpty() && number(fields, PARENT) == postmaster) {
            total += micros(pid);
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return total;
  }

  /** Resident memory in mebibytes. */
  static long residentMebibytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElse(0)
          / 1024;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the heap of a Java process holds after a collection, in mebibytes. */
  static long heapMebibytes(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    command(jcmd, Long.toString(pid), "GC.run");
    return command(jcmd, Long.toString(pid), "GC.heap_info")
            .lines()
            .filter(line -> line.contains(" total ") && line.contains(" used "))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".* used (\\d+)K.*", "$1")))
            .sum()
        / 1024;
  }

  private static String command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static long number(List<String> fields, int index) {
    return Long.parseLong(fields.get(index));
  }

  /** The fields after the name, which may hold spaces; empty when the process has gone. */
  private static List<String> stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return List.of(line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1));
    } catch (IOException gone) {
      return List.of();
    }
  }
}
