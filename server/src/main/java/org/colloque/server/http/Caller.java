package org.colloque.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.UserId;
import org.colloque.server.database.Viewer;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: found out by the gatekeeper from the token or the session cookie before a handler
 * runs.
 *
 * @param member the person, where one of this instance is signed in
 * @param guest the person, where one of another instance is signed in
 * @param token the OAuth token that was sent and is valid
 * @param session the browser session
 * @param locale the person's language, else what the browser prefers: French or English
 */
public record Caller(
    @Nullable Member member,
    @Nullable Guest guest,
    @Nullable Token token,
    @Nullable Session session,
    Locale locale) {
  /** The cookie in which a visitor's choice of language is kept. */
  public static final String LANGUAGE_COOKIE = "colloque_language";

  /** A person who is signed in. */
  public record Member(UserId user, AccountId account, String username, String role) {
    public boolean isStaff() {
      return role.equals("owner") || role.equals("admin");
    }

    /** Whether they decide about accounts and servers. */
    public boolean moderates() {
      return isStaff() || role.equals("moderator");
    }
  }

  /**
   * A person of another instance, who signed in there.
   *
   * @param admitted whether the route is for guests: everywhere else they are strangers
   */
  public record Guest(AccountId account, boolean admitted) {}

  /** A valid OAuth token; {@code user} is missing for a token of the app itself. */
  public record Token(long id, long appId, @Nullable UserId user, List<String> scopes) {}

  /** A browser session; {@code csrf} must come back in each form. */
  public record Session(long id, String csrf) {}

  public static Caller anonymous(Locale locale) {
    return new Caller(null, null, null, null, locale);
  }

  public Viewer viewer() {
    if (member != null) {
      return Viewer.of(member.account());
    }
    return guest != null && guest.admitted() ? Viewer.of(guest.account()) : Viewer.stranger();
  }

  /**
   * The person who calls, member or guest; for routes whose {@link Access} admits both.
   *
   * @throws ProblemException 422 as {@link #required}
   */
  public AccountId insider() {
    return guest != null && guest.admitted() ? guest.account() : required().account();
  }

  public Optional<AccountId> account() {
    return Optional.ofNullable(member).map(Member::account);
  }

  /**
   * The person who calls; for routes whose {@link Access} asks for one.
   *
   * @throws ProblemException 422 as Mastodon answers an app token on a member's route
   */
  public Member required() {
    if (member == null) {
      throw ProblemException.of(422, "This method requires an authenticated user");
    }
    return member;
  }
}
