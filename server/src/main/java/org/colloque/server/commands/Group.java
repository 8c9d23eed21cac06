package org.colloque.server.commands;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that only gathers others. */
abstract class Group implements Runnable {
  @ParentCommand private @Nullable Colloque colloque;
  @Spec private @Nullable CommandSpec spec;

  Colloque root() {
    if (colloque == null) {
      throw new IllegalStateException("not called from the command line");
    }
    return colloque;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "one of its commands is needed");
    }
  }
}
