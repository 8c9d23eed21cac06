package org.colloque.server.http;

import java.util.function.BooleanSupplier;

/**
 * One line of the table of routes.
 *
 * @param pattern segments as {@code /api/v1/statuses/:id}; {@code @:handle} takes what follows an
 *     at sign; a last segment {@code *path} takes the rest
 * @param mounted asked for each request: while it says no, there is no such route
 */
public record Route(
    Method method,
    String pattern,
    Access access,
    Limits limits,
    Handler handler,
    BooleanSupplier mounted) {
  public Route(Method method, String pattern, Access access, Limits limits, Handler handler) {
    this(method, pattern, access, limits, handler, () -> true);
  }

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
    return new Route(method, pattern, access, limits, handler, mounted);
  }

  /** The same route, there only while {@code condition} holds. */
  public Route mountedWhile(BooleanSupplier condition) {
    return new Route(method, pattern, access, limits, handler, condition);
  }
}
