package org.colloque.server.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.board.TopicTree.Line;
import org.colloque.server.board.TopicTree.Node;
import org.junit.jupiter.api.Test;

class TopicTreeTest {
  @Test
  void eachPostIsFollowedByItsAnswers() {
    List<Line> lines =
        TopicTree.lines(
            List.of(
                new Node(1, null, false),
                new Node(2, 1L, false),
                new Node(3, 1L, false),
                new Node(4, 2L, false),
                new Node(5, 4L, false)));
    assertThat(lines)
        .containsExactly(
            new Line(1, 0, false),
            new Line(2, 0, false),
            new Line(4, 1, false),
            new Line(5, 2, false),
            new Line(3, 0, false));
  }

  @Test
  void whatIsGoneStaysOnlyAboveAnswers() {
    List<Line> lines =
        TopicTree.lines(
            List.of(
                new Node(1, null, true),
                new Node(2, 1L, true),
                new Node(3, 2L, false),
                new Node(4, 1L, true)));
    assertThat(lines)
        .containsExactly(new Line(1, 0, true), new Line(2, 0, true), new Line(3, 1, false));
    assertThat(TopicTree.lines(List.of())).isEmpty();
    assertThat(TopicTree.lines(List.of(new Node(1, null, true)))).isEmpty();
  }

  @Test
  void anAnswerToSomethingErasedStandsBelowTheFirst() {
    assertThat(TopicTree.lines(List.of(new Node(1, null, false), new Node(3, 2L, false))))
        .containsExactly(new Line(1, 0, false), new Line(3, 0, false));
    // the first post was erased with its author's account
    assertThat(TopicTree.lines(List.of(new Node(2, null, false), new Node(3, null, false))))
        .containsExactly(new Line(2, 0, false), new Line(3, 0, false));
  }

  @Test
  void aThreadMayBeDeep() {
    List<Node> nodes = new ArrayList<>(List.of(new Node(1, null, false)));
    for (long id = 2; id <= 20_000; id++) {
      nodes.add(new Node(id, id - 1, false));
    }
    assertThat(TopicTree.lines(nodes)).hasSize(20_000);
  }
}
