package org.colloque.server.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.StreamConnection;
import org.junit.jupiter.api.Test;

class HubTest {
  private final Hub hub = new Hub();

  /** Keeps what is sent. */
  private static final class Paper implements StreamConnection {
    private final List<String> sent = new ArrayList<>();

    @Override
    public void send(String text) {
      sent.add(text);
    }

    @Override
    public void close() {
      sent.add("closed");
    }
  }

  private static Client client(long account) {
    return new Client(
        new Client.Holder(new AccountId(account), account, List.of("read")),
        Client.Wire.SOCKET,
        new Paper());
  }

  @Test
  void aProcessHasAtMostTwentyThousandStreams() {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < Hub.MAX_CONNECTIONS; i++) {
      Client client = client(i / Hub.MAX_PER_ACCOUNT);
      clients.add(client);
      hub.add(client);
    }
    assertThatThrownBy(() -> hub.add(client(-1)))
        .isInstanceOfSatisfying(
            ProblemException.class, full -> assertThat(full.status()).isEqualTo(503));
    hub.remove(clients.getFirst());
    hub.add(client(-1));
    assertThat(hub.clients()).hasSize(Hub.MAX_CONNECTIONS);
  }

  @Test
  void aConnectionHasAtMost64Channels() {
    Client client = client(1);
    hub.add(client);
    for (int i = 0; i < Hub.MAX_CHANNELS; i++) {
      hub.subscribe(client, new Channel(StreamName.HASHTAG, "tag" + i));
    }
    // again is not more
    hub.subscribe(client, new Channel(StreamName.HASHTAG, "tag0"));
    assertThatThrownBy(() -> hub.subscribe(client, Channel.of(StreamName.USER)))
        .isInstanceOfSatisfying(
            ProblemException.class, full -> assertThat(full.status()).isEqualTo(429));
  }

  @Test
  void nothingStaysBehindOfWhoLeaves() {
    Client client = client(1);
    hub.add(client);
    hub.subscribe(client, Channel.of(StreamName.USER));
    hub.subscribe(client, new Channel(StreamName.HASHTAG, "Été"));
    hub.subscribe(client, new Channel(StreamName.HASHTAG, "ete"));
    assertThat(hub.subscriptions(Topic.of(StreamName.HASHTAG, "ete"))).hasSize(2);
    hub.remove(client);
    hub.remove(client);
    assertThat(hub.isEmpty()).isTrue();
    assertThat(hub.topics()).isEmpty();
    // one that was removed while it subscribed
    hub.subscribe(client, Channel.of(StreamName.USER));
    assertThat(hub.topics()).isEmpty();
  }

  @Test
  void anEventIsWrittenOnceForAllOfAChannel() {
    Event event = new Event("update", "{\"text\":\"\\\"\\n\"}");
    Channel tag = new Channel(StreamName.HASHTAG, "a\"b");
    assertThat(event.frame(tag))
        .isEqualTo(
            "{\"stream\":[\"hashtag\",\"a\\\"b\"],\"event\":\"update\","
                + "\"payload\":\"{\\\"text\\\":\\\"\\\\\\\"\\\\n\\\"}\"}")
        .isSameAs(event.frame(new Channel(StreamName.HASHTAG, "a\"b")));
    assertThat(event.lines())
        .isEqualTo("event: update\ndata: {\"text\":\"\\\"\\n\"}\n\n")
        .isSameAs(event.lines());
  }
}
