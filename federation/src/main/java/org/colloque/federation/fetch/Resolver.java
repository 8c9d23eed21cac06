package org.colloque.federation.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Names to addresses. May block; called on threads of the door's own. */
@FunctionalInterface
public interface Resolver {

  /** All addresses of this canonical host name, at least one. */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /**
   * The operating system's resolver. {@code localhost} and names below it are the loopback address
   * without asking (RFC 6761, section 6.3); the JDK does not know the latter.
   */
  static Resolver system() {
    return host ->
        Door.isLocalName(host) && !host.startsWith("[") && !Character.isDigit(host.charAt(0))
            ? List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}))
            : List.of(InetAddress.getAllByName(host));
  }
}
