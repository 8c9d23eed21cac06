package org.colloque.federation.handle;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The canonical form of host names: ASCII (IDNA), lower case, no trailing dot. */
public final class Hosts {

  /** Longest host name in ASCII form (RFC 1035, section 3.1, without the root dot). */
  public static final int MAX_LENGTH = 253;

  /** Longest part of a name between dots (RFC 1035, section 2.3.4). */
  private static final int MAX_LABEL = 63;

  private static final int MAX_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

  private Hosts() {}

  /**
   * The one spelling of this host name; empty when it is none. IPv4 only as four plain decimals, so
   * that no {@code 0x7f.1} or {@code 2130706433} passes as a name; IPv6 in brackets.
   */
  public static Optional<String> canonical(String host) {
    if (host.startsWith("[")) {
      return ipv6(host);
    }
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (bare.isEmpty() || bare.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String ascii = bare.toLowerCase(Locale.ROOT);
    if (isPlain(bare) && !ascii.contains("xn--")) {
      return wrongNumber(ascii) ? Optional.empty() : Optional.of(ascii);
    }
    try {
      ascii = IDN.toASCII(bare, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    // some full stops of other scripts become a dot only now
    boolean wrong =
        ascii.isEmpty() || ascii.length() > MAX_LENGTH || ascii.endsWith(".") || wrongNumber(ascii);
    return wrong ? Optional.empty() : Optional.of(ascii);
  }

  /** Already as IDNA would have it (RFC 1123, section 2.1), as nearly all names are. */
  private static boolean isPlain(String name) {
    int label = 0;
    char before = '.';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (label == 0 || before == '-') {
          return false;
        }
        label = 0;
      } else {
        boolean letterOrDigit =
            c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        label++;
        if (label > MAX_LABEL || !letterOrDigit && (c != '-' || label == 1)) {
          return false;
        }
      }
      before = c;
    }
    return label > 0 && before != '-';
  }

  /** As {@link #canonical}, with {@code :port} kept when there is one (local instances). */
  public static Optional<String> canonicalWithPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    if (colon < 0 || hostAndPort.endsWith("]")) {
      return canonical(hostAndPort);
    }
    String port = hostAndPort.substring(colon + 1);
    if (!PORT.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT) {
      return Optional.empty();
    }
    return canonical(hostAndPort.substring(0, colon)).map(host -> host + ":" + port);
  }

  /**
   * A name whose last label looks like a number is read as IPv4 by URL parsers: only a real one.
   */
  private static boolean wrongNumber(String ascii) {
    String last = ascii.substring(ascii.lastIndexOf('.') + 1);
    if (last.isEmpty() || !Character.isDigit(last.charAt(0))) {
      return false;
    }
    boolean numeric = last.chars().allMatch(Character::isDigit) || last.startsWith("0x");
    if (!numeric) {
      return false;
    }
    return !isQuad(ascii);
  }

  /** Four plain decimals up to 255. By hand: it is asked for each request that goes out. */
  private static boolean isQuad(String ascii) {
    int parts = 0;
    int begin = 0;
    while (begin <= ascii.length()) {
      int dot = ascii.indexOf('.', begin);
      int end = dot < 0 ? ascii.length() : dot;
      if (!isByte(ascii, begin, end)) {
        return false;
      }
      parts++;
      begin = end + 1;
    }
    return parts == 4;
  }

  private static boolean isByte(String ascii, int begin, int end) {
    int length = end - begin;
    if (length < 1 || length > 3 || length > 1 && ascii.charAt(begin) == '0') {
      return false;
    }
    int value = 0;
    for (int i = begin; i < end; i++) {
      char digit = ascii.charAt(i);
      if (digit < '0' || digit > '9') {
        return false;
      }
      value = 10 * value + digit - '0';
    }
    return value <= 255;
  }

  private static Optional<String> ipv6(String host) {
    if (!host.endsWith("]") || host.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      InetAddress address = Inet6Address.ofLiteral(host.substring(1, host.length() - 1));
      // an IPv4-mapped literal comes back as IPv4
      String text = address.getHostAddress().toLowerCase(Locale.ROOT);
      return Optional.of(address instanceof Inet6Address ? "[" + text + "]" : text);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
