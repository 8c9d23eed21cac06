package org.colloque.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL: made once, configured anew at each start. The role that the program
 * uses owns its database and nothing else; the superuser has no password and so cannot sign in over
 * the network at all, except in tests.
 *
 * @param home the folder that holds the cluster, the password and the programs
 */
record Cluster(Path home, Runner runner, Purpose purpose) {
  static final String ROLE = "colloque";
  static final String DATABASE = "colloque";
  static final String SUPERUSER = "postgres";
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final int PASSWORD_BYTES = 24;

  /** What the cluster is for. */
  enum Purpose {
    /** Kept, and safe against the loss of power. */
    KEPT,
    /** Thrown away: fast, and with a superuser that can sign in. */
    TESTS
  }

  /** Where the files are. */
  static Path folder(Path home) {
    return home.resolve("cluster");
  }

  Path folder() {
    return folder(home);
  }

  Path log() {
    return folder().resolve("server.log");
  }

  /** Makes the cluster if there is none, and the settings for this start. Gives the password. */
  String prepare(int port) {
    try {
      String password = password(home);
      if (password.isEmpty()) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        if (Files.exists(folder())) {
          runner.own(folder());
          checkVersion();
          singleUser(folder(), List.of("alter role " + ROLE + " password '" + password + "'"));
        }
        Folders.writeSecret(passwordFile(home), password);
      }
      if (!Files.exists(folder())) {
        create(password);
      }
      checkVersion();
      configure(port);
      runner.own(folder());
      return password;
    } catch (IOException failure) {
      throw new EmbeddedDatabaseException(
          "the database in " + home + " cannot be prepared", failure);
    }
  }

  /** The password kept there, or an empty text. */
  static String password(Path home) throws IOException {
    return Files.exists(passwordFile(home)) ? Files.readString(passwordFile(home)).strip() : "";
  }

  private static Path passwordFile(Path home) {
    return home.resolve("password");
  }

  /** Under another name first: a cluster whose making was cut short is never taken for one. */
  private void create(String password) throws IOException {
    LOG.info("Creating the database in {}", folder());
    Path unfinished = home.resolve("cluster.new");
    Folders.delete(unfinished);
    Files.createDirectory(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    runner.own(unfinished);
    Command.Outcome outcome = Command.run(unfinished, initdb(unfinished));
    if (!outcome.succeeded()) {
      throw new EmbeddedDatabaseException("initdb failed: " + outcome.output());
    }
    singleUser(unfinished, bootstrap(password));
    Files.move(unfinished, folder(), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> initdb(Path unfinished) {
    return runner.command(
        "initdb",
        "--pgdata=" + runner.dataArgument(unfinished),
        "--username=" + SUPERUSER,
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth=trust", // replaced by our own rules before the first start
        "--no-instructions",
        purpose == Purpose.KEPT ? "--sync-method=fsync" : "--no-sync");
  }

  private List<String> bootstrap(String password) {
    String createRole = "create role " + ROLE + " login password '" + password + "' ";
    String createDatabase = "create database " + DATABASE + " owner " + ROLE;
    return switch (purpose) {
      case KEPT -> List.of(createRole, createDatabase);
      case TESTS ->
          List.of(
              createRole + "createdb",
              createDatabase,
              "alter role " + SUPERUSER + " password '" + password + "'");
    };
  }

  /** Runs statements, one a line, in PostgreSQL's single-user mode: no network, no password. */
  private void singleUser(Path cluster, List<String> statements) {
    Command.Outcome outcome =
        Command.run(
            cluster,
            runner.command(
                "postgres",
                "--single",
                "-D",
                runner.dataArgument(cluster),
                "-c",
                "log_min_messages=warning",
                SUPERUSER),
            String.join("\n", statements) + "\n");
    if (!outcome.succeeded() || outcome.output().contains("ERROR:")) {
      throw new EmbeddedDatabaseException("the database cannot be set up: " + outcome.output());
    }
  }

  private void checkVersion() throws IOException {
    String written = Files.readString(folder().resolve("PG_VERSION")).strip();
    String brought =
        Command.run(runner.software().folder(), runner.command("postgres", "--version")).output();
    if (!brought.contains(" " + written + ".")) {
      throw new EmbeddedDatabaseException(
          "the database in "
              + folder()
              + " was written by PostgreSQL "
              + written
              + ", and this program brings \""
              + brought
              + "\": dump it with the former version and restore it (docs/operations.md)");
    }
  }

  private void configure(int port) throws IOException {
    Files.writeString(folder().resolve("postgresql.conf"), settings(port));
    Files.writeString(folder().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
  }

  private String settings(int port) {
    String common =
        """
        # Written anew at each start. Your own lines go into postgresql-own.conf beside this file.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        shared_buffers = '64MB'
        max_connections = 250
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_checkpoints = off
        lc_messages = 'C'
        default_text_search_config = 'pg_catalog.simple'
        """
            .formatted(port);
    String durability = purpose == Purpose.KEPT ? "on" : "off";
    return common
        + "fsync = %1$s\nsynchronous_commit = %1$s\nfull_page_writes = %1$s\n".formatted(durability)
        + "include_if_exists = 'postgresql-own.conf'\n";
  }
}
