package org.colloque.server.users;

import org.jspecify.annotations.Nullable;

/**
 * What someone says who wants to join.
 *
 * @param locale a language tag
 * @param reason why, where the owner reads requests
 * @param profession in their own words; may be empty
 * @param invitation the code of an invitation, null without one
 * @param app with which they sign up; null in a browser
 * @param address where they are, after the proxies that are trusted
 */
public record NewUser(
    String username,
    String email,
    String password,
    String locale,
    String reason,
    String profession,
    boolean agreement,
    @Nullable String invitation,
    @Nullable Long app,
    String address) {
  public static final int MAX_REASON = 2_000;

  /** Nothing of the password. */
  @Override
  public String toString() {
    return "NewUser[" + username + "]";
  }
}
