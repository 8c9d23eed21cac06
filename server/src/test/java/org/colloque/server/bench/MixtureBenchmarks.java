package org.colloque.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloque.federation.signature.RequestSigner;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code ./bench federation}: what an inbox gets on an ordinary day (performance.md, W2): of
 * a hundred activities 44 posts, 10 answers and 10 boosts of members' posts, 30 likes of them, 5
 * edits and deletions, 1 post by somebody nobody here knows.
 */
class MixtureBenchmarks {
  private static final int HOSTS = 250;
  private static final int OURS = 40;
  private static final int WARM = 4_000;
  private static final int COUNT = 8_000;

  private static final String ACTIVITY =
      """
      {"@context":"https://www.w3.org/ns/activitystreams","id":"%s","type":"%s","actor":"%s",\
      "to":["https://www.w3.org/ns/activitystreams#Public"],"object":%s}\
      """;

  private final PrintStream out = System.out;
  private final List<String> ours = new ArrayList<>();
  private final Newcomers newcomers = new Newcomers();

  @Test
  void mixture() throws Exception {
    try (Stage stage = new Stage();
        Sinks sinks = new Sinks(HOSTS, _ -> new Sinks.Manner.Answers(0))) {
      FederationDataset filled =
          stage.fill(kit -> FederationDataset.fill(kit, sinks, HOSTS, 0, HOSTS));
      try (ServerProcess server = stage.server()) {
        for (int post = 0; post < OURS; post++) {
          assertThat(FederationBenchmarks.post(stage, filled, post)).isEqualTo(200);
        }
        ours.addAll(stage.texts("SELECT uri FROM statuses WHERE local ORDER BY id"));
        send(stage, filled, "warm", WARM);
        long wal = stage.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
        Meter meter = Meter.start(server.pid(), stage.postmaster());
        double accepted = send(stage, filled, "mix", COUNT);
        out.print(meter.row("activities of an ordinary day, signed, worked off (W2)", COUNT));
        out.printf(
            Locale.ROOT,
            "%,.0f accepted per second; %,d bytes of WAL for each%n",
            accepted,
            (stage.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - wal) / COUNT);
        assertThat(
                stage.texts(
                    "SELECT DISTINCT outcome FROM inbox_activities WHERE outcome ~ '^(failed|given)'"))
            .isEmpty();
        assertThat(stage.number("SELECT count(*) FROM inbox_activities WHERE done_at IS NOT NULL"))
            .isEqualTo(WARM + COUNT);
      }
    } finally {
      newcomers.close();
    }
  }

  private double send(Stage stage, FederationDataset filled, String run, int count)
      throws Exception {
    URI inbox = URI.create("http://localhost:" + stage.port + "/inbox");
    String[] requests = new String[count];
    for (int number = 0; number < count; number++) {
      RequestSigner signer = signer(filled, run, number);
      String actor = signer.keyId().substring(0, signer.keyId().indexOf('#'));
      requests[number] = SignedNotes.request(inbox, signer, body(actor, run, number));
    }
    Load.Result sent =
        Load.run(stage.port, number -> requests[(int) Math.min(number, count - 1L)], 300, count);
    FederationBenchmarks.await(
        "work on activities", () -> !stage.has("inbox_activities", "done_at IS NULL"));
    return sent.perSecond();
  }

  private RequestSigner signer(FederationDataset filled, String run, int number) {
    if (number % 100 != 99) {
      return filled.signers().get(number / 100 % HOSTS);
    }
    return newcomers.signer(run + number);
  }

  /** A hundred in a row are of one actor, so that each changes what it has said itself. */
  private String body(String actor, String run, int number) {
    String id = actor + "/" + run + number;
    String about = "\"" + ours.get((number / 100 / HOSTS * 30 + number % 30) % OURS) + "\"";
    int kind = number % 100;
    if (kind < 30) {
      return ACTIVITY.formatted(id, "Like", actor, about);
    }
    if (kind < 40) {
      return ACTIVITY.formatted(id, "Announce", actor, about);
    }
    String create = SignedNotes.create(actor, run + number);
    if (kind < 50) {
      return create.replace("\"inReplyTo\":null", "\"inReplyTo\":" + about);
    }
    if (kind < 94 || kind == 99) {
      return create;
    }
    String before = SignedNotes.create(actor, run + (number - 40));
    return kind < 97
        ? ACTIVITY.formatted(id, "Update", actor, edited(before))
        : ACTIVITY.formatted(
            id, "Delete", actor, "\"" + actor + "/statuses/" + run + (number - 40) + "\"");
  }

  /** The note of {@code create}, as its author has changed it since. */
  private static String edited(String create) {
    return create
        .substring(create.indexOf("\"object\":") + 9, create.length() - 1)
        .replace("A case report", "A better case report")
        .replaceFirst("\"published\"", "\"updated\":\"" + Instant.now() + "\",\"published\"");
  }
}
