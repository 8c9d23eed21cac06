package org.colloque.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The reverse proxies whose word about the client is believed (security.md, row 30). From all
 * others {@code X-Forwarded-For} is ignored.
 */
public final class Proxies {
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private final List<Network> trusted = new ArrayList<>();

  /**
   * @param networks addresses or networks as {@code 10.0.0.0/8}
   * @throws IllegalArgumentException when one cannot be read
   */
  public Proxies(List<String> networks) {
    for (String network : networks) {
      int slash = network.indexOf('/');
      byte[] address = bytes(slash < 0 ? network : network.substring(0, slash));
      if (address.length == 0) {
        throw new IllegalArgumentException("not an address or network: " + network);
      }
      int bits = slash < 0 ? address.length * 8 : Integer.parseInt(network.substring(slash + 1));
      if (bits < 0 || bits > address.length * 8) {
        throw new IllegalArgumentException("not a network: " + network);
      }
      trusted.add(new Network(address, bits));
    }
  }

  public boolean trusts(String address) {
    byte[] bytes = bytes(address);
    return trusted.stream().anyMatch(network -> network.contains(bytes));
  }

  /** The client's address: the last one in the chain that no trusted proxy vouches for. */
  public String client(String peer, String forwardedFor) {
    if (forwardedFor.isEmpty() || !trusts(peer)) {
      return peer;
    }
    String client = peer;
    String[] chain = forwardedFor.split(",", -1);
    for (int i = chain.length - 1; i >= 0; i--) {
      String hop = chain[i].trim();
      if (bytes(hop).length == 0) {
        break;
      }
      client = hop;
      if (!trusts(hop)) {
        break;
      }
    }
    return client;
  }

  private static byte[] bytes(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException notAnAddress) {
      return new byte[0];
    }
  }
}
