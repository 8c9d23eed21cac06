package org.colloque.server.oauth;

import org.colloque.server.http.ProblemException;

/** Whether a user may act: told in Mastodon's words when not (semantics.md, section 2). */
public enum Standing {
  GOOD,
  UNCONFIRMED,
  PENDING,
  DISABLED;

  /**
   * @throws ProblemException 403 unless the standing is good
   */
  public void refuse() {
    switch (this) {
      case GOOD -> {}
      case UNCONFIRMED ->
          throw ProblemException.of(403, "Your login is missing a confirmed e-mail address");
      case PENDING -> throw ProblemException.of(403, "Your login is currently pending approval");
      case DISABLED -> throw ProblemException.of(403, "Your login is currently disabled");
    }
  }
}
