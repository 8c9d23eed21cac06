package org.colloque.server.commands;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;

/**
 * The word {@code run} alone, as every service manager gives it: it does not wait for the library
 * that reads words, which costs a start a fifth of its time.
 */
public final class PlainRun {
  private PlainRun() {}

  public static boolean is(String... words) {
    return List.of(words).equals(List.of("run"));
  }

  /** Runs until it is told to stop; gives the code to exit with. */
  public static int execute() {
    try {
      Run.run(new Colloque());
      return 0;
    } catch (RuntimeException failure) {
      return Failures.explain(failure, new PrintWriter(System.err, true, Charset.defaultCharset()));
    }
  }
}
