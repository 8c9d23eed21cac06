package org.colloque.federation.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/**
 * Which addresses belong to the public internet (security row 10, check C33). IPv6 is an allow-list
 * of one block, 2000::/3, minus what is special in it; so every disguise of an IPv4 address
 * (::127.0.0.1, 64:ff9b::/96, fe80::, 2002:7f00::) fails, and ::ffff:127.0.0.1 is read as IPv4.
 */
final class PublicAddresses {

  /** IANA special-purpose blocks, and multicast and reserved space. */
  private static final List<Block> NOT_PUBLIC_4 =
      List.of(
          block4(0, 0, 0, 0, 8), // this network
          block4(10, 0, 0, 0, 8), // private
          block4(100, 64, 0, 0, 10), // shared space of providers
          block4(127, 0, 0, 0, 8), // loopback
          block4(169, 254, 0, 0, 16), // link-local, cloud metadata
          block4(172, 16, 0, 0, 12), // private
          block4(192, 0, 0, 0, 24), // protocol assignments
          block4(192, 0, 2, 0, 24), // documentation
          block4(192, 31, 196, 0, 24), // AS112
          block4(192, 52, 193, 0, 24), // AMT
          block4(192, 88, 99, 0, 24), // 6to4 relay
          block4(192, 168, 0, 0, 16), // private
          block4(192, 175, 48, 0, 24), // AS112
          block4(198, 18, 0, 0, 15), // benchmarks
          block4(198, 51, 100, 0, 24), // documentation
          block4(203, 0, 113, 0, 24), // documentation
          block4(224, 0, 0, 0, 4), // multicast
          block4(240, 0, 0, 0, 4)); // reserved, broadcast

  private static final Block GLOBAL_UNICAST_6 = block6("2000", 3);

  private static final List<Block> NOT_PUBLIC_6 =
      List.of(
          block6("2001", 23), // Teredo, ORCHID, benchmarks, other protocol assignments
          block6("20010db8", 32), // documentation
          block6("2002", 16), // 6to4: carries an IPv4 address
          block6("2620004f8000", 48), // AS112
          block6("3fff", 20)); // documentation

  private PublicAddresses() {}

  /** A block of addresses: the first {@code bits} bits are those of {@code prefix}. */
  private static final class Block {

    private final byte[] prefix;
    private final int bits;

    Block(byte[] prefix, int bits) {
      this.prefix = prefix;
      this.bits = bits;
    }

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  static boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(bytes));
    }
    return bytes.length == 16
        && GLOBAL_UNICAST_6.contains(bytes)
        && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(bytes));
  }

  private static Block block4(int a, int b, int c, int d, int bits) {
    return new Block(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, bits);
  }

  private static Block block6(String hex, int bits) {
    byte[] prefix = new byte[16];
    byte[] start = HexFormat.of().parseHex(hex);
    System.arraycopy(start, 0, prefix, 0, start.length);
    return new Block(prefix, bits);
  }
}
