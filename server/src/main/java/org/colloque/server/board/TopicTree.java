package org.colloque.server.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The posts of a topic in the order in which they are read: each followed by its answers. */
final class TopicTree {
  private TopicTree() {}

  /**
   * A post as it is stored.
   *
   * @param parent what it answers; null for the first
   * @param gone it was taken back
   */
  record Node(long id, @Nullable Long parent, boolean gone) {}

  /**
   * A post in its place.
   *
   * @param depth 0 for the first post and the answers to it, 1 for the answers to these …
   */
  record Line(long id, int depth, boolean gone) {}

  /**
   * @param nodes by id; an answer to something that is not among them stands as one to the first
   * @return without those that are gone and have no answers left
   */
  static List<Line> lines(List<Node> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    Map<Long, Node> byId = new HashMap<>();
    nodes.forEach(node -> byId.put(node.id(), node));
    long first = nodes.getFirst().id();
    Map<Long, List<Node>> answers = new HashMap<>();
    for (Node node : nodes) {
      if (node.id() != first) {
        long parent =
            node.parent() != null && byId.containsKey(node.parent()) ? node.parent() : first;
        answers.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
      }
    }
    Set<Long> shown = shown(nodes, byId, first);
    List<Line> lines = new ArrayList<>();
    Deque<Line> stack = new ArrayDeque<>();
    stack.push(new Line(first, -1, nodes.getFirst().gone()));
    // a stack, not recursion: threads may be deeper than the call stack
    while (!stack.isEmpty()) {
      Line line = stack.pop();
      if (shown.contains(line.id())) {
        lines.add(new Line(line.id(), Math.max(0, line.depth()), line.gone()));
        for (Node answer : answers.getOrDefault(line.id(), List.of()).reversed()) {
          stack.push(new Line(answer.id(), line.depth() + 1, answer.gone()));
        }
      }
    }
    return lines;
  }

  /** What is there, and what stands above something that is there. */
  private static Set<Long> shown(List<Node> nodes, Map<Long, Node> byId, long first) {
    Set<Long> shown = new HashSet<>();
    for (Node node : nodes) {
      if (!node.gone()) {
        @Nullable Node up = node;
        while (up != null && shown.add(up.id())) {
          up = up.parent() == null ? null : byId.get(up.parent());
        }
        shown.add(first);
      }
    }
    return shown;
  }
}
