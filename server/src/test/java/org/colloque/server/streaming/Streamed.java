package org.colloque.server.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Rig;

/** A server that hears its signals, with people who post. */
final class Streamed implements AutoCloseable {
  private final Rig rig = Rig.start();

  Streamed() {
    AtomicBoolean heard = new AtomicBoolean();
    rig.kit().signals().on("test", _ -> heard.set(true));
    Awaitility.await()
        .atMost(Ear.PATIENCE)
        .until(() -> {
          signal("test", "are you there");
          return heard.get();
        });
  }

  Rig rig() {
    return rig;
  }

  void signal(String topic, String payload) {
    rig.kit().db().doAs(Viewer.stranger(), tx -> rig.kit().signals().send(tx, topic, payload));
  }

  /** A statement; parameters by question marks. */
  void sql(String statement, Object... parameters) {
    rig.kit().db().doAs(Viewer.stranger(), tx -> tx.sql().execute(statement, parameters));
  }

  void follow(Person follower, Person followed) {
    Browser.Answer answer =
        follower.app().post("/api/v1/accounts/" + followed.account() + "/follow");
    Assertions.assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  JsonNode post(Person author, String... fields) {
    Browser.Answer answer = author.app().post("/api/v1/statuses", fields);
    Assertions.assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  String postId(Person author, String... fields) {
    return post(author, fields).path("id").asText();
  }

  @Override
  public void close() {
    rig.close();
  }
}
