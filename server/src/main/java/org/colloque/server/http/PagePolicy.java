package org.colloque.server.http;

/** The Content-Security-Policy of pages: nothing inline, nothing run that is not ours. */
public final class PagePolicy {
  private static final String BEFORE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
          + " form-action 'self'";
  private static final String AFTER =
      "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  private PagePolicy() {}

  /** Forms lead to this instance only. */
  public static String usual() {
    return BEFORE + AFTER;
  }

  /**
   * A form may lead to {@code source} too: browsers apply form-action to the redirect that answers
   * a form, and the consent form leads back to the app.
   *
   * @param source a scheme with its colon, or scheme, host and port
   */
  public static String leadingTo(String source) {
    if (!source.matches("[A-Za-z0-9+.:/_~\\[\\]-]+")) {
      throw new IllegalArgumentException("not a source of a policy: " + source);
    }
    return BEFORE + " " + source + AFTER;
  }
}
