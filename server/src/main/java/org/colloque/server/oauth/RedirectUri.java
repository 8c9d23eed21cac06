package org.colloque.server.oauth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an app is told the outcome. Any scheme, since each phone app has its own, but those that a
 * browser would run or read (semantics.md, section 6).
 */
public final class RedirectUri {
  /** The code is shown instead, to be copied. */
  public static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  public static final int MAX_LENGTH = 2_000;

  private static final Set<String> DANGEROUS =
      Set.of("javascript", "data", "vbscript", "file", "blob", "about", "filesystem");

  /** Printable ASCII without what no URI has (RFC 3986, appendix A) and without a fragment. */
  private static final Pattern ABSOLUTE =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:[!$-;=?-\\[\\]_a-z~]*");

  private RedirectUri() {}

  /** What is wrong with it, in Doorkeeper's words; empty when it may be registered. */
  public static Optional<String> fault(String uri) {
    if (uri.length() > MAX_LENGTH) {
      return Optional.of("Redirect URI is too long (maximum is " + MAX_LENGTH + " characters)");
    }
    if (uri.indexOf('#') >= 0) {
      return Optional.of("Redirect URI cannot contain a fragment.");
    }
    if (!ABSOLUTE.matcher(uri).matches()) {
      return Optional.of("Redirect URI must be an absolute URI.");
    }
    String scheme = scheme(uri);
    if (DANGEROUS.contains(scheme)) {
      return Optional.of("Redirect URI is forbidden by the server.");
    }
    boolean web = scheme.equals("http") || scheme.equals("https");
    return web && host(uri).isEmpty()
        ? Optional.of("Redirect URI must be an absolute URI.")
        : Optional.empty();
  }

  static String scheme(String uri) {
    return uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  /** Where the person goes, in words that they can check: the host, else the scheme. */
  public static String destination(String uri) {
    return host(uri).orElse(scheme(uri) + ":");
  }

  /** What Content-Security-Policy calls the place, so that a form may lead there. */
  public static String policySource(String uri) {
    String scheme = scheme(uri);
    return host(uri).map(host -> scheme + "://" + host).orElse(scheme + ":");
  }

  /** The address with these parameters added to its query. */
  static String with(String uri, Map<String, String> parameters) {
    StringBuilder all = new StringBuilder(uri);
    boolean first = uri.indexOf('?') < 0;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      all.append(first ? '?' : '&')
          .append(encode(parameter.getKey()))
          .append('=')
          .append(encode(parameter.getValue()));
      first = false;
    }
    return all.toString();
  }

  /** Host and port of an http(s) address; empty for others and for one with user information. */
  private static Optional<String> host(String uri) {
    if (!scheme(uri).startsWith("http")) {
      return Optional.empty();
    }
    try {
      URI parsed = new URI(uri);
      boolean plain = parsed.getHost() != null && parsed.getRawUserInfo() == null;
      return plain ? Optional.of(parsed.getRawAuthority()) : Optional.empty();
    } catch (java.net.URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
