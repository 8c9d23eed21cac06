package org.colloque.server.oauth;

import java.time.Duration;

/** How long a browser stays signed in. */
public final class Sessions {
  /** A session that is not used for so long ends. */
  public static final Duration IDLE = Duration.ofDays(30);

  /** A session ends after so long, used or not. */
  public static final Duration LIFE = Duration.ofDays(180);

  private Sessions() {}
}
