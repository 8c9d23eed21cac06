package org.colloque.federation.handle;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of an id: who may speak for it. Two ids belong together only when their
 * origins are equal (security row 1, FEP-fe34).
 *
 * @param scheme {@code http} or {@code https}
 * @param host canonical, see {@link Hosts}
 * @param port the effective port
 */
public record Origin(String scheme, String host, int port) {

  /** Longest id or address that we accept, in characters. */
  public static final int MAX_URL_LENGTH = 2_048;

  /** Origins that were read lately; a message names the same few again and again. */
  private static final AtomicReferenceArray<@Nullable Remembered> LATELY =
      new AtomicReferenceArray<>(1_024);

  private static final int REMEMBERED_LENGTH = 300;

  /** Need no encoding in a path, a query and a fragment (RFC 3986, sections 3.3 to 3.5). */
  private static final String PUNCTUATION = "-._~!$&'()*+,;=:@/?";

  private record Remembered(String beginning, Optional<Origin> origin) {}

  /** Empty when this is not an absolute http or https address with a host and without userinfo. */
  public static Optional<Origin> of(String url) {
    int end = authorityEnd(url);
    if (end < 0 || end > REMEMBERED_LENGTH || !isPlain(url, end)) {
      return parse(url).flatMap(Origin::of);
    }
    String beginning = url.substring(0, end);
    int place = Math.floorMod(beginning.hashCode(), LATELY.length());
    Remembered known = LATELY.get(place);
    if (known == null || !known.beginning().equals(beginning)) {
      known = new Remembered(beginning, parse(beginning).flatMap(Origin::of));
      LATELY.set(place, known);
    }
    return known.origin();
  }

  /** Where the authority of a web address ends; -1 for what does not begin like one. */
  private static int authorityEnd(String url) {
    int begin = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : -1;
    if (begin < 0 || url.length() > MAX_URL_LENGTH) {
      return -1;
    }
    int end = begin;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Whether all that follows the authority is surely well-formed. */
  private static boolean isPlain(String url, int begin) {
    boolean fragment = false;
    for (int i = begin; i < url.length(); i++) {
      char c = url.charAt(i);
      boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (c == '#' && !fragment) {
        fragment = true;
      } else if (!letterOrDigit && PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #of(String)}. */
  public static Optional<Origin> of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("https") || scheme.equals("http");
    if (!web || uri.getRawUserInfo() != null || rawHost(uri) == null) {
      return Optional.empty();
    }
    int effective = effectivePort(scheme, portOf(uri));
    return effective < 1 || effective > 65_535
        ? Optional.empty()
        : Hosts.canonical(String.valueOf(rawHost(uri)))
            .map(host -> new Origin(scheme, host, effective));
  }

  /** The parsed address; empty when malformed or longer than {@link #MAX_URL_LENGTH}. */
  public static Optional<URI> parse(String url) {
    if (url.length() > MAX_URL_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(url));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** True when both are web addresses of the same origin. */
  public static boolean same(String one, String other) {
    Optional<Origin> first = of(one);
    return first.isPresent() && first.equals(of(other));
  }

  /** {@code host}, or {@code host:port} when the port is not the scheme's own: the Host header. */
  public String authority() {
    return port == effectivePort(scheme, -1) ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }

  private static int effectivePort(String scheme, int port) {
    if (port != -1) {
      return port;
    }
    return scheme.equals("https") ? 443 : 80;
  }

  /** java.net.URI leaves the host out when the name is not plain ASCII. */
  private static @Nullable String rawHost(URI uri) {
    if (uri.getHost() != null) {
      return uri.getHost();
    }
    String authority = uri.getRawAuthority();
    if (authority == null || authority.indexOf('@') >= 0) {
      return null;
    }
    int colon = authority.lastIndexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private static int portOf(URI uri) {
    if (uri.getHost() != null) {
      return uri.getPort();
    }
    String authority = String.valueOf(uri.getRawAuthority());
    int colon = authority.lastIndexOf(':');
    if (colon < 0) {
      return -1;
    }
    try {
      return Integer.parseInt(authority.substring(colon + 1));
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
