package org.colloque.server.http;

/** The caller is led to another page of this instance instead. */
public final class RedirectException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String location;

  /**
   * @param location a path of this instance, beginning with one slash
   */
  public RedirectException(String location) {
    super(location, null, false, false);
    this.location = location;
  }

  public String location() {
    return location;
  }
}
