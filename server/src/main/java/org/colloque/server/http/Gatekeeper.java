package org.colloque.server.http;

/** Finds out who calls, and refuses who may not. */
public interface Gatekeeper {
  /** Whether somebody at this address may come at all: asked first, on the event loop. */
  default boolean admits(String address) {
    return true;
  }

  /**
   * Whether nothing in {@code request} says who calls, as far as its head tells: asked on the event
   * loop.
   */
  boolean isStranger(Access access, Request request);

  /**
   * The caller of {@code request}, checked against {@code access}.
   *
   * @throws ProblemException 401, 403, 404 or 422 when the route is not for this caller
   * @throws RedirectException to the sign-in page for a page that needs a session
   */
  Caller check(Access access, Request request);
}
