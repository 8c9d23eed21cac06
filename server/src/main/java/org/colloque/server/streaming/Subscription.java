package org.colloque.server.streaming;

/** One client listening to one channel. */
record Subscription(Client client, Channel channel) {
  void send(Event event) {
    client.send(channel, event);
  }
}
