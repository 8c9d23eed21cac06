package org.colloque.server.commands;

import java.io.PrintWriter;
import java.net.BindException;
import org.colloque.server.ConfigFaults;
import org.colloque.server.embedded.EmbeddedDatabaseException;
import org.colloque.server.pages.words.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong, as sentences and codes to exit with (sysexits.h). */
final class Failures {
  static final int WRONG_WORDS = 64;
  static final int WRONG_SETTINGS = 78;
  static final int FAILED = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Says on {@code errors} what went wrong; gives the code to exit with. */
  static int explain(Exception failure, PrintWriter errors, Words language) {
    Messages words = language.messages();
    if (failure instanceof ConfigFaults faults) {
      errors.println(words.get("command.settings.wrong"));
      faults.faults().forEach(fault -> errors.println("  " + fault));
      return WRONG_SETTINGS;
    }
    if (!(failure instanceof EmbeddedDatabaseException)) {
      LOG.error("Colloque does not start", failure);
    }
    errors.println(words.get("command.failed", sentence(failure, words)));
    return FAILED;
  }

  private static String sentence(Exception failure, Messages words) {
    StringBuilder sentence = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      sentence.append(": ").append(cause.getMessage());
      if (cause instanceof BindException) {
        sentence.append("; ").append(words.get("command.port"));
      }
    }
    return sentence.toString();
  }
}
