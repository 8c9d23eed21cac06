package org.colloque.server.inbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.KNOWN_SERVERS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import org.colloque.server.http.Json;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server says what it runs when one of its people is looked at, and is not asked often. */
class ServerSoftwareTest extends InboxRoom {
  private static final String INDEX = "/.well-known/nodeinfo";

  private Remote there;
  private RemotePerson eve;
  private long id;

  @BeforeEach
  void another() {
    there = Remote.start("run" + round);
    eve = there.person("eve");
    rig.instance().rooms().federation().resolver().accountByHandle(eve.handle());
    id = id(eve);
  }

  @AfterEach
  void close() {
    there.close();
  }

  private static ResponseDefinitionBuilder json(ObjectNode document) {
    return aResponse()
        .withHeader("Content-Type", "application/json; profile=\"x\"; charset=utf-8")
        .withBody(Json.write(document));
  }

  private void says(String address, String version) {
    ObjectNode index = Json.object();
    index
        .putArray("links")
        .addObject()
        .put("rel", "http://nodeinfo.diaspora.software/ns/schema/2.0")
        .put("href", address);
    there.answer(there.base() + INDEX, json(index));
    ObjectNode document = Json.object();
    document.putObject("software").put("name", "Mastodon").put("version", version);
    there.answer(there.base() + "/nodeinfo/2.0", json(document));
  }

  private void look() {
    rig.clock().advance(Duration.ofHours(2));
    assertThat(alice.app().get("/api/v1/accounts/" + id).status()).isEqualTo(200);
    rig.runDueJobs();
  }

  private String known() {
    return sql(sql ->
        sql.select(KNOWN_SERVERS.SOFTWARE.concat(" ").concat(KNOWN_SERVERS.VERSION))
            .from(KNOWN_SERVERS)
            .where(KNOWN_SERVERS.DOMAIN.eq(there.host()))
            .fetchSingle()
            .value1());
  }

  @Test
  void itIsAskedOnceInAWeek() {
    says(there.base() + "/nodeinfo/2.0", "4.5.0");
    look();
    look();
    assertThat(known()).isEqualTo("mastodon 4.5.0");
    assertThat(there.fetches(there.base() + INDEX)).isOne();
    says(there.base() + "/nodeinfo/2.0", "4.6.0");
    rig.clock().advance(Duration.ofDays(7));
    look();
    assertThat(known()).isEqualTo("mastodon 4.6.0");
    // what is silent later stays what it was, and is not asked more often
    there.answer(there.base() + INDEX, aResponse().withStatus(500));
    rig.clock().advance(Duration.ofDays(7));
    look();
    look();
    assertThat(known()).isEqualTo("mastodon 4.6.0");
    assertThat(there.fetches(there.base() + INDEX)).isEqualTo(3);
  }

  @Test
  void nothingComesOfNonsenseNorIsAnotherServerAsked() {
    says(far.base() + "/nodeinfo/2.0", "4.5.0");
    far.forget();
    look();
    assertThat(known()).isEqualTo(" ");
    assertThat(far.everything()).isEmpty();
    there.answer(
        there.base() + INDEX,
        aResponse().withHeader("Content-Type", "application/json").withBody("{\"links\": 3"));
    rig.clock().advance(Duration.ofDays(7));
    look();
    assertThat(known()).isEqualTo(" ");
  }
}
