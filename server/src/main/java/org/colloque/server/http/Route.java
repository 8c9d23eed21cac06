package org.colloque.server.http;

/**
 * One line of the table of routes.
 *
 * @param pattern segments as {@code /api/v1/statuses/:id}; {@code @:handle} takes what follows an
 *     at sign; a last segment {@code *path} takes the rest
 */
public record Route(Method method, String pattern, Access access, Limits limits, Handler handler) {
  public static Route get(String pattern, Access access, Handler handler) {
    return new Route(Method.GET, pattern, access, Limits.NORMAL, handler);
  }

  public static Route post(String pattern, Access access, Handler handler) {
    return new Route(Method.POST, pattern, access, Limits.NORMAL, handler);
  }

  public static Route put(String pattern, Access access, Handler handler) {
    return new Route(Method.PUT, pattern, access, Limits.NORMAL, handler);
  }

  public static Route patch(String pattern, Access access, Handler handler) {
    return new Route(Method.PATCH, pattern, access, Limits.NORMAL, handler);
  }

  public static Route delete(String pattern, Access access, Handler handler) {
    return new Route(Method.DELETE, pattern, access, Limits.NORMAL, handler);
  }

  public Route limited(Limits limits) {
    return new Route(method, pattern, access, limits, handler);
  }
}
