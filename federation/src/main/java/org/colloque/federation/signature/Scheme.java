package org.colloque.federation.signature;

/** How a request is signed. */
public enum Scheme {
  /** draft-cavage-http-signatures-12: what nearly everybody reads. */
  CAVAGE,

  /** RFC 9421, HTTP Message Signatures. */
  RFC_9421;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;

  /** The one to try when this one was refused. */
  public Scheme other() {
    return this == CAVAGE ? RFC_9421 : CAVAGE;
  }

  /**
   * Whether an answer may mean that the other side does not read this. Some that do not know RFC
   * 9421 fail altogether (federation.md, quirk 77); a server that fails on what everybody reads is
   * broken, and is not asked twice as often for it.
   */
  public boolean mayBeUnread(int status) {
    return status == BAD_REQUEST
        || status == UNAUTHORIZED
        || this == RFC_9421 && status >= SERVER_ERROR;
  }

  /** Whether an answer shows that the other side reads this, whatever else it says. */
  public boolean wasRead(int status) {
    return status < SERVER_ERROR && !mayBeUnread(status);
  }
}
