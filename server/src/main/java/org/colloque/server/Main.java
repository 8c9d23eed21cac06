package org.colloque.server;

import org.colloque.server.commands.CommandLines;
import org.colloque.server.commands.PlainRun;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(PlainRun.is(arguments) ? PlainRun.execute() : CommandLines.execute(arguments));
  }
}
