package org.colloque.server;

import java.net.InetAddress;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3): {@code 10.0.0.0/8}, or
 * a single address.
 */
public record AddressRange(InetAddress address, int prefixLength) {

  /**
   * Reads {@code address/prefix} or {@code address}. Never asks the DNS.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * Byte.SIZE;
    int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException("the prefix must lie between 0 and " + bits);
    }
    return new AddressRange(address, prefixLength);
  }

  /** Whether the address lies in this range; an address of the other family never does. */
  public boolean contains(InetAddress candidate) {
    byte[] ours = address.getAddress();
    byte[] theirs = candidate.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
