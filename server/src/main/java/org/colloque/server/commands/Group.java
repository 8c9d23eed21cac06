package org.colloque.server.commands;

import java.io.PrintWriter;
import java.util.function.BiConsumer;
import org.colloque.server.logging.Logs;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.users.Members;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that gathers others, each of which asks something of the {@link Members}. */
abstract class Group implements Runnable {
  @ParentCommand private @Nullable Colloque colloque;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new Complaints.CommandNeeded(spec.commandLine());
    }
  }

  /** Does it on the database of the settings; a refusal is printed. Gives the code to exit with. */
  int act(BiConsumer<Members, PrintWriter> what) {
    if (colloque == null || spec == null) {
      throw new IllegalStateException("not called from the command line");
    }
    try (Tools tools = new Tools(colloque.load(Logs.Target.STANDARD_ERROR));
        Members members = new Members(tools.kit(), messages())) {
      what.accept(members, spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IllegalArgumentException refusal) {
      spec.commandLine().getErr().println(refusal.getMessage());
      return Failures.WRONG_WORDS;
    }
  }

  /** Where answers are printed. */
  PrintWriter output() {
    if (spec == null) {
      throw new IllegalStateException("not called from the command line");
    }
    return spec.commandLine().getOut();
  }

  /** What is said to who sits at the terminal. */
  Messages messages() {
    if (colloque == null) {
      throw new IllegalStateException("not called from the command line");
    }
    return colloque.messages();
  }
}
