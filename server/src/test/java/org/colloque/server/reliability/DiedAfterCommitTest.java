package org.colloque.server.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DELIVERIES;
import static org.colloque.migrations.Tables.STATUSES;

import java.util.List;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Check C03 of reliability.md: death between the commit of a post and the start of its fan-out. */
@Tag("reliability")
class DiedAfterCommitTest {
  private static final int INBOXES = 50;

  @Test
  void aPostThatWasCommittedReachesEverybody() throws Exception {
    try (Town town = new Town(INBOXES, 0, 0)) {
      Line.Result first;
      try (Program program = Program.start(DiesAfterCommit.class, town.settings()).awaitOpen()) {
        first = post(town);
        assertThat(program.awaitEnd()).isEqualTo(DiesAfterCommit.CODE);
      }
      assertThat(waiting(town))
          .as("the queue was written in the same transaction")
          .isEqualTo(INBOXES);
      try (Program program = town.run()) {
        // the client does not know, or has been answered: it asks again with the same key
        Line.Result again = post(town);
        assertThat(again).isInstanceOf(Line.Result.Answered.class);
        if (first instanceof Line.Result.Answered) {
          assertThat(again).isEqualTo(first);
        }
        new Audit(town, new Ledger()).awaitEmptyQueues();
        List<Long> statuses =
            town.db()
                .as(
                    Viewer.stranger(),
                    tx -> tx.sql().select(STATUSES.ID).from(STATUSES).fetch(STATUSES.ID));
        assertThat(statuses).as("the same key is the same status").hasSize(1);
        assertThat(town.fediverse.arrived(town.uri(town.writer, "" + statuses.getFirst())).keySet())
            .containsExactlyInAnyOrderElementsOf(town.inboxesOfWriter);
        assertThat(town.fediverse.duplicates()).isZero();
        assertThat(program.isAlive()).isTrue();
      }
    }
  }

  private static Line.Result post(Town town) {
    try (Line line = new Line(town.port)) {
      return line.ask(
          "POST /api/v1/statuses",
          Writers.token(town.writer)
              + "Content-Type: application/json\r\nIdempotency-Key: the same\r\n",
          Json.write(Json.object().put("status", "Once")));
    }
  }

  private static int waiting(Town town) {
    return town.db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(DELIVERIES));
  }
}
