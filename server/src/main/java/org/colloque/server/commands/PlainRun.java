package org.colloque.server.commands;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    Words words = Words.of(System.getenv());
    try {
      Run.run(new Colloque(words));
      return 0;
    } catch (RuntimeException failure) {
      PrintWriter errors =
          new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
      return Failures.explain(failure, errors, words);
    }
  }
}
