package org.colloque.server.oauth;

import java.time.Duration;
import org.colloque.server.kit.Kit;

/** Cookies that no script reads and that come along from other sites by a link only. */
public final class Cookies {
  private Cookies() {}

  /**
   * The header field that sets one.
   *
   * @param value empty to take it away
   * @param life ended when zero
   */
  public static String set(Kit kit, String name, String value, Duration life) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + life.toSeconds()
        + (kit.urls().isHttps() ? "; Secure" : "");
  }
}
