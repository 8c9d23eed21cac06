package org.colloque.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Path target = Files.createDirectories(Path.of("target/embedded-test"));
    folder = Files.createTempDirectory(target, "data-").toAbsolutePath();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Postmaster.of(cluster()).ifPresent(Postmaster::abort);
    Folders.delete(folder);
  }

  @Test
  void isTheRealOneSafeAndBoundToTheLoopbackAddress() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0);
        Connection connection = connect(database)) {
      assertThat(text(connection, "show fsync")).isEqualTo("on");
      assertThat(text(connection, "show synchronous_commit")).isEqualTo("on");
      assertThat(text(connection, "show full_page_writes")).isEqualTo("on");
      assertThat(text(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(Path.of("/tmp/.s.PGSQL." + database.port())).doesNotExist();
      assertThat(text(connection, "show server_encoding")).isEqualTo("UTF8");
      assertThat(text(connection, "select lower('ÉTÉ')")).isEqualTo("été");
      assertThat(
              text(
                  connection,
                  "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole"
                      + " from pg_roles where rolname = current_user"))
          .isEqualTo("f");
      assertThat(
              text(
                  connection,
                  "select datdba::regrole from pg_database where datname ="
                      + " current_database()"))
          .isEqualTo("colloque");
    }
  }

  @Test
  void nobodySignsInWithoutThePasswordWhichOnlyItsOwnerReads() throws Exception {
    try (EmbeddedDatabase database = start(folder, 0)) {
      for (String user : List.of("colloque", "postgres")) {
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), user, "guess").close())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }
      Path password = folder.resolve("postgres/password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void keepsItsRowsAcrossRestartsAndAlsoWhenThePasswordIsLost() throws Exception {
    try (EmbeddedDatabase database = start(folder, 0);
        Connection connection = connect(database)) {
      execute(connection, "create table note (text text)");
      execute(connection, "insert into note values ('kept')");
    }
    assertThat(Postmaster.of(cluster())).isEmpty();
    Files.delete(folder.resolve("postgres/password"));
    try (EmbeddedDatabase database = start(folder, 0);
        Connection connection = connect(database)) {
      assertThat(text(connection, "select text from note")).isEqualTo("kept");
    }
  }

  @Test
  void aKilledProgramLosesNoCommittedRowAndItsServerIsStoppedAtTheNextStart() throws Exception {
    Process program = startProgram();
    long orphan;
    try (BufferedReader output = program.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.lines().anyMatch("committed"::equals)).isTrue();
      orphan = Postmaster.of(cluster()).orElseThrow().process();
      program.destroyForcibly().waitFor();
    }
    assertThat(Postmaster.of(cluster())).isPresent();
    try (EmbeddedDatabase database = start(folder, 0);
        Connection connection = connect(database)) {
      assertThat(text(connection, "select text from note")).isEqualTo("acknowledged");
      assertThat(Postmaster.of(cluster()).orElseThrow().process()).isNotEqualTo(orphan);
    }
  }

  @Test
  void aSecondProgramOnTheSameFolderIsRefusedButACommandJoins() throws Exception {
    try (EmbeddedDatabase first = start(folder, 0)) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder, 0))
          .isInstanceOf(EmbeddedDatabaseException.class)
          .hasMessageContaining("another Colloque is at work");
      try (EmbeddedDatabase joined = EmbeddedDatabase.join(folder, 0);
          Connection connection = connect(joined)) {
        assertThat(joined.port()).isEqualTo(first.port());
        assertThat(text(connection, "select current_user")).isEqualTo("colloque");
      }
      assertThat(Postmaster.of(cluster())).isPresent();
    }
  }

  @Test
  void aTakenPortIsNamed() {
    int taken = EmbeddedDatabase.forTests().port();
    assertThatThrownBy(() -> start(folder, taken))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("embedded.port");
  }

  @Test
  void filesOfAnotherMajorVersionAreRefusedAndLeftAlone() throws Exception {
    start(folder, 0).close();
    Path version = cluster().resolve("PG_VERSION");
    Files.writeString(version, "17\n");
    assertThatThrownBy(() -> start(folder, 0))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("was written by PostgreSQL 17");
    assertThat(version).hasContent("17");
  }

  @Test
  void aLockFileThatNamesAnotherProgramStopsNothing() throws Exception {
    start(folder, 0).close();
    long ourselves = ProcessHandle.current().pid();
    Files.writeString(cluster().resolve("postmaster.pid"), ourselves + "\n/somewhere\n0\n5432\n");
    assertThat(Postmaster.of(cluster())).isEmpty();
  }

  @Test
  void theOneForTestsIsFastAndMayCreateDatabases() throws Exception {
    EmbeddedDatabase database = EmbeddedDatabase.forTests();
    assertThat(EmbeddedDatabase.forTests()).isSameAs(database);
    try (Connection connection = connect(database)) {
      assertThat(text(connection, "show fsync")).isEqualTo("off");
      execute(connection, "create database copy template colloque");
      execute(connection, "drop database copy");
    }
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.superuser(), database.password())) {
      assertThat(text(connection, "show is_superuser")).isEqualTo("on");
    }
  }

  /** A program of its own that starts the database, commits a row and waits to be killed. */
  public static final class Program {
    public static void main(String[] arguments) throws Exception {
      EmbeddedDatabase database = start(Path.of(arguments[0]), 0);
      try (Connection connection = connect(database)) {
        execute(connection, "create table note (text text)");
        execute(connection, "insert into note values ('acknowledged')");
        System.out.println("committed");
        System.in.read();
      }
    }
  }

  private Process startProgram() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** As the program does it, but with the programs of PostgreSQL unpacked once for all tests. */
  private static EmbeddedDatabase start(Path dataFolder, int port) throws IOException {
    Path home = Files.createDirectories(dataFolder.resolve("postgres"));
    ClusterLock lock = ClusterLock.take(home).orElseThrow();
    return EmbeddedDatabase.start(home, TestDatabase.PROGRAMS, port, lock);
  }

  private Path cluster() {
    return folder.resolve("postgres/cluster");
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
