package org.colloque.server.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The walls hold, and each finds an intruder. */
class HouseRulesTest {
  private static final String SERVER = "org.colloque.server.";

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.colloque.server", "org.colloque.federation");

  private static final JavaClasses INTRUDERS =
      new ClassFileImporter().importPackages("org.colloque.server.walls.intruder");

  /** They hand Vert.x on from the composition root to the rooms that use it. */
  private static final Set<String> KNOW_VERTX =
      Set.of(
          SERVER + "commands.Tools",
          SERVER + "commands.TrainDeliveries",
          SERVER + "instance.Instance",
          SERVER + "kit.Kit",
          SERVER + "mail.SmtpSender");

  /** Each was looked at: no text of a stranger's gets into the SQL. */
  private static final Set<String> MAY_WRITE_SQL =
      Set.of(
          SERVER + "accounts.FamiliarFollowers",
          SERVER + "accounts.RelationshipQueries",
          SERVER + "board.PostSearch",
          SERVER + "dashboard.DimensionsApi",
          SERVER + "delivery.DeliveryQueries",
          SERVER + "delivery.HostQueries",
          SERVER + "delivery.StillOfInterest",
          SERVER + "discovery.ThreadQueries",
          SERVER + "inbox.InboxQueries",
          SERVER + "notifications.JudgeSender",
          SERVER + "notifications.NotificationRequests",
          SERVER + "oauth.Throttle",
          SERVER + "outbox.OutboxQueries",
          SERVER + "remote.InstanceActor",
          SERVER + "remote.StoreActor",
          SERVER + "search.AccountSearch",
          SERVER + "search.StatusSearch",
          SERVER + "statuses.Feeds",
          SERVER + "statuses.StatusRows",
          SERVER + "statuses.Threads",
          SERVER + "tags.FeaturedTagQueries",
          SERVER + "tags.FollowTag",
          SERVER + "tags.TagQueries",
          SERVER + "timelines.FeedRetention");

  /** Work that must not depend on who looks. */
  private static final Set<String> SEE_ALL =
      Set.of(
          // write who is in a group, which no viewer may, once the verb has decided it
          SERVER + "groups.Registrar",
          SERVER + "groups.GroupLog",
          // shows a group to who is asked in and cannot see it yet
          SERVER + "groups.Invitations",
          SERVER + "groups.EndMemberships",
          SERVER + "groups.EraseGroups",
          // members of a group are told that a poll in it is over
          SERVER + "statuses.TellOfPolls",
          // posts what is due as its author, who may not be in the group any more
          SERVER + "scheduled.PublishScheduled",
          // letters are written by nobody, to members of a group only
          SERVER + "digest.GroupLines",
          SERVER + "digest.SendDigests",
          SERVER + "digest.SendNotices",
          // organisers are told by who asks to join, who is in no group
          SERVER + "notifications.Notifier",
          // what waits for its batch no viewer sees; only a secret takes it back
          SERVER + "anonymous.KeepAnonymous",
          SERVER + "anonymous.PublishAnonymous",
          SERVER + "media.GroupMedia",
          SERVER + "media.MediaRetention",
          // what was attached to a post that goes belongs to its owner alone, whoever takes it away
          SERVER + "statuses.DeleteStatus",
          SERVER + "users.EraseAccounts");

  /** Where a real server is put together, and where a demonstration moves its clock. */
  private static final Set<String> ASK_THE_SYSTEM =
      Set.of(
          SERVER + "commands.Run",
          SERVER + "commands.Service",
          SERVER + "commands.Tools",
          SERVER + "commands.Train",
          SERVER + "demo.Demo",
          SERVER + "demo.DemoClock");

  /** Rooms that answer other servers, visitors and feed readers, and what is taken elsewhere. */
  private static final String[] ANSWER_STRANGERS = {
    SERVER + "discovery..", SERVER + "outbox..", SERVER + "feeds..", SERVER + "archive.."
  };

  @Test
  void theWholeHouseIsLookedAt() {
    assertThat(HOUSE.size()).isGreaterThan(300);
    assertThat(INTRUDERS.size()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void vertxKeepsToItsRooms() {
    HouseRules.vertxKeepsToItsRooms(KNOW_VERTX).check(HOUSE);
    assertFinds(HouseRules.vertxKeepsToItsRooms(Set.of()), HOUSE);
  }

  @Test
  void federationStandsAlone() {
    HouseRules.federationStandsAlone().check(HOUSE);
  }

  @Test
  void strangersReadTheView() {
    HouseRules.strangersReadTheView(ANSWER_STRANGERS).allowEmptyShould(true).check(HOUSE);
    // a field imported statically: no class of the table is named there
    assertFinds(HouseRules.strangersReadTheView("..intruder.."), INTRUDERS);
  }

  @Test
  void plainSqlStaysInTheDatabaseRoom() {
    HouseRules.noPlainSql(MAY_WRITE_SQL).check(HOUSE);
    assertFinds(HouseRules.noPlainSql(Set.of()), INTRUDERS);
  }

  @Test
  void whoSeesAllIsListed() {
    HouseRules.onlyTheseSeeAll(SEE_ALL).check(HOUSE);
    assertFinds(HouseRules.onlyTheseSeeAll(Set.of()), HOUSE);
  }

  @Test
  void onlyTheInboxTrustsWhatWasVerifiedBefore() {
    HouseRules.onlyTheInboxRemembersVerification().check(HOUSE);
  }

  @Test
  void theTimeComesFromTheClock() {
    HouseRules.nobodyAsksTheSystemForTheTime(ASK_THE_SYSTEM).check(HOUSE);
    assertFinds(HouseRules.nobodyAsksTheSystemForTheTime(Set.of()), INTRUDERS);
  }

  @Test
  void connectionsAreOpenedInOneRoom() {
    HouseRules.connectionsAreOpenedInOneRoom().check(HOUSE);
  }

  private static void assertFinds(ArchRule rule, JavaClasses where) {
    assertThat(rule.evaluate(where).hasViolation()).as(rule.getDescription()).isTrue();
  }
}
