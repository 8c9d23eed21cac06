package org.colloque.server.http;

import java.util.List;

/**
 * Who may call a route. Every route names one: the router cannot be given a route without it, and
 * the table of routes is read from here.
 */
public sealed interface Access {
  /** Anybody; neither cookie nor token is looked at. */
  record Anyone() implements Access {}

  /** Another server: the handler verifies the signature itself. */
  record Server() implements Access {}

  /**
   * A page for anybody that looks different to who is signed in; writing needs the CSRF token.
   *
   * @param guests whether guests of other instances come as themselves, not as visitors
   */
  record Page(boolean guests) implements Access {}

  /**
   * A page for people who are signed in; others are led to the sign-in page.
   *
   * @param guests whether guests of other instances may come; else it does not exist for them
   */
  record SignedIn(boolean guests) implements Access {}

  /** A page for the owner and the admins; for all others it does not exist. */
  record Staff() implements Access {}

  /** A page for those who moderate: owner, admins and moderators; for others it does not exist. */
  record Moderators() implements Access {}

  /** The client API, also without a token; a token that is sent must hold one of the scopes. */
  record Api(List<String> scopes) implements Access {}

  /** The client API with any valid token, the app's own and those not confirmed yet included. */
  record ApiApp(List<String> scopes) implements Access {}

  /** The client API with a token of a person whose account is confirmed and approved. */
  record ApiUser(List<String> scopes) implements Access {}

  /** The client API with a token of somebody who moderates. */
  record ApiModerator(List<String> scopes) implements Access {}

  static Access anyone() {
    return new Anyone();
  }

  static Access server() {
    return new Server();
  }

  static Access page() {
    return new Page(false);
  }

  /** As {@link #page}, where guests may see more than a visitor. */
  static Access pageWithGuests() {
    return new Page(true);
  }

  static Access signedIn() {
    return new SignedIn(false);
  }

  /** As {@link #signedIn}, for guests of groups too. */
  static Access signedInOrGuest() {
    return new SignedIn(true);
  }

  static Access staff() {
    return new Staff();
  }

  static Access moderators() {
    return new Moderators();
  }

  static Access moderator(String... scopes) {
    return new ApiModerator(List.of(scopes));
  }

  static Access api(String... scopes) {
    return new Api(List.of(scopes));
  }

  static Access app(String... scopes) {
    return new ApiApp(List.of(scopes));
  }

  static Access user(String... scopes) {
    return new ApiUser(List.of(scopes));
  }

  /** Whether answers follow the conventions of the client API: JSON errors, CORS, no cookies. */
  default boolean isApi() {
    return switch (this) {
      case Api _, ApiApp _, ApiUser _, ApiModerator _ -> true;
      case Anyone _, Server _, Page _, SignedIn _, Staff _, Moderators _ -> false;
    };
  }

  /** Whether the route is a page for a browser, with a session cookie and CSRF. */
  default boolean isPage() {
    return switch (this) {
      case Page _, SignedIn _, Staff _, Moderators _ -> true;
      case Anyone _, Server _, Api _, ApiApp _, ApiUser _, ApiModerator _ -> false;
    };
  }
}
