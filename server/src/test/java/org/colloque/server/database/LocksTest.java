package org.colloque.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.STATUSES;

import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
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
          tx.sql().execute("INSERT INTO groups VALUES (?, 'canary', now())", GROUP);
          tx.sql()
              .execute(
                  "INSERT INTO group_members VALUES (?, ?, now())",
                  GROUP,
                  member.account().value());
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
                  + tx.sql().fetch("SELECT group_id FROM public.group_members").size();
            });
    assertThat(seen).isEqualTo(3);
  }

  @Test
  void onlyAMemberLearnsThatTheGroupExists() {
    for (Viewer viewer : new Viewer[] {Viewer.of(other.account()), Viewer.stranger()}) {
      assertThat(rig.kit().db().<Integer>as(viewer, tx -> tx.sql().fetchCount(GROUPS))).isZero();
      assertThat(rig.kit().db().<Integer>as(viewer, tx -> tx.sql().fetchCount(GROUP_MEMBERS)))
          .isZero();
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
