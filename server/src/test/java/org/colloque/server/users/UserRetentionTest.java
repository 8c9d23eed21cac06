package org.colloque.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.OAUTH_APPS;
import static org.colloque.migrations.Tables.OAUTH_TOKENS;
import static org.colloque.migrations.Tables.ONE_TIME_TOKENS;
import static org.colloque.migrations.Tables.SESSIONS;
import static org.colloque.migrations.Tables.THROTTLES;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;
import org.jooq.Table;
import org.junit.jupiter.api.Test;

class UserRetentionTest {
  private static int count(Rig rig, Table<?> table) {
    return rig.kit().db().as(Viewer.stranger(), tx -> tx.sql().fetchCount(table));
  }

  @Test
  void whatHasEndedIsDeletedAndWhatLivesStays() {
    try (Rig rig = Rig.start()) {
      Person alice = rig.local("alice");
      UserVerbs users = rig.instance().rooms().signIn().users();
      User user =
          rig.kit()
              .db()
              .as(Viewer.stranger(), tx -> UserQueries.byUsername(tx.sql(), "alice").orElseThrow());
      users.signIn().welcome(user, new SignIn.Browser("192.0.2.1", "Firefox"));
      users.setUpOwner().link();
      JsonNode unused =
          rig.anonymous().post("/api/v1/apps", "client_name", "x", "redirect_uris", "a:b").json();
      rig.anonymous()
          .post(
              "/oauth/token",
              "grant_type",
              "client_credentials",
              "client_id",
              unused.get("client_id").asText(),
              "client_secret",
              unused.get("client_secret").asText());
      rig.anonymous().post("/api/v1/apps", "client_name", "y", "redirect_uris", "a:b");
      rig.runDueJobs();
      assertThat(count(rig, SESSIONS)).isEqualTo(1);
      assertThat(count(rig, ONE_TIME_TOKENS)).isEqualTo(1);
      assertThat(count(rig, OAUTH_APPS)).as("rig's, x and y").isEqualTo(3);
      assertThat(count(rig, THROTTLES)).isPositive();
      users
          .changePassword()
          .change(alice.user(), 0, "whatever", "nothing"); // a counter of another day

      rig.clock().advance(Duration.ofDays(8));
      rig.runDueJobs();
      assertThat(count(rig, OAUTH_APPS)).as("y has no token").isEqualTo(2);
      assertThat(count(rig, THROTTLES)).isZero();
      assertThat(count(rig, SESSIONS)).isEqualTo(1);

      rig.clock().advance(Duration.ofDays(31));
      rig.runDueJobs();
      assertThat(count(rig, SESSIONS)).isZero();
      assertThat(count(rig, ONE_TIME_TOKENS)).isZero();
      assertThat(count(rig, OAUTH_TOKENS)).as("nobody revoked them").isEqualTo(2);
    }
  }
}
