package org.colloque.server.http;

import io.vertx.core.MultiMap;

/** The header fields that keep a browser from doing what nobody asked for. */
final class SafeHeaders {
  private static final String API_POLICY =
      "default-src 'none'; frame-ancestors 'none'; form-action 'none'";

  void apply(Access access, boolean secure, MultiMap headers) {
    if (!headers.contains("content-security-policy")) {
      headers.set("content-security-policy", access.isPage() ? PagePolicy.usual() : API_POLICY);
    }
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    if (access.isPage()) {
      headers.set("referrer-policy", "same-origin");
      if (!headers.contains("cross-origin-opener-policy")) {
        headers.set("cross-origin-opener-policy", "same-origin");
      }
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
