package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.WebPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log of a group shows when somebody with the keys of the database has changed it. */
class GroupLogTest {
  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  private static GroupId busy() {
    GroupId group = circle.full("Busy");
    for (String name : List.of("One", "Two \"quoted\" \\ \n", "Trois é 🩺")) {
      circle.as(
          Who.ORGANISER,
          tx ->
              circle
                  .verbs()
                  .categories()
                  .add(tx, circle.account(Who.ORGANISER), group, name.replace("\n", "")));
    }
    return group;
  }

  private static GroupLog.Verdict verdict(GroupId group) {
    return circle.rig().kit().db().seeingAll(tx -> GroupLog.verify(tx.sql(), group));
  }

  /** As somebody does it who owns the tables. */
  private static void tamper(String statement, Object... values) {
    circle
        .rig()
        .kit()
        .db()
        .<Integer>seeingAll(tx -> {
          tx.sql().execute("ALTER TABLE group_log DISABLE TRIGGER USER");
          int changed = tx.sql().execute(statement, values);
          tx.sql().execute("ALTER TABLE group_log ENABLE TRIGGER USER");
          assertThat(changed).isPositive();
          return changed;
        });
  }

  @Test
  void everyRowFollowsTheOneBefore() {
    GroupId group = busy();
    List<GroupEvent> log = circle.log(group);
    assertThat(log).extracting(GroupEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(log.getFirst().previous()).isEqualTo(new byte[32]);
    assertThat(verdict(group).isWhole()).isTrue();
    assertThat(verdict(group).rows()).isEqualTo(5);
    assertThat(verdict(group).head()).isEqualTo(log.getLast().hash());
  }

  @Test
  void aChangedRowShows() {
    GroupId group = busy();
    tamper(
        "UPDATE group_log SET payload = '{\"value\": \"Other\"}' WHERE group_id = ? AND seq = 3",
        group.value());
    assertThat(verdict(group).broken()).isEqualTo(3);
    String page =
        WebPage.open(circle.browser(circle.person(Who.MEMBER)), "/groups/" + group + "/log")
            .document()
            .select("[role=alert]")
            .text();
    assertThat(page).contains("Row 3 was changed");
  }

  @Test
  void aRowThatWasTakenOutShows() {
    GroupId group = busy();
    tamper("DELETE FROM group_log WHERE group_id = ? AND seq = 2", group.value());
    assertThat(verdict(group).broken()).isEqualTo(2);
  }

  @Test
  void anotherActorOrMomentShows() {
    for (String change : List.of("actor_id = 1", "at = at - interval '1 hour'", "kind = 'left'")) {
      GroupId group = busy();
      tamper("UPDATE group_log SET " + change + " WHERE group_id = ? AND seq = 1", group.value());
      assertThat(verdict(group).broken()).as(change).isEqualTo(1);
    }
  }

  /** Who noted the last fingerprint sees that the whole chain was written anew. */
  @Test
  void aChainThatWasWrittenAnewHasAnotherHead() {
    GroupId group = busy();
    byte[] before = verdict(group).head();
    tamper("DELETE FROM group_log WHERE group_id = ? AND seq = 5", group.value());
    assertThat(verdict(group).isWhole()).isTrue();
    assertThat(verdict(group).head()).isNotEqualTo(before);
  }

  /** What a member downloads is enough to check it without us. */
  @Test
  void whoDownloadsItCanCheckItByThemselves() throws Exception {
    GroupId group = busy();
    var rows =
        circle.browser(circle.person(Who.MEMBER)).get("/groups/" + group + "/log.json").json();
    assertThat(rows).hasSize(5);
    String previous = "00".repeat(32);
    for (var row : rows) {
      assertThat(row.path("previous").asText()).isEqualTo(previous);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(HexFormat.of().parseHex(previous));
      byte[] hash = digest.digest(row.path("row").asText().getBytes(StandardCharsets.UTF_8));
      assertThat(row.path("hash").asText()).isEqualTo(HexFormat.of().formatHex(hash));
      previous = row.path("hash").asText();
    }
  }

  @Test
  void theFormIsThatOfRfc8785() {
    assertThat(
            CanonicalJson.of(
                Map.of(
                    "b",
                    "\u20ac$\u000f\nA'B\"\\\\\"/",
                    "a",
                    9_007_199_254_740_992L,
                    "\u00e9",
                    Map.of("z", "", "y", "\u0007\b\t\f\r"))))
        .isEqualTo(
            "{\"a\":9007199254740992,\"b\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\","
                + "\"\u00e9\":{\"y\":\"\\u0007\\b\\t\\f\\r\",\"z\":\"\"}}");
  }
}
