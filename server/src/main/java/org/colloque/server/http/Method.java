package org.colloque.server.http;

/** The methods that a route may answer; HEAD is answered by GET without its body. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /** Changes nothing (RFC 9110, section 9.2.1). */
  public boolean isSafe() {
    return this == GET;
  }
}
