package org.colloque.server.barriers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.colloque.server.AddressRange;

/** A range of addresses as it is compared: the bits of the host are zero. */
record Network(AddressRange range) {
  /** Empty when {@code text} is neither an address nor a range. Names are never looked up. */
  static Optional<Network> parse(String text) {
    try {
      AddressRange given = AddressRange.parse(text.strip());
      byte[] bytes = given.address().getAddress();
      for (int bit = given.prefixLength(); bit < bytes.length * Byte.SIZE; bit++) {
        bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
      }
      return Optional.of(
          new Network(new AddressRange(InetAddress.getByAddress(bytes), given.prefixLength())));
    } catch (IllegalArgumentException | UnknownHostException notANetwork) {
      return Optional.empty();
    }
  }

  /** Whether an address lies in it; what is no address lies nowhere. */
  boolean contains(String address) {
    try {
      return range.contains(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** As {@code 192.0.2.0/24}. */
  @Override
  public String toString() {
    return range.toString();
  }
}
