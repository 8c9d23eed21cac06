package org.colloque.server.walls;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.colloque.federation.signature.Verified;
import org.colloque.migrations.Tables;
import org.colloque.migrations.tables.Statuses;
import org.colloque.server.database.Db;
import org.colloque.server.database.Tx;
import org.jooq.PlainSQL;

/** What the compiler cannot say of the house (design.md, sections 2, 4, 6 and 11). */
final class HouseRules {
  private HouseRules() {}

  /** Vert.x and Netty keep to their rooms; {@code others} are named one by one. */
  static ArchRule vertxKeepsToItsRooms(Set<String> others) {
    return noClasses()
        .that(
            DescribedPredicate.not(
                    resideInAnyPackage(
                        "org.colloque.server.http..",
                        "org.colloque.federation.fetch..",
                        "org.colloque.federation.deliver.."))
                .and(notNamed(others)))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty.."))
        .as("Vert.x and Netty are known in their rooms only");
  }

  /** Federation knows no server, no SQL and no pages. */
  static ArchRule federationStandsAlone() {
    return noClasses()
        .that(resideInAPackage("org.colloque.federation.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.colloque.server..",
                "org.colloque.migrations..",
                "org.jooq..",
                "java.sql..",
                "javax.sql..",
                "gg.jte.."));
  }

  /** The second lock: what answers strangers reads the view that has no private rows. */
  static ArchRule strangersReadTheView(String... packages) {
    return noClasses()
        .that(resideInAnyPackage(packages))
        .should()
        .accessFieldWhere(
            new DescribedPredicate<JavaFieldAccess>("the table of statuses") {
              @Override
              public boolean test(JavaFieldAccess access) {
                return access.getTarget().getRawType().isAssignableTo(Statuses.class)
                    || access.getTargetOwner().isEquivalentTo(Tables.class)
                        && access.getName().equals("STATUSES");
              }
            })
        .orShould()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "the table of statuses", type -> type.isEquivalentTo(Statuses.class)))
        .as("what answers strangers reads federated_statuses, never the table");
  }

  /** SQL is written with jOOQ's words: text that is put together is how injection begins. */
  static ArchRule noPlainSql(Set<String> except) {
    return noClasses()
        .that(
            DescribedPredicate.not(resideInAPackage("org.colloque.server.database.."))
                .and(notNamed(except)))
        .should()
        .callMethodWhere(target(annotatedWith(PlainSQL.class)))
        .as("plain SQL stays in the database room");
  }

  /** Who may see every row, private groups' too. */
  static ArchRule onlyTheseSeeAll(Set<String> who) {
    return noClasses()
        .that(
            notNamed(who)
                .and(DescribedPredicate.not(resideInAPackage("org.colloque.server.database.."))))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "seeingAll",
                (JavaCall<?> call) ->
                    (call.getTargetOwner().isEquivalentTo(Db.class)
                            || call.getTargetOwner().isEquivalentTo(Tx.class))
                        && call.getName().equals("seeingAll")))
        .as("who sees all rows is listed by name");
  }

  /** What was verified when it came is trusted again only where it was kept. */
  static ArchRule onlyTheInboxRemembersVerification() {
    return noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "org.colloque.server.inbox..", "org.colloque.federation.signature..")))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "Verified.remembered",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(Verified.class)
                        && call.getName().equals("remembered")))
        .as("only the inbox makes something verified of what it kept");
  }

  /** The time comes from the clock that tests can set. */
  static ArchRule nobodyAsksTheSystemForTheTime(Set<String> except) {
    return noClasses()
        .that(notNamed(except))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "the system's time", (JavaCall<?> call) -> asksForTime(call.getTarget())))
        .orShould()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "new Date()",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(Date.class)
                        && call.getTarget().getParameterTypes().isEmpty()))
        .as("the time comes from the clock of the kit");
  }

  /** Nobody opens a connection to the database by another way. */
  static ArchRule connectionsAreOpenedInOneRoom() {
    return noClasses()
        .that()
        .resideInAPackage("org.colloque.server..")
        .and(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "org.colloque.server.database..", "org.colloque.server.embedded..")))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "JDBC and the pool",
                type ->
                    type.getPackageName().startsWith("com.zaxxer.hikari")
                        || type.getName().equals("java.sql.DriverManager")
                        || type.getName().equals("javax.sql.DataSource")));
  }

  private static boolean asksForTime(AccessTarget.CodeUnitCallTarget called) {
    JavaClass owner = called.getOwner();
    boolean ofJavaTime = owner.getPackageName().equals("java.time");
    return ofJavaTime
            && called.getName().equals("now")
            && called.getParameterTypes().stream()
                .noneMatch(type -> type.toErasure().isEquivalentTo(Clock.class))
        || owner.isEquivalentTo(Clock.class) && called.getName().startsWith("system")
        || owner.isEquivalentTo(Instant.class) && called.getName().equals("now")
        || owner.isEquivalentTo(System.class) && called.getName().equals("currentTimeMillis");
  }

  /** Classes, with those inside them, that are not in {@code names}. */
  private static DescribedPredicate<JavaClass> notNamed(Set<String> names) {
    return DescribedPredicate.describe(
        "are none of " + names, type -> !names.contains(outermost(type)));
  }

  private static String outermost(JavaClass type) {
    String name = type.getName();
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
