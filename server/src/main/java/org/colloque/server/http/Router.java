package org.colloque.server.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of routes, found by path segments in a tree: the cost does not grow with their number.
 * A fixed segment wins over a handle ({@code @:name}), a handle over a parameter, and that over a
 * rest.
 */
public final class Router {
  private final List<Route> routes;
  private final Node root = new Node();

  /** What was found: {@code route} is missing when the path exists but not with this method. */
  public record Match(@Nullable Route route, Map<String, String> parameters) {}

  private static final class Node {
    private final Map<String, Node> fixed = new HashMap<>();
    private @Nullable Node handle;
    private @Nullable Node parameter;
    private @Nullable Node rest;
    private final Map<Method, Route> routes = new EnumMap<>(Method.class);
  }

  public Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
    for (Route route : routes) {
      add(route);
    }
  }

  public List<Route> routes() {
    return routes;
  }

  /** Looks {@code path} up, a trailing slash tolerated; empty when no route has such a path. */
  public @Nullable Match find(Method method, String path) {
    List<String> segments = segments(path);
    List<String> values = new ArrayList<>(4);
    Node node = descend(root, segments, 0, values);
    if (node == null) {
      return null;
    }
    Route route = node.routes.get(method);
    if (route != null && !route.mounted().getAsBoolean()) {
      return null;
    }
    return new Match(route, route == null || values.isEmpty() ? Map.of() : named(route, values));
  }

  private void add(Route route) {
    Node node = root;
    for (String segment : segments(route.pattern())) {
      if (segment.startsWith(":")) {
        node.parameter = node.parameter == null ? new Node() : node.parameter;
        node = node.parameter;
      } else if (segment.startsWith("@:")) {
        node.handle = node.handle == null ? new Node() : node.handle;
        node = node.handle;
      } else if (segment.startsWith("*")) {
        node.rest = node.rest == null ? new Node() : node.rest;
        node = node.rest;
      } else {
        node = node.fixed.computeIfAbsent(segment, _ -> new Node());
      }
    }
    Route earlier = node.routes.put(route.method(), route);
    if (earlier != null) {
      throw new IllegalStateException(
          "two routes for " + route.method() + " " + route.pattern() + " and " + earlier.pattern());
    }
  }

  private static @Nullable Node descend(
      Node node, List<String> segments, int index, List<String> values) {
    if (index == segments.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    String segment = segments.get(index);
    Node fixed = node.fixed.get(segment);
    if (fixed != null) {
      Node found = descend(fixed, segments, index + 1, values);
      if (found != null) {
        return found;
      }
    }
    if (node.handle != null && segment.length() > 1 && segment.charAt(0) == '@') {
      Node found = through(node.handle, segment.substring(1), segments, index, values);
      if (found != null) {
        return found;
      }
    }
    if (node.parameter != null && !segment.isEmpty()) {
      Node found = through(node.parameter, segment, segments, index, values);
      if (found != null) {
        return found;
      }
    }
    if (node.rest != null) {
      values.add(String.join("/", segments.subList(index, segments.size())));
      return node.rest;
    }
    return null;
  }

  private static @Nullable Node through(
      Node next, String value, List<String> segments, int index, List<String> values) {
    values.add(value);
    Node found = descend(next, segments, index + 1, values);
    if (found == null) {
      values.removeLast();
    }
    return found;
  }

  private static Map<String, String> named(Route route, List<String> values) {
    Map<String, String> named = new HashMap<>();
    int next = 0;
    for (String segment : segments(route.pattern())) {
      if (segment.startsWith(":") || segment.startsWith("*")) {
        named.put(segment.substring(1), values.get(next++));
      } else if (segment.startsWith("@:")) {
        named.put(segment.substring(2), values.get(next++));
      }
    }
    return named;
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(8);
    int start = 1;
    for (int i = 1; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        if (i > start || i < path.length()) {
          segments.add(path.substring(Math.min(start, path.length()), i));
        }
        start = i + 1;
      }
    }
    return segments;
  }
}
