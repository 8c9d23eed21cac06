package org.colloque.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the programs of PostgreSQL as somebody who is not root, which they refuse to run as.
 *
 * <p>An ordinary user runs them as he is. Root becomes an unprivileged user for them, by whichever
 * of three programs there is; where none works, a user namespace has to do. The working folder is
 * the cluster and the programs are told {@code /proc/self/cwd}: a process needs no right to the
 * folders above its working folder, so that an installation below {@code /root} works as well.
 */
record Runner(Software software, List<String> prefix, Optional<Account> account) {
  private static final Path ACCOUNTS = Path.of("/etc/passwd");

  /** Where the programs go when the unprivileged user cannot reach the data folder. */
  private static final Path SHARED_SOFTWARE = Path.of("/var/lib/colloque");

  private static final List<String> ACCOUNT_NAMES = List.of("colloque", "postgres", "nobody");

  /** A line of /etc/passwd. */
  record Account(String name, int user, int group) {}

  /** The command line that runs this program of PostgreSQL in the cluster. */
  List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(software.program(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** How the programs name the cluster, which is their working folder. */
  String dataArgument(Path cluster) {
    return isLinux() ? "/proc/self/cwd" : cluster.toString();
  }

  /** Makes the folder belong to whom the programs run as. */
  void own(Path folder) throws IOException {
    int user = account.map(Account::user).orElse(currentUser());
    if (Folders.owner(folder) != user) {
      Folders.give(folder, user, account.map(Account::group).orElse(0));
    }
  }

  /**
   * Finds a way that works here.
   *
   * @param home where the programs are unpacked if they can be run from there
   * @param cluster whose owner, if it exists, stays its owner
   */
  static Runner find(Path home, Path cluster) {
    if (currentUser() != 0) {
      return new Runner(Software.unpackBelow(home), nameless(), Optional.empty());
    }
    return find(home, account(cluster), searchPath());
  }

  /** A user without a name, as containers have, gets the one of a namespace: initdb needs one. */
  private static List<String> nameless() {
    boolean named = !System.getProperty("user.name", "?").equals("?");
    return named
        ? List.of()
        : program(searchPath(), "unshare").map(p -> List.of(p, "-U")).orElse(List.of());
  }

  private static String searchPath() {
    return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
  }

  /** As above, for root; the programs that help are looked for on this path only. */
  static Runner find(Path home, Optional<Account> account, String searchPath) {
    List<String> tried = new ArrayList<>();
    for (List<String> prefix :
        account.map(known -> becoming(known, searchPath)).orElse(List.of())) {
      for (Path place : List.of(home, SHARED_SOFTWARE)) {
        Optional<Runner> runner = attempt(place, prefix, account, tried);
        if (runner.isPresent()) {
          return runner.get();
        }
      }
    }
    return program(searchPath, "unshare")
        .flatMap(program -> attempt(home, List.of(program, "-U"), Optional.empty(), tried))
        .orElseThrow(() ->
            new EmbeddedDatabaseException(
                "PostgreSQL does not run as root, and no way was found to run it as another"
                    + " user: start this program as an ordinary user, or install util-linux"
                    + " (setpriv), or set database.url. Tried: "
                    + (tried.isEmpty() ? "nothing" : String.join("; ", tried))));
  }

  private static List<List<String>> becoming(Account account, String searchPath) {
    String user = Integer.toString(account.user());
    String group = Integer.toString(account.group());
    return Stream.of(
            List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"),
            List.of("runuser", "-u", account.name(), "--"),
            List.of("su", "-s", "/bin/sh", "-c", "exec \"$@\"", "--", account.name(), "sh"))
        .flatMap(words -> program(searchPath, words.getFirst()).map(p -> with(p, words)).stream())
        .toList();
  }

  private static List<String> with(String program, List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.set(0, program);
    return command;
  }

  private static Optional<Runner> attempt(
      Path place, List<String> prefix, Optional<Account> account, List<String> tried) {
    try {
      Runner runner = new Runner(Software.unpackBelow(place), prefix, account);
      return runner.works(tried) ? Optional.of(runner) : Optional.empty();
    } catch (EmbeddedDatabaseException cannotUnpack) {
      tried.add(cannotUnpack.getMessage());
      return Optional.empty();
    }
  }

  private boolean works(List<String> tried) {
    Command.Outcome outcome = Command.run(software.folder(), command("postgres", "--version"));
    if (!outcome.succeeded()) {
      tried.add(prefix.getFirst() + " from " + software.folder() + ": " + outcome.output());
    }
    return outcome.succeeded();
  }

  private static Optional<String> program(String searchPath, String name) {
    return Stream.of(searchPath.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static Optional<Account> account(Path cluster) {
    List<Account> accounts = accounts();
    try {
      int owner = Files.exists(cluster) ? Folders.owner(cluster) : 0;
      Stream<Account> before = accounts.stream().filter(a -> a.user() == owner && owner != 0);
      Stream<Account> usual =
          ACCOUNT_NAMES.stream()
              .flatMap(name -> accounts.stream().filter(a -> a.name().equals(name)));
      return Stream.concat(before, usual).findFirst();
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException(cluster + " cannot be read", failure);
    }
  }

  private static List<Account> accounts() {
    try (Stream<String> lines = Files.lines(ACCOUNTS)) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(parts -> parts.length > 3)
          .map(p -> new Account(p[0], Integer.parseInt(p[2]), Integer.parseInt(p[3])))
          .toList();
    } catch (IOException | NumberFormatException noAccounts) {
      return List.of();
    }
  }

  /** The number of the user we are; root is 0. */
  static int currentUser() {
    try {
      return isLinux()
          ? effectiveUser(Files.readAllLines(Path.of("/proc/self/status")))
          : Folders.owner(Path.of(System.getProperty("user.home")));
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException("the current user cannot be found", failure);
    }
  }

  /** {@code Uid:} real, effective, saved, of the file system (proc(5)). */
  static int effectiveUser(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("Uid:"))
        .map(line -> Integer.parseInt(line.split("\\s+", -1)[2]))
        .findFirst()
        .orElseThrow(() -> new EmbeddedDatabaseException("the current user cannot be found"));
  }

  private static boolean isLinux() {
    return Files.isDirectory(Path.of("/proc/self"));
  }
}
