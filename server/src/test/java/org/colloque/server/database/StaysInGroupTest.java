package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Picks at what keeps rows in their group, by hand-written SQL under the server's own role (design,
 * part 4): no table is without a lock, nothing is moved out of a group, and an upload that is in no
 * post is its owner's.
 */
class StaysInGroupTest {
  private static final long GROUP = 1;

  private static Rig rig;
  private static Person member;
  private static Person other;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    member = rig.local("member");
    other = rig.local("other");
    for (String statement :
        List.of(
            "INSERT INTO groups (id, name, slug, seats, created_at)"
                + " VALUES (1, 'canary', 'canary', 12, now()), (2, 'other', 'other', 12, now())",
            "INSERT INTO memberships (account_id, group_id, handle) VALUES (MEMBER, 1, 'canary'),"
                + " (MEMBER, 2, 'other')",
            "INSERT INTO statuses (id, account_id, local, audience, group_id, conversation_id, text,"
                + " created_at) VALUES (2, MEMBER, true, 'group', 1, 1, 'canary', now())",
            "INSERT INTO status_edits (id, status_id, group_id, text, content_html, spoiler_text,"
                + " sensitive, created_at) VALUES (3, 2, 1, 'canary', '', '', false, now())",
            "INSERT INTO polls (status_id, group_id, multiple, options, votes, refreshed_at)"
                + " VALUES (2, 1, false, '{canary}', '{1}', now())",
            "INSERT INTO poll_votes (status_id, account_id, group_id, choice, created_at)"
                + " VALUES (2, MEMBER, 1, 0, now())",
            "INSERT INTO media_attachments (id, account_id, status_id, group_id, kind, created_at,"
                + " updated_at) VALUES (4, MEMBER, 2, 1, 'image', now(), now())",
            told(5, "MEMBER", "OTHER", "mention"),
            told(6, "OTHER", "MEMBER", "colloque.group_news"))) {
      all(named(statement));
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** That somebody is told of something in the group. */
  private static String told(long id, String whom, String by, String type) {
    return "INSERT INTO notifications (id, account_id, from_account_id, type, group_id, group_key,"
        + " created_at) VALUES (%d, %s, %s, '%s', 1, 'canary', now())"
            .formatted(id, whom, by, type);
  }

  private static String named(String statement) {
    return statement
        .replace("MEMBER", member.account().toString())
        .replace("OTHER", other.account().toString());
  }

  private static void all(String statement) {
    rig.kit().db().<Integer>seeingAll(tx -> tx.sql().execute(statement));
  }

  @Test
  void noTableWithRowsOfGroupsIsWithoutALock() {
    List<String> open =
        rig.kit()
            .db()
            .as(
                Viewer.stranger(),
                tx ->
                    tx.sql()
                        .fetch(
                            "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a"
                                + " ON a.attrelid = c.oid WHERE c.relkind IN ('r', 'p', 'm')"
                                + " AND a.attname = 'group_id' AND NOT a.attisdropped"
                                + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")
                        .getValues(0, String.class));
    assertThat(open).isEmpty();
  }

  @Test
  void nothingIsMovedOutOfAGroupByAnybody() {
    for (String statement :
        List.of(
            "UPDATE statuses SET group_id = NULL, audience = 'public'",
            "UPDATE statuses SET group_id = 2",
            "UPDATE status_edits SET group_id = NULL",
            "UPDATE polls SET group_id = 2",
            "UPDATE poll_votes SET group_id = NULL",
            "UPDATE notifications SET group_id = NULL",
            "UPDATE notifications SET group_id = 2",
            "UPDATE media_attachments SET group_id = NULL",
            "UPDATE media_attachments SET group_id = 2")) {
      assertThatThrownBy(() ->
              rig.kit()
                  .db()
                  .<Integer>as(Viewer.of(member.account()), tx -> tx.sql().execute(statement)))
          .as(statement)
          .hasMessageContaining("stays in it");
      assertThatThrownBy(() -> all(statement)).as(statement).hasMessageContaining("stays in it");
      // who is in none of them has nothing to move
      assertThat(
              rig.kit()
                  .db()
                  .<Integer>as(
                      Viewer.of(other.account()),
                      tx -> tx.sql().execute(statement + " WHERE group_id = 1")))
          .as(statement)
          .isZero();
    }
  }

  @Test
  void nothingIsMovedOrWrittenIntoAGroupByWhoIsNotInIt() {
    String insert =
        "INSERT INTO statuses (id, account_id, local, audience, group_id, conversation_id, text,"
            + " created_at) VALUES (?, ?, true, 'group', 1, 1, 'from outside', now())";
    for (Viewer viewer : List.of(Viewer.of(other.account()), Viewer.stranger())) {
      assertThatThrownBy(() ->
              rig.kit()
                  .db()
                  .<Integer>as(
                      viewer,
                      tx ->
                          tx.sql()
                              .execute(insert, rig.kit().ids().next(), other.account().value())))
          .hasMessageContaining("row-level security");
    }
    String open = other.app().post("/api/v1/statuses", "status", "x").json().path("id").asText();
    assertThatThrownBy(() ->
            all(
                "UPDATE statuses SET group_id = 1, audience = 'group', uri = NULL WHERE id = "
                    + open))
        .hasMessageContaining("stays in it");
  }

  /**
   * Those who are in it see what is told of a group; who is asked into it sees that, and no more.
   */
  @Test
  void whatIsToldOfAGroupIsForItsMembersAndForWhoIsAskedIn() {
    Viewer inside = Viewer.of(member.account());
    Viewer outside = Viewer.of(other.account());
    assertThat(toldTo(inside)).containsExactly(5L, 6L);
    // although it names them
    assertThat(toldTo(outside)).isEmpty();
    assertThat(toldTo(Viewer.stranger())).isEmpty();
    for (String statement :
        List.of(
            "UPDATE notifications SET group_key = 'mine' WHERE group_id IS NOT NULL",
            "DELETE FROM notifications WHERE group_id IS NOT NULL")) {
      assertThat(rig.kit().db().<Integer>as(outside, tx -> tx.sql().execute(statement))).isZero();
    }
    for (String type : List.of("mention", "colloque.group_news", "colloque.group_invitation")) {
      String insert = named(told(7, "OTHER", "MEMBER", type));
      assertThatThrownBy(() -> rig.kit().db().<Integer>as(outside, tx -> tx.sql().execute(insert)))
          .hasMessageContaining("row-level security");
    }
    String invitation = named(told(7, "OTHER", "MEMBER", "colloque.group_invitation"));
    rig.kit().db().<Integer>as(inside, tx -> tx.sql().execute(invitation));
    assertThat(toldTo(outside)).containsExactly(7L);
    assertThat(toldTo(Viewer.stranger())).isEmpty();
    assertThat(
            rig.kit()
                .db()
                .<Integer>as(outside, tx -> tx.sql().execute("DELETE FROM notifications")))
        .isEqualTo(1);
  }

  private List<Long> toldTo(Viewer viewer) {
    return rig.kit()
        .db()
        .as(
            viewer,
            tx ->
                tx.sql()
                    .fetch("SELECT id FROM notifications WHERE group_id = 1 ORDER BY id")
                    .getValues(0, Long.class));
  }

  /** Before it is posted, and after its post went; in a group as elsewhere. */
  @Test
  void anUploadThatIsInNoPostIsItsOwnersAlone() {
    List<Viewer> outsiders =
        List.of(Viewer.of(other.account()), Viewer.of(member.account()), Viewer.stranger());
    for (String group : new String[] {"NULL", "1"}) {
      String insert =
          "INSERT INTO media_attachments (id, account_id, group_id, kind, description, created_at,"
              + " updated_at) VALUES (?, ?, "
              + group
              + ", 'image', 'canary', now(), now())";
      long id = rig.kit().ids().next();
      long owner = rig.local("owner" + group.toLowerCase(java.util.Locale.ROOT)).account().value();
      all("INSERT INTO memberships VALUES (" + owner + ", " + GROUP + ", 'canary')");
      Viewer his = Viewer.of(new AccountId(owner));
      for (Viewer viewer : outsiders) {
        assertThatThrownBy(
                () -> rig.kit().db().<Integer>as(viewer, tx -> tx.sql().execute(insert, id, owner)))
            .hasMessageContaining("row-level security");
      }
      rig.kit().db().<Integer>as(his, tx -> tx.sql().execute(insert, id, owner));
      for (Viewer viewer : outsiders) {
        for (String statement :
            List.of(
                "UPDATE media_attachments SET description = 'mine' WHERE id > 4",
                "UPDATE media_attachments SET status_id = 2, group_id = 1 WHERE id > 4",
                "DELETE FROM media_attachments WHERE id > 4")) {
          assertThat(rig.kit().db().<Integer>as(viewer, tx -> tx.sql().execute(statement)))
              .as(statement)
              .isZero();
        }
        assertThat(uploadsSeenBy(viewer)).isZero();
      }
      assertThat(uploadsSeenBy(his)).isEqualTo(1);
      rig.kit()
          .db()
          .<Integer>seeingAll(
              tx -> tx.sql().execute("DELETE FROM memberships WHERE account_id = ?", owner));
      assertThat(uploadsSeenBy(his)).isEqualTo(group.equals("NULL") ? 1 : 0);
    }
  }

  private int uploadsSeenBy(Viewer viewer) {
    return rig.kit()
        .db()
        .as(viewer, tx -> tx.sql().fetch("SELECT id FROM media_attachments WHERE id > 4").size());
  }
}
