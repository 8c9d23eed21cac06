package org.colloque.server.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.colloque.server.AddressRange;

/**
 * The reverse proxies whose word about the client is believed (security.md, row 30). From all
 * others {@code X-Forwarded-For} is ignored.
 */
public record Proxies(List<AddressRange> trusted) {

  public boolean trusts(String address) {
    return !trusted.isEmpty()
        && literal(address)
            .filter(known -> trusted.stream().anyMatch(range -> range.contains(known)))
            .isPresent();
  }

  /** The client's address: the last one in the chain that no trusted proxy vouches for. */
  public String client(String peer, String forwardedFor) {
    if (forwardedFor.isEmpty() || !trusts(peer)) {
      return peer;
    }
    String client = peer;
    List<String> chain = List.of(forwardedFor.split(",", -1));
    for (String hop : chain.reversed()) {
      String address = hop.trim();
      if (literal(address).isEmpty()) {
        break;
      }
      client = address;
      if (!trusts(address)) {
        break;
      }
    }
    return client;
  }

  private static Optional<InetAddress> literal(String address) {
    try {
      return Optional.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
