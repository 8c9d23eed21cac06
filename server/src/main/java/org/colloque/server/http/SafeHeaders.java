package org.colloque.server.http;

import io.vertx.core.MultiMap;

/** The header fields that keep a browser from doing what nobody asked for. */
final class SafeHeaders {
  private static final String API_POLICY =
      "default-src 'none'; frame-ancestors 'none'; form-action 'none'";

  private final String pagePolicy;

  /**
   * @param formTargets further places that a form may lead to, for the redirect after consent
   */
  SafeHeaders(String formTargets) {
    pagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:;"
            + " media-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
            + " form-action 'self'"
            + formTargets
            + "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
  }

  void apply(Access access, boolean secure, MultiMap headers) {
    if (!headers.contains("content-security-policy")) {
      headers.set("content-security-policy", access.isPage() ? pagePolicy : API_POLICY);
    }
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    if (access.isPage()) {
      headers.set("referrer-policy", "same-origin");
      headers.set("cross-origin-opener-policy", "same-origin");
      headers.set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
    }
    if (secure) {
      headers.set("strict-transport-security", "max-age=63072000");
    }
    if (!headers.contains("vary")) {
      headers.set("vary", access.isApi() ? "Authorization, Origin" : "Accept, Cookie");
    }
    if (!headers.contains("cache-control")) {
      headers.set("cache-control", "private, no-store");
    }
  }
}
