package org.colloque.server.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.List;

/** The lines of an exception and its causes, each made harmless. */
final class ErrorText {
  /** Enough to find the place; a stack that overflowed has thousands. */
  static final int MAX_FRAMES = 60;

  static final int MAX_CAUSES = 10;

  private ErrorText() {}

  static List<String> lines(IThrowableProxy error) {
    List<String> lines = new ArrayList<>();
    IThrowableProxy cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      String message = cause.getMessage();
      lines.add(
          (depth == 0 ? "" : "caused by ")
              + cause.getClassName()
              + (message == null ? "" : ": " + SafeText.of(message)));
      addFrames(lines, cause);
      cause = cause.getCause();
    }
    return lines;
  }

  private static void addFrames(List<String> lines, IThrowableProxy error) {
    StackTraceElementProxy[] frames = error.getStackTraceElementProxyArray();
    int own = frames.length - error.getCommonFrames();
    for (int index = 0; index < Math.min(own, MAX_FRAMES); index++) {
      lines.add("    " + frames[index].getSTEAsString());
    }
    if (own > MAX_FRAMES) {
      lines.add("    and " + (own - MAX_FRAMES) + " more");
    }
  }
}
