package org.colloque.server.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.colloque.server.Main;

/** The program, or a main class of a test, as a process of its own that can be killed. */
public final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String HEAP = "256m";

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean ended;

  private Program(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().name("output-" + process.pid()).start(this::read);
  }

  /** {@code colloque run} with these settings. */
  public static Program run(Map<String, String> settings) {
    return run(settings, HEAP);
  }

  /** As above, with no more memory for its objects than {@code heap}, as {@code 96m}. */
  public static Program run(Map<String, String> settings, String heap) {
    return start(Main.class, settings, heap, "run");
  }

  /** Another main class with the class path of this one. */
  public static Program start(Class<?> main, Map<String, String> settings) {
    return start(main, settings, HEAP);
  }

  private static Program start(
      Class<?> main, Map<String, String> settings, String heap, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // starts in half the time, which is most of what these tests do
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap));
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("COLLOQUE_"));
    builder.environment().putAll(settings);
    try {
      return new Program(builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The settings of a program in the place of the rig's own server, which must have been closed: on
   * its database, under its address.
   */
  public static Map<String, String> settings(Rig rig) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("COLLOQUE_LISTEN_PORT", Integer.toString(rig.kit().config().listen().port()));
    settings.put("COLLOQUE_PUBLIC_URL", rig.base());
    settings.put("COLLOQUE_DATA_FOLDER", rig.folder().toAbsolutePath().toString());
    settings.put(
        "COLLOQUE_SECRET_KEY_FILE", rig.folder().resolve("secret.key").toAbsolutePath().toString());
    settings.put("COLLOQUE_DATABASE_URL", rig.database().url());
    settings.put("COLLOQUE_DATABASE_USER", rig.database().user());
    settings.put("COLLOQUE_DATABASE_PASSWORD", rig.database().password());
    settings.put("COLLOQUE_FEDERATION_ALLOW_PRIVATE_ADDRESSES", "true");
    return settings;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      // there is no more to read
    }
    synchronized (lines) {
      ended = true;
      lines.notifyAll();
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  /** Waits until a line with this text has been printed. */
  public Program await(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lines) {
      while (lines.stream().noneMatch(line -> line.contains(text))) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (ended || left <= 0) {
          throw new AssertionError("\"" + text + "\" was not printed: " + lines);
        }
        lines.wait(left);
      }
    }
    return this;
  }

  /** Waits until it answers requests. */
  public Program awaitOpen() throws InterruptedException {
    return await("Colloque is open");
  }

  /** What it has printed so far. */
  public String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, without waiting; unlike {@link Process#destroy} leaves the output open. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Waits until it has ended and all of its output has been read. Gives its exit code. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + output());
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
