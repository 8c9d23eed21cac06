package org.colloque.federation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.colloque.federation.signature.Verified;
import org.colloque.federation.vocabulary.Addressing;
import org.junit.jupiter.api.Test;

/** The walls of this module. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.colloque.federation");

  @Test
  void onlyFetchAndDeliverKnowVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..federation.fetch", "..federation.deliver")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(CLASSES);
    assertThat(CLASSES)
        .anyMatch(each ->
            each.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency ->
                    dependency.getTargetClass().getPackageName().startsWith("io.vertx")));
  }

  @Test
  void onlySignatureKnowsBouncyCastle() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..federation.signature")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsDatabasesPagesOrTheServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.jooq..",
            "gg.jte..",
            "org.colloque.server..",
            "org.colloque.migrations..")
        .check(CLASSES);
  }

  @Test
  void theVocabularyKnowsNoOtherRoom() {
    classes()
        .that()
        .resideInAPackage("..federation.vocabulary")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "..federation.vocabulary",
            "java..",
            "com.fasterxml.jackson.databind..",
            "org.jspecify..")
        .check(CLASSES);
  }

  /** The first lock of privacy: a fifth kind of addressing must not pass unseen. */
  @Test
  void addressingHasFourKinds() {
    assertThat(Addressing.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            Addressing.Public.class,
            Addressing.Unlisted.class,
            Addressing.Followers.class,
            Addressing.Direct.class);
  }

  @Test
  void onlySignatureMakesVerified() {
    assertThat(Verified.class.getConstructors()).isEmpty();
    noClasses()
        .that()
        .resideOutsideOfPackage("..federation.signature")
        .should()
        .callMethod(Verified.class, "remembered", byte[].class, String.class, String.class)
        .check(CLASSES);
  }

  @Test
  void filesStaySmall() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<Path> large =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> lines(file) > 400)
              .toList();
      assertThat(large).isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
