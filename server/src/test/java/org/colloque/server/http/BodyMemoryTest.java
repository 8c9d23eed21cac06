package org.colloque.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What all bodies together take (reliability.md, C09). */
class BodyMemoryTest {
  private static final int SHORT = BodyMemory.SHORT_BYTES;

  /** Room for eight short bodies. */
  private final BodyMemory memory = new BodyMemory((long) BodyMemory.SHARE * 8 * SHORT);

  @Test
  void longOnesHaveHalfOfItAndShortOnesAllOfIt() {
    assertThat(memory.take(0, SHORT)).isTrue();
    assertThat(memory.take(SHORT, 3 * SHORT)).as("half is used").isTrue();
    assertThat(memory.take(SHORT, 1)).as("what makes a body a long one").isFalse();
    for (int i = 0; i < 4; i++) {
      assertThat(memory.take(0, SHORT)).isTrue();
    }
    assertThat(memory.take(0, 1)).as("all is used").isFalse();
  }

  @Test
  void whatIsGivenBackIsThereAgain() {
    assertThat(memory.take(0, 4 * SHORT)).isTrue();
    assertThat(memory.take(0, SHORT + 1)).isFalse();
    memory.give(4 * SHORT);
    assertThat(memory.take(0, 4 * SHORT)).isTrue();
  }
}
