package org.colloque.federation.handle;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a person across servers, {@code bob@far.example}.
 *
 * @param username as the person writes it; two usernames that differ in case only are the same
 * @param host canonical, with a port only where it is not the usual one
 */
public record Handle(String username, String host) {

  /** Longer usernames are refused (Mastodon's FEDERATION.md, size limits). */
  public static final int MAX_USERNAME_LENGTH = 2_048;

  /** Mastodon refuses every other local part (quirk 14); possessive, so linear in time. */
  private static final Pattern USERNAME =
      Pattern.compile("[a-z0-9_]++(?:[.-]++[a-z0-9_]++)*+", Pattern.CASE_INSENSITIVE);

  /** Whether other servers will take this as a local part. */
  public static boolean isUsername(String text) {
    return text.length() <= MAX_USERNAME_LENGTH && USERNAME.matcher(text).matches();
  }

  /** Reads {@code bob@far.example}, {@code @bob@far.example} and {@code acct:bob@far.example}. */
  public static Optional<Handle> parse(String text) {
    String bare = text.regionMatches(true, 0, "acct:", 0, 5) ? text.substring(5) : text;
    bare = bare.startsWith("@") ? bare.substring(1) : bare;
    int at = bare.indexOf('@');
    if (at < 1 || !isUsername(bare.substring(0, at))) {
      return Optional.empty();
    }
    String username = bare.substring(0, at);
    return Hosts.canonicalWithPort(bare.substring(at + 1)).map(host -> new Handle(username, host));
  }

  /** The form for comparing and for unique keys. */
  public Handle folded() {
    return new Handle(username.toLowerCase(Locale.ROOT), host);
  }

  /** True when both name the same person. */
  public boolean sameAs(Handle other) {
    return folded().equals(other.folded());
  }

  /** {@code acct:bob@far.example} (RFC 7565). */
  public String acct() {
    return "acct:" + this;
  }

  @Override
  public String toString() {
    return username + "@" + host;
  }
}
