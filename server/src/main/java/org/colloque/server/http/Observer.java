package org.colloque.server.http;

/** Is told of every answer, for metrics and the access log. Must be quick. */
@FunctionalInterface
public interface Observer {
  /**
   * @param pattern of the route, or empty when none was found
   * @param nanos from the first byte of the request to the answer
   */
  void answered(String requestId, String method, String pattern, int status, long nanos);
}
