package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_CATEGORIES;
import static org.colloque.migrations.Tables.GROUP_LOG;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Picks at the locks of privacy that stand in the database, by hand-written SQL (design, part 4).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocksTest {
  private static final long GROUP = 1;
  private static final long PRIVATE_STATUS = 2;
  private static final List<Table<?>> OF_GROUPS =
      List.of(GROUPS, MEMBERSHIPS, GROUP_MEMBERS, GROUP_CATEGORIES, GROUP_LOG);

  private Rig rig;
  private Person member;
  private Person other;

  @BeforeAll
  void start() {
    rig = Rig.start();
    member = rig.local("member");
    other = rig.local("other");
    rig.kit()
        .db()
        .<Object>seeingAll(tx -> {
          tx.sql()
              .execute(
                  "INSERT INTO groups (id, name, slug, seats, created_at)"
                      + " VALUES (?, 'canary', 'canary', 12, now())",
                  GROUP);
          join(tx, member);
          tx.sql()
              .execute(
                  "INSERT INTO group_categories (id, group_id, name, position)"
                      + " VALUES (1, ?, 'canary', 1)",
                  GROUP);
          tx.sql()
              .execute(
                  "INSERT INTO group_log (group_id, seq, at, kind, prev_hash, hash)"
                      + " VALUES (?, 1, now(), 'created', decode(repeat('00', 32), 'hex'),"
                      + " decode(repeat('01', 32), 'hex'))",
                  GROUP);
          return tx.sql()
              .execute(
                  "INSERT INTO statuses (id, account_id, local, audience, group_id,"
                      + " conversation_id, text, created_at)"
                      + " VALUES (?, ?, true, 'group', ?, 1, 'canary', now())",
                  PRIVATE_STATUS,
                  member.account().value(),
                  GROUP);
        });
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static void join(Tx tx, Person person) {
    tx.sql()
        .execute(
            "INSERT INTO memberships (account_id, group_id, handle) VALUES (?, ?, 'canary')",
            person.account().value(),
            GROUP);
    tx.sql()
        .execute(
            "INSERT INTO group_members (group_id, account_id, role, joined_at)"
                + " VALUES (?, ?, 'member', now())",
            GROUP,
            person.account().value());
  }

  private int statusesSeenBy(Viewer viewer) {
    return rig.kit().db().as(viewer, tx -> tx.sql().fetchCount(STATUSES));
  }

  @Test
  void onlyAMemberSeesTheRowOfAGroup() {
    assertThat(statusesSeenBy(Viewer.of(member.account()))).isEqualTo(1);
    assertThat(statusesSeenBy(Viewer.of(other.account()))).isZero();
    assertThat(statusesSeenBy(Viewer.stranger())).isZero();
  }

  /** As pg_dump --enable-row-security does it (docs/operations.md): with an empty search_path. */
  @Test
  void aBackupThatAsksForItSeesEveryRow() {
    int seen =
        rig.kit()
            .db()
            .<Integer>seeingAll(tx -> {
              tx.sql().execute("SET LOCAL search_path = ''");
              for (String table : new String[] {"status_edits", "media_attachments"}) {
                tx.sql().fetch("SELECT * FROM public." + table);
              }
              return tx.sql().fetch("SELECT id FROM public.statuses").size()
                  + tx.sql().fetch("SELECT id FROM public.groups").size()
                  + tx.sql().fetch("SELECT group_id FROM public.memberships").size()
                  + tx.sql().fetch("SELECT group_id FROM public.group_members").size();
            });
    assertThat(seen).isEqualTo(4);
  }

  @Test
  void onlyAMemberLearnsThatTheGroupExists() {
    for (Viewer viewer : new Viewer[] {Viewer.of(other.account()), Viewer.stranger()}) {
      for (Table<?> table : OF_GROUPS) {
        assertThat(rig.kit().db().<Integer>as(viewer, tx -> tx.sql().fetchCount(table)))
            .as(table.getName())
            .isZero();
      }
    }
    for (Table<?> table : OF_GROUPS) {
      assertThat(
              rig.kit()
                  .db()
                  .<Integer>as(Viewer.of(member.account()), tx -> tx.sql().fetchCount(table)))
          .as(table.getName())
          .isEqualTo(1);
    }
  }

  @Test
  void nobodyWritesThemselvesOrAnybodyIntoAGroupByTheirOwnTransaction() {
    for (Person person : List.of(member, other)) {
      assertThatThrownBy(
              () -> rig.kit().db().doAs(Viewer.of(person.account()), tx -> join(tx, other)))
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("row-level security");
    }
    assertThat(statusesSeenBy(Viewer.of(other.account()))).isZero();
  }

  @Test
  void noMemberChangesARoleOrTheGroupOrTheirOwnMembershipByTheirOwnTransaction() {
    for (String statement :
        List.of(
            "UPDATE group_members SET role = 'organiser'",
            "UPDATE memberships SET until = null",
            "UPDATE groups SET visibility = 'listed'",
            "UPDATE group_categories SET name = 'mine'",
            "DELETE FROM group_members",
            "DELETE FROM group_log",
            "DELETE FROM groups")) {
      int changed =
          rig.kit().db().as(Viewer.of(member.account()), tx -> tx.sql().execute(statement));
      assertThat(changed).as(statement).isZero();
    }
  }

  @Test
  void theEndOfAMembershipEndsWhatIsSeen() {
    Viewer guest = Viewer.of(rig.local("guest").account());
    long account = ((Viewer.Member) guest).account().value();
    membership(account, "now() + interval '1 hour'");
    assertThat(statusesSeenBy(guest)).isEqualTo(1);
    membership(account, "now() - interval '1 second'");
    assertThat(statusesSeenBy(guest)).isZero();
    rig.kit()
        .db()
        .<Integer>seeingAll(
            tx -> tx.sql().execute("DELETE FROM memberships WHERE account_id = ?", account));
  }

  private void membership(long account, String until) {
    rig.kit()
        .db()
        .<Integer>seeingAll(tx ->
            tx.sql()
                .execute(
                    "INSERT INTO memberships (account_id, group_id, handle, until)"
                        + " VALUES (?, ?, 'canary', "
                        + until
                        + ") ON CONFLICT (account_id, group_id) DO UPDATE SET until = EXCLUDED.until",
                    account,
                    GROUP));
  }

  @Test
  void whatIsSeenOfAllEndsWithinTheTransaction() {
    rig.kit()
        .db()
        .doAs(
            Viewer.of(other.account()),
            tx -> {
              assertThat(tx.<Integer>seeingAll(sql -> sql.fetchCount(STATUSES))).isEqualTo(1);
              assertThat(tx.sql().fetchCount(STATUSES)).isZero();
              assertThatThrownBy(() ->
                      tx.seeingAll(_ -> {
                        throw new IllegalStateException("canary");
                      }))
                  .hasMessage("canary");
              assertThat(tx.sql().fetchCount(STATUSES)).isZero();
            });
  }

  @Test
  void theLogOfAGroupIsOnlyContinued() {
    for (String statement :
        List.of(
            "UPDATE group_log SET kind = 'other'",
            "DELETE FROM group_log",
            "TRUNCATE group_log CASCADE")) {
      assertThatThrownBy(() -> rig.kit().db().<Integer>seeingAll(tx -> tx.sql().execute(statement)))
          .as(statement)
          .hasMessageContaining("append-only");
    }
    for (String values : List.of("3, repeat('01', 32)", "2, repeat('02', 32)")) {
      String[] parts = values.split(", ", 2);
      assertThatThrownBy(() ->
              rig.kit()
                  .db()
                  .<Integer>seeingAll(tx ->
                      tx.sql()
                          .execute(
                              "INSERT INTO group_log (group_id, seq, at, kind, prev_hash, hash)"
                                  + " VALUES (1, "
                                  + parts[0]
                                  + ", now(), 'x', decode("
                                  + parts[1]
                                  + ", 'hex'), decode(repeat('03', 32), 'hex'))")))
          .as(values)
          .hasMessageContaining("follow the last");
    }
  }

  @Test
  void theFederatedViewHasNoPrivateRowsEvenForAMember() {
    int seen =
        rig.kit()
            .db()
            .as(
                Viewer.of(member.account()),
                tx -> tx.sql().fetchCount(tx.sql().selectOne().from("federated_statuses")));
    assertThat(seen).isZero();
  }

  @Test
  void aPrivateStatusCannotBecomeADelivery() {
    assertThatThrownBy(() -> insertActivity("Create", PRIVATE_STATUS, "public"))
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> insertActivity("Create", PRIVATE_STATUS, "group"))
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> insertActivity("Create", null, null))
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> insertActivity("Announce", null, null))
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void aFollowNamesNoStatusAndMayBeSent() {
    assertThat(insertActivity("Follow", null, null)).isEqualTo(1);
  }

  @Test
  void aPrivateStatusHasNoFederatedAddress() {
    assertThatThrownBy(() ->
            rig.kit()
                .db()
                .<Integer>seeingAll(tx ->
                    tx.sql()
                        .execute(
                            "UPDATE statuses SET uri = 'https://x.example/1' WHERE id = ?",
                            PRIVATE_STATUS)))
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void theViewerEndsWithTheTransaction() {
    assertThat(statusesSeenBy(Viewer.of(member.account()))).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      assertThat(statusesSeenBy(Viewer.stranger())).isZero();
    }
  }

  @Test
  void aReadInOneRoundTripSeesWhatTheViewerMaySeeAndNothingAfterIt() {
    for (int i = 0; i < 20; i++) {
      assertThat(read(Viewer.of(member.account()))).containsExactly(PRIVATE_STATUS);
      assertThat(read(Viewer.of(other.account()))).isEmpty();
      assertThat(read(Viewer.stranger())).isEmpty();
      assertThat(statusesSeenBy(Viewer.stranger())).isZero();
    }
  }

  private java.util.List<Long> read(Viewer viewer) {
    return rig.kit()
        .db()
        .read(
            viewer,
            "SELECT id FROM statuses WHERE id > ?",
            java.util.List.of(0L),
            row -> row.getLong(1));
  }

  private int insertActivity(
      String type,
      @org.jspecify.annotations.Nullable Long status,
      @org.jspecify.annotations.Nullable String audience) {
    return rig.kit()
        .db()
        .<Integer>as(
            Viewer.of(member.account()),
            tx ->
                tx.sql()
                    .execute(
                        "INSERT INTO outbox_activities (id, uri, type, account_id, status_id,"
                            + " status_audience, body, created_at)"
                            + " VALUES (?, 'u', ?, ?, ?, ?, '', now())",
                        rig.kit().ids().next(),
                        type,
                        member.account().value(),
                        status,
                        audience));
  }
}
