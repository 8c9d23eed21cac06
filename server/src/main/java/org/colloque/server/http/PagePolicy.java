package org.colloque.server.http;

/** The Content-Security-Policy of pages: nothing inline, nothing run that is not ours. */
public final class PagePolicy {
  private static final String BEFORE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:;"
          + " media-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
          + " form-action 'self'";
  private static final String AFTER =
      "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  /** Instances without TLS are local ones, and so are the others that they speak with. */
  private static final String WITHOUT_TLS =
      usual().replace("img-src 'self' https:", "img-src 'self' https: http:");

  private PagePolicy() {}

  /** Forms lead to this instance only. */
  public static String usual() {
    return BEFORE + AFTER;
  }

  /**
   * The policy of an instance.
   *
   * @param https whether it is reached over TLS; else pictures of other local instances are shown
   */
  static String of(boolean https) {
    return https ? usual() : WITHOUT_TLS;
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
