package org.colloque.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not offered yet is answered as by an instance that has none of it. */
class EmptyAnswersTest {
  private static final String NEVER_SET = "the documented answer when there is none";

  private static Rig rig;
  private static Person alice;

  @BeforeAll
  static void start() {
    rig = Rig.start();
    alice = rig.local("alice");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** What several clients ask for later, and there is nothing of yet. */
  @Test
  void whatThereIsNothingOfHasItsDocumentedAnswer() {
    StartingClient client = new StartingClient("any", alice);
    for (String path :
        List.of(
            "/api/v1/suggestions",
            "/api/v2/suggestions",
            "/api/v1/trends",
            "/api/v1/trends/tags",
            "/api/v1/trends/statuses",
            "/api/v1/trends/links",
            "/api/v1/notifications/requests",
            "/api/v1/endorsements")) {
      client.getsNone(path);
    }
    client
        .gets("/api/v1/notifications/requests/merged")
        .needs("/merged")
        .finds("/api/v1/annual_reports", "WrappedAnnualReports")
        .gets("/api/v1/annual_reports/2026/state")
        .misses("/api/v1/annual_reports/2026", NEVER_SET)
        .misses("/api/v1/polls/1", NEVER_SET)
        .misses("/api/v1/lists/1", NEVER_SET)
        .finds("/api/v1/directory", "Account")
        .asks("/health")
        .needs("/status")
        .started();
    assertThat(alice.app().get("/api/v1/donation_campaigns").status()).isEqualTo(204);
    assertThat(alice.app().get("/api/v1/push/subscription").json().path("error").asText())
        .isEqualTo("Not Found");
  }
}
