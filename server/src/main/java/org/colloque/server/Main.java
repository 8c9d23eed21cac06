package org.colloque.server;

import org.colloque.server.commands.CommandLines;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandLines.execute(arguments));
  }
}
