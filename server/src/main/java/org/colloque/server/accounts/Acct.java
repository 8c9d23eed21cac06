package org.colloque.server.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody wrote to name an account.
 *
 * @param domain in lower case; empty for this instance
 */
public record Acct(String username, String domain) {
  private static final Pattern SHAPE =
      Pattern.compile("@?([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(?:@([^@/\\s]{1,253}))?");

  /**
   * Reads {@code user}, {@code @user}, {@code user@domain} or {@code @user@domain}.
   *
   * @param host the domain of this instance
   */
  public static Optional<Acct> parse(String text, String host) {
    var matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String domain = matcher.group(2) == null ? "" : matcher.group(2).toLowerCase(Locale.ROOT);
    return Optional.of(new Acct(matcher.group(1), domain.equals(host) ? "" : domain));
  }

  /** Whether the account is one of this instance. */
  public boolean isLocal() {
    return domain.isEmpty();
  }

  @Override
  public String toString() {
    return isLocal() ? username : username + "@" + domain;
  }
}
